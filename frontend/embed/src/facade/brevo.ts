/** Brevo Conversations' API, which is Chatra's under other names (CONTRACT 2.1 SE11). */

import { facade } from "../core/facade";

facade({
  name: "BrevoConversations",
  configs: ["BrevoConversationsSetup"],
  integration: "BrevoConversationsIntegration",
  id: "BrevoConversationsID",
  clientId: "visitorId",
  hash: "#brevoConversationsExpanded",
  host: "brevo-conversations",
  prefix: "brevo-conversations",
  zIndex: 9_999,
});
