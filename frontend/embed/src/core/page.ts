/** The page that the visitor is on. */

import type { Page } from "../port";

/** The server keeps as many characters of each part (`domain::visitor::Page`). */
const LONGEST = 2000;
/** A router changes the address first and the title soon after. */
const SETTLE_MS = 300;

/** The page as it is now. */
export function currentPage(): Page {
  const cut = (text: string): string => text.slice(0, LONGEST);
  return { url: cut(location.href), title: cut(document.title), referrer: cut(document.referrer) };
}

/**
 * Calls `moved` when the address has changed without a new document; returns how to stop. The page's `history` is not
 * touched: where the browser does not tell of `pushState`, a look after clicks finds out.
 */
export function watchPage(moved: () => void): () => void {
  let address = location.href;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (location.href === address) return;
      address = location.href;
      moved();
    }, SETTLE_MS);
  };
  // Not every browser has it yet.
  const navigation = (window as { navigation?: EventTarget }).navigation;
  const sources: [EventTarget | undefined, string][] = [
    [window, "popstate"],
    [window, "hashchange"],
    [window, "click"],
    [document, "visibilitychange"],
    [navigation, "currententrychange"],
  ];
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  for (const [target, event] of sources) target?.addEventListener(event, look, options);
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}
