/** What one execution of the script does: it makes an object, and tells the page. Two of them know nothing of each other (OE5). */

import { callBack } from "../core/callback";
import { globals } from "../core/config";
import { findScript } from "../core/script";
import { complain } from "../core/say";
import { makeOwidget } from "./api";

/** As many objects there are on the page; no global name of its own (X1). */
const KEY = Symbol.for("usher:owidget") as unknown as string;

/** Makes the object. Called while the script still runs, whose address says where the server is (CONTRACT 3.1). */
export function run(): void {
  const script = findScript("OOWidget.js");
  if (script === null) {
    complain("owidget: load the script by <script src>, which says where the server is.");
    return;
  }
  const number = (globals[KEY] = Number(globals[KEY] ?? 0) + 1);
  const owidget = makeOwidget(new URL(script.src).origin, `owidget-container${number === 1 ? "" : `-${number}`}`);
  // Pages use the global already in the function that they are told by (OE4).
  globals.$owidget = owidget;
  callBack((script as unknown as typeof globals).$owidgetOnLoad ?? globals.$owidgetOnLoad, owidget);
}
