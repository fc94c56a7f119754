import { createHmac } from "node:crypto";

const orgId = "YOUR_ORG_ID";
const secret = process.env.USHER_SECRET;

// For the user who is logged in; good for an hour.
function clientProof(clientId) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const lines = `usher-client\n${orgId}\n${exp}\n${clientId}`;
  const hex = createHmac("sha256", secret).update(lines).digest("hex");
  return `${exp}.${hex}`;
}
