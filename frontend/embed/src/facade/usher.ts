/** The native API: `Usher(method, …)`, configured by `UsherConfig`, with first visitor data in `UsherIntegration`. */

import { facade } from "../core/facade";

facade({
  name: "Usher",
  configs: ["UsherConfig"],
  integration: "UsherIntegration",
  hash: "#usherChatExpanded",
  host: "usher-widget-container",
  prefix: "usher",
  zIndex: 999_999,
});
