import { createHmac } from "node:crypto";

const orgId = "YOUR_ORG_ID";
const secret = process.env.USHER_SECRET;

// For the user who is logged in; data is optional and can not be overwritten in the browser.
function clientProof(clientId, data = {}) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: clientId, aud: orgId, exp, data })}`;
  const signature = createHmac("sha256", secret).update(signed).digest("base64url");
  return `${signed}.${signature}`;
}
