/** Svyazio's API. */

import { facade } from "../core/facade";

facade({
  name: "Svyazio",
  configs: ["SvyazioSetup", "SvyazioConfig"],
  integration: "SvyazioIntegration",
  hash: "#svyazioChatExpanded",
  host: "svyazio-widget-container",
  prefix: "svyazio",
  zIndex: 999_999,
});
