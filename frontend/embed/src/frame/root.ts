/** Where the panel will be in this document. */

import type { Vocabulary } from "./vocabulary";

const ID = "usher-panel-root";

/** Its place, as long as it is not there. */
export function rootOf(): HTMLElement {
  const root = document.getElementById(ID) ?? document.body.appendChild(document.createElement("div"));
  root.id = ID;
  return root;
}

/** Says in its place that it can not be had now. */
export function sayUnreachable(words: Vocabulary): void {
  rootOf().textContent = words.say("unreachable");
}
