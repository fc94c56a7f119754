/** The round button. When the panel is open, the same button closes it: it works even if the panel does not. */

import { Icon } from "./icon";

/** What the button shows. */
export interface LauncherState {
  readonly open: boolean;
  readonly online: boolean;
  readonly unread: number;
}

/** The button. */
export class Launcher {
  /** The button's element. */
  readonly element = document.createElement("button");
  private readonly icon = new Icon();
  private readonly badge = document.createElement("span");

  /** `pressed` on every click, `approached` when pointer or focus come near. */
  constructor(pressed: () => void, approached: () => void) {
    this.element.type = "button";
    this.element.className = "launcher";
    this.badge.className = "badge";
    this.badge.setAttribute("aria-hidden", "true");
    this.element.append(this.icon.element, this.badge);
    this.element.addEventListener("click", pressed);
    this.element.addEventListener("pointerenter", approached);
    this.element.addEventListener("focus", approached);
  }

  /** Draws the state, in picture and in words. */
  render({ open, online, unread }: LauncherState): void {
    this.icon.draw(open ? "down" : online ? "chat" : "mail");
    this.badge.hidden = open || unread === 0;
    this.badge.textContent = unread > 99 ? "99+" : String(unread);
    const presence = online ? "We are online." : "We are away.";
    const waiting = unread === 0 ? "" : unread === 1 ? "1 unread message. " : `${unread} unread messages. `;
    this.element.setAttribute("aria-label", open ? "Close chat" : "Open chat");
    this.element.setAttribute("aria-expanded", String(open));
    this.element.setAttribute("aria-description", open ? presence : waiting + presence);
  }
}
