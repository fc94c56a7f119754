/** Where this script came from. */

import { globals } from "./config";

/**
 * The origin of our server: that of the running script. Known only while the script runs for the first time, so this is
 * asked before anything else; null when the script has no address.
 */
export function scriptOrigin(): string | null {
  const script = document.currentScript;
  // An element named `currentScript` would come here as well.
  return script instanceof HTMLScriptElement && script.src !== "" ? new URL(script.src).origin : null;
}

/** Scripts that we have run from already, whichever execution it was; no global name of its own (X1). */
const KEY = Symbol.for("usher:scripts") as unknown as string;

/**
 * The running script, if its address has this `part`; where it runs without `document.currentScript`, the last one of
 * such an address that was not found before (CONTRACT 3.1 OE1).
 */
export function findScript(part: string): HTMLScriptElement | null {
  const known = (globals[KEY] ??= new WeakSet()) as WeakSet<HTMLScriptElement>;
  const { currentScript } = document;
  let found: HTMLScriptElement | null = null;
  for (const script of [...document.querySelectorAll("script"), currentScript]) {
    if (script instanceof HTMLScriptElement && script.src.includes(part) && !known.has(script)) found = script;
  }
  if (found !== null) known.add(found);
  return found;
}
