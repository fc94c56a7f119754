/** A button of the page's own that opens the chat (CONTRACT 2.2 customWidgetButton). */

import { warn } from "./say";

/**
 * Calls `pressed` on every click on what the selector finds, whenever it came to the page; false if that is no
 * selector. What else the click would do is not done: an `<a href="#">` would lead away from the chat's own address.
 */
export function watchButton(selector: unknown, pressed: (button: HTMLElement) => void, signal: AbortSignal): boolean {
  if (typeof selector !== "string") return false;
  try {
    document.querySelector(selector);
  } catch {
    warn(`customWidgetButton: “${selector}” is no selector.`);
    return false;
  }
  const clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (button === null) return;
    event.preventDefault();
    pressed(button);
  };
  // Before the page's own listeners, which may let it go no further.
  addEventListener("click", clicked, { signal, capture: true });
  return true;
}
