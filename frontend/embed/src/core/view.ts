/** All that we add to the page: one element with a shadow root, and in it launcher, teaser and frame. */

import type { Look, Status } from "../port";
import { makeLauncher } from "./launcher";
import { make } from "./make";
import { makeTeaser } from "./teaser";
import type { Vendor } from "./vendor";
import css from "./view.css?inline";

/** How all of it is to look. */
export interface Picture {
  readonly look: Look;
  readonly status: Status;
  readonly isOpen: boolean;
  /** There is nothing to see. */
  readonly isAway: boolean;
  /** The page has a button of its own. */
  readonly isBare: boolean;
  /** That button, if it has opened the panel. */
  readonly opener: HTMLElement | null;
}

/** What the visitor does. */
export interface ViewEvents {
  /** The launcher was pressed, or the teaser. */
  readonly pressed: () => void;
  /** The launcher is likely to be pressed soon. */
  readonly approached: () => void;
  /** The teaser was put away. */
  readonly dismissed: () => void;
}

/** The element, and what is in it. */
export interface View {
  /** The frame on our own origin. */
  readonly frame: HTMLIFrameElement;
  /** What the page finds by its id. */
  readonly host: HTMLElement;
  /** Puts it on the page, unless it is there. */
  readonly attach: () => void;
  /** Draws the state. The launcher appears with the first one: before it the site's colour is not known. */
  readonly render: (picture: Picture) => void;
  /** Gives the frame the keyboard. */
  readonly focusFrame: () => void;
}

/**
 * Makes it, until `signal` takes it away. `block` is the page's own element that the panel fills; without one it floats
 * above the page.
 */
export function makeView(
  { host: id, prefix, zIndex }: Vendor,
  src: string,
  block: Element | null,
  { pressed, approached, dismissed }: ViewEvents,
  signal: AbortSignal,
): View {
  const [launcher, drawLauncher] = makeLauncher(prefix, pressed, approached);
  const [teaser, drawTeaser] = makeTeaser(prefix, pressed, dismissed);
  const frame = make("iframe", {
    class: `${prefix}-window`,
    title: "Chat",
    allow: "autoplay; clipboard-write",
    referrerpolicy: "origin",
    // Everything a chat needs, and nothing that could lead the page elsewhere.
    sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
    src,
  });
  const box = make("div", { class: "box" }, frame);
  const host = make("div", { id, class: block === null ? "" : "framed" });
  const root = host.attachShadow({ mode: "open" });
  root.append(box);
  // A constructed sheet is no inline style: no policy forbids it, and it needs no nonce of the page's script (X11).
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const { style } = sheet.cssRules[sheet.insertRule(":host{}", sheet.cssRules.length)] as CSSStyleRule;
  style.zIndex = String(zIndex);
  root.adoptedStyleSheets = [sheet];

  const dress = ({ css, zIndex, words }: Look): void => {
    for (const [name, value] of Object.entries(css)) style.setProperty(`--${name}`, value);
    // Asked for, it wins over the page's own rules for our element; until then those win.
    if (zIndex !== null) style.setProperty("z-index", String(zIndex), "important");
    frame.title = words.chat;
  };

  const render = ({ look, status, isOpen, isAway, isBare, opener }: Picture): void => {
    dress(look);
    drawLauncher(look, status, isOpen);
    drawTeaser(status.teaser, look.words.dismiss);
    if (!launcher.isConnected) box.prepend(teaser, launcher);
    box.className = `box${isOpen ? " open" : ""}${isAway ? " away" : ""}${isBare ? " bare" : ""}`;
    // Whoever was in the panel goes back to where it was opened, and nobody else's focus is touched.
    const { activeElement } = root;
    if (!isOpen && (activeElement === frame || (activeElement === launcher && isBare))) (opener ?? launcher).focus();
  };

  const attach = (): void => {
    if (!host.isConnected) (block ?? document.querySelector("body"))?.append(host);
  };

  // The page may get another body (Turbo does that); we go along.
  const bodies = new MutationObserver(attach);
  bodies.observe(document.documentElement, { childList: true });
  signal.addEventListener("abort", () => {
    bodies.disconnect();
    host.remove();
  });

  const focusFrame = (): void => {
    // Given twice, the caret inside is lost.
    if (root.activeElement !== frame) frame.focus();
  };
  return { frame, host, attach, render, focusFrame };
}
