/** All that we add to the page: one element with a shadow root, and in it launcher, teaser and frame. */

import type { Look, Status } from "../port";
import { makeLauncher } from "./launcher";
import { make } from "./make";
import { adopt, followBody, makeFrame, wear } from "./stage";
import { makeTeaser } from "./teaser";
import type { Parts } from "./vendor";
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
  { host: id, prefix, zIndex }: Parts,
  src: string,
  block: Element | null,
  { pressed, approached, dismissed }: ViewEvents,
  signal: AbortSignal,
): View {
  const [launcher, drawLauncher] = makeLauncher(prefix, pressed, approached);
  const [teaser, drawTeaser] = makeTeaser(prefix, pressed, dismissed);
  const frame = makeFrame(prefix, src);
  const box = make("div", { class: "box" }, frame);
  const host = make("div", { id, class: block === null ? "" : "framed" });
  const root = host.attachShadow({ mode: "open" });
  root.append(box);
  const style = adopt(css, zIndex, root);

  const render = ({ look, status, isOpen, isAway, isBare, opener }: Picture): void => {
    wear(look, style, frame);
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

  followBody(attach, signal);
  signal.addEventListener("abort", () => host.remove());

  const focusFrame = (): void => {
    // Given twice, the caret inside is lost.
    if (root.activeElement !== frame) frame.focus();
  };
  return { frame, host, attach, render, focusFrame };
}
