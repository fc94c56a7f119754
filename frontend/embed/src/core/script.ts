/** Where this script came from. */

/**
 * The origin of our server: that of the running script. Known only while the script runs for the first time, so this is
 * asked before anything else; null when the script has no address.
 */
export function scriptOrigin(): string | null {
  const script = document.currentScript;
  // An element named `currentScript` would come here as well.
  return script instanceof HTMLScriptElement && script.src !== "" ? new URL(script.src).origin : null;
}
