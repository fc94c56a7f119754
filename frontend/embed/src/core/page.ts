/** The page that the visitor is on. */

import type { Page } from "../port";

/** The server keeps as many characters of each part (`domain::visitor::Page`). */
const LONGEST = 2000;
/** A router changes the address first and the title soon after. */
const SETTLE_MS = 300;

/** The page as it is now. `hash` is our own end of its address, and no part of it. */
export function currentPage(hash: string): Page {
  const cut = (text: string): string => text.slice(0, LONGEST);
  return { url: cut(address(hash)), title: cut(document.title), referrer: cut(document.referrer) };
}

const address = (hash: string): string => location.href.replace(hash, "");

/**
 * Calls `moved` when the address has changed without a new document, until `signal` ends it. The page's `history` is
 * not touched: where the browser does not tell of `pushState`, a look after clicks finds out.
 */
export function watchPage(hash: string, moved: () => void, signal: AbortSignal): void {
  let known = address(hash);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (address(hash) === known) return;
      known = address(hash);
      moved();
    }, SETTLE_MS);
  };
  const options = { signal, capture: true, passive: true };
  for (const event of ["popstate", "hashchange", "click", "visibilitychange"]) addEventListener(event, look, options);
  // Not every browser has it yet.
  (window as { navigation?: EventTarget }).navigation?.addEventListener("currententrychange", look, options);
  signal.addEventListener("abort", () => clearTimeout(timer));
}
