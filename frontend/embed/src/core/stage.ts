/** What every facade's elements are made of, wherever on the page its vendor has them. */

import type { Look } from "../port";
import { make } from "./make";

/** The frame on our own origin. */
export function makeFrame(prefix: string, src: string): HTMLIFrameElement {
  return make("iframe", {
    class: `${prefix}-window`,
    title: "Chat",
    allow: "autoplay; clipboard-write",
    referrerpolicy: "origin",
    // Everything a chat needs, and nothing that could lead the page elsewhere.
    sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
    src,
  });
}

/**
 * Gives our sheet to shadow roots; returns what it says of their hosts.
 *
 * A constructed sheet is no inline style: no policy forbids it, and it needs no nonce of the page's script (X11).
 */
export function adopt(css: string, zIndex: number, ...roots: ShadowRoot[]): CSSStyleDeclaration {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  for (const root of roots) root.adoptedStyleSheets = [sheet];
  const { style } = sheet.cssRules[sheet.insertRule(":host{}", sheet.cssRules.length)] as CSSStyleRule;
  style.zIndex = String(zIndex);
  return style;
}

/** Draws what a look says of the hosts and of the frame. */
export function wear(look: Look, style: CSSStyleDeclaration, frame: HTMLIFrameElement): void {
  const { css, zIndex, words } = look;
  for (const [name, value] of Object.entries(css)) style.setProperty(`--${name}`, value);
  // Asked for, it wins over the page's own rules for our element; until then those win.
  if (zIndex !== null) style.setProperty("z-index", String(zIndex), "important");
  frame.title = words.chat;
}

/** Calls `attach` whenever the page gets another body (Turbo does that), until `signal` ends it: we go along. */
export function followBody(attach: () => void, signal: AbortSignal): void {
  const bodies = new MutationObserver(attach);
  bodies.observe(document.documentElement, { childList: true });
  signal.addEventListener("abort", () => bodies.disconnect());
}
