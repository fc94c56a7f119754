/** Who listens on a page, as the developer tools list it. */

import type { CDPSession } from "@playwright/test";

/** Listeners on the page's window, document and root element. */
export async function listeners(cdp: CDPSession): Promise<string[]> {
  const found: string[] = [];
  for (const expression of ["window", "document", "document.documentElement", "document.body", "window.navigation"]) {
    const { result } = await cdp.send("Runtime.evaluate", { expression });
    if (result.objectId === undefined) continue;
    const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
    // `Watch` listens to violations.
    const theirs = listeners.filter(({ type }) => type !== "securitypolicyviolation");
    found.push(...theirs.map(({ type }) => `${expression} ${type}`));
  }
  return found;
}
