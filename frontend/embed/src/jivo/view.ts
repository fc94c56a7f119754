/**
 * All that we add to the page (CONTRACT 1.2): `jdiv#jcont`, and in it the label, which pages hide and find by its id, and
 * the window. A `jdiv` can host no shadow root, so each has a `div` of its own for that.
 */

import { globals } from "../core/config";
import { makeLauncher } from "../core/launcher";
import { make } from "../core/make";
import { isPhone } from "../core/phone";
import { adopt, followBody, makeFrame, wear } from "../core/stage";
import { makeTeaser } from "../core/teaser";
import type { ViewEvents } from "../core/view";
import type { Look, Status } from "../port";

declare global {
  interface HTMLElementTagNameMap {
    /** Jivo's own elements, which no browser knows. */
    jdiv: HTMLElement;
  }
}

const PREFIX = "jivo";
const Z_INDEX = 2_147_483_646;
/** Until the frame has brought the sheet. */
const UNSEEN = ":host{position:fixed!important;visibility:hidden!important}";

/** The elements. */
export interface View {
  /** The frame on our own origin. */
  readonly frame: HTMLIFrameElement;
  /** Puts them on the page, unless they are there. */
  readonly attach: () => void;
  /** What they wear from now on. */
  readonly dress: (css: string) => void;
  /** Draws the state. The label appears with the first one. */
  readonly render: (look: Look, status: Status, isOpen: boolean, isAway: boolean) => void;
  /** Takes them away. */
  readonly remove: () => void;
}

/** Makes them; `isFull` is a window that fills the page's, and has no label. */
export function makeView(src: string, isFull: boolean, events: ViewEvents, signal: AbortSignal): View {
  const { pressed, approached, dismissed } = events;
  const [launcher, drawLauncher] = makeLauncher(PREFIX, pressed, approached);
  // The page may hide its label, and the window must be closed all the same.
  const [closer, drawCloser] = makeLauncher(PREFIX, pressed, approached);
  const [teaser, drawTeaser] = makeTeaser(PREFIX, pressed, dismissed);
  const frame = makeFrame(PREFIX, src);
  const labelBox = make("div", { class: "box" });
  const windowBox = make("div", {}, frame);
  const [labelHost, labelRoot] = makeHost("", labelBox);
  const [windowHost, windowRoot] = makeHost("jivo-iframe-container", windowBox);
  const label = make("jdiv", { id: "jivo_chat_widget" }, labelHost);
  const container = make("jdiv", { id: "jcont" }, label, windowHost);
  let style: CSSStyleDeclaration;
  const dress = (css: string): void => {
    style = adopt(css, Z_INDEX, labelRoot, windowRoot);
  };
  dress(UNSEEN);
  // Pages press it by script; what is pressed inside has been heard there.
  label.addEventListener("click", ({ target }) => {
    if (target === label) pressed();
  });

  const render: View["render"] = (look, status, isOpen, isAway) => {
    const onPhone = isPhone();
    // The page may draw its label whenever it likes; its element of that name is a global, too.
    const isBare = Boolean(globals.jivo_custom_widget) || document.getElementById("jivo_custom_widget") !== null;
    const hasFocus = document.activeElement === windowHost;
    wear(look, style, frame);
    drawLauncher(look, status, false);
    drawCloser(look, status, true);
    drawTeaser(status.teaser, look.words.dismiss);
    if (!launcher.isConnected) labelBox.append(teaser, launcher);
    if (isOpen) windowBox.prepend(closer);
    else closer.remove();
    labelBox.hidden = isOpen || isAway || isBare || isFull;
    windowBox.className = `box${isOpen ? " open" : ""}${isFull ? " full" : ""}`;
    label.classList.toggle("__jivoMobileButton", onPhone);
    windowHost.classList.toggle("jivo-c-mobile", onPhone);
    // Whoever was in the window goes back to where it was opened, and nobody else's focus is touched.
    if (!isOpen && hasFocus) launcher.focus();
  };

  const attach = (): void => {
    if (!container.isConnected) document.querySelector("body")?.append(container);
  };
  followBody(attach, signal);
  return { frame, attach, dress, render, remove: () => container.remove() };
}

/** An element with a shadow root, and what is in there. */
function makeHost(id: string, box: HTMLElement): [host: HTMLElement, root: ShadowRoot] {
  const host = make("div", { id });
  const root = host.attachShadow({ mode: "open" });
  root.append(box);
  return [host, root];
}
