/** Chatra's API (CONTRACT 2.1 SE10). */

import { facade } from "../core/facade";

facade({
  name: "Chatra",
  configs: ["ChatraSetup"],
  integration: "ChatraIntegration",
  id: "ChatraID",
  group: "ChatraGroupID",
  hash: "#chatraChatExpanded",
  host: "chatra",
  prefix: "chatra",
  zIndex: 999_999,
  // Pages hide the button by `#chatra:not(.chatra--expanded)` (CONTRACT 2.5).
  mark: (host, isOpen, isPhone) => {
    host.classList.toggle("chatra--expanded", isOpen);
    document.querySelector("body")?.classList.toggle("chatra-mobile-widget-expanded", isOpen && isPhone);
  },
});
