/** All that we add to the page: one element with a shadow root, and in it the launcher and the frame. */

import { Launcher, type LauncherState } from "./launcher";
import { inset, type Position } from "./place";
import css from "./view.css?inline";

/** The id under which pages find us. */
const ID = "usher-widget-container";
/** From the edges of the window, in px. */
const EDGE = 20;

/** How all of it is to look. */
export interface ViewState extends LauncherState {
  /** Whether there is anything to see. */
  readonly shown: boolean;
  readonly position: Position;
  readonly accent: string;
  readonly zIndex: number;
}

/** What the visitor does. */
export interface ViewEvents {
  /** The launcher was pressed. */
  readonly pressed: () => void;
  /** The launcher is likely to be pressed soon. */
  readonly approached: () => void;
}

/** The element, and what is in it. */
export class View {
  /** The frame on our own origin. */
  readonly frame = document.createElement("iframe");
  private readonly host = document.createElement("div");
  private readonly root = this.host.attachShadow({ mode: "open" });
  private readonly box = document.createElement("div");
  private readonly launcher: Launcher;
  /** The rule whose properties change; a policy may forbid style attributes and elements, but not this. */
  private readonly rule: CSSStyleDeclaration;
  private readonly bodies = new MutationObserver(() => this.attach());

  constructor(address: string, { pressed, approached }: ViewEvents) {
    this.host.id = ID;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.rule = (sheet.cssRules[sheet.insertRule(":host{}", sheet.cssRules.length)] as CSSStyleRule).style;
    this.root.adoptedStyleSheets = [sheet];
    this.launcher = new Launcher(pressed, approached);
    this.box.className = "box";
    this.root.append(this.box);
    this.box.append(this.frame);
    setAttributes(this.frame, {
      title: "Chat",
      allow: "autoplay; clipboard-write",
      referrerpolicy: "origin",
      // Everything a chat needs, and nothing that could lead the page elsewhere.
      sandbox:
        "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
      src: address,
    });
    this.hideFrame(true);
  }

  /** Puts it on the page, and back if the page gets another body (Turbo does that). */
  attach(): void {
    if (!this.host.isConnected) document.querySelector("body")?.append(this.host);
    this.bodies.observe(document.documentElement, { childList: true });
  }

  /** Draws the state. The launcher appears with the first one: before it the site's colour is not known. */
  render(state: ViewState): void {
    const { shown, open, position, accent, zIndex } = state;
    const set = (name: string, value: string): void => this.rule.setProperty(name, value, "important");
    set("--accent", accent);
    set("--box", inset(position, EDGE));
    set("--button", inset(position, 0));
    set("z-index", String(zIndex));
    this.launcher.render(state);
    if (!this.launcher.element.isConnected) this.box.prepend(this.launcher.element);
    this.box.className = `box${open ? " open" : ""}${shown ? "" : " away"}`;
    // Whoever was in the panel goes back to where it was opened, and nobody else's focus is touched.
    if (!open && this.root.activeElement === this.frame) this.launcher.element.focus();
    this.hideFrame(!open);
  }

  /** Gives the frame the keyboard, unless it has it: given twice, the caret inside is lost. */
  focusFrame(): void {
    if (this.root.activeElement !== this.frame) this.frame.focus();
  }

  /** Removes all of it. */
  remove(): void {
    this.bodies.disconnect();
    this.host.remove();
  }

  private hideFrame(isHidden: boolean): void {
    setAttributes(this.frame, { tabindex: isHidden ? "-1" : null, "aria-hidden": isHidden ? "true" : null });
  }
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}
