/**
 * The button, round or a tab with words on it. When the panel is open, the same button closes it: it works even if the
 * panel does not.
 */

import type { Look, Status } from "../port";
import { CHAT, DOWN, icon, MAIL } from "./icon";
import { make, setAll } from "./make";

/** Draws the state, in picture and in words. */
type Render = (look: Look, status: Status, isOpen: boolean) => void;

/** Makes it: `pressed` on every click, `approached` when pointer or focus come near. */
export function makeLauncher(
  prefix: string,
  pressed: () => void,
  approached: () => void,
): [element: HTMLElement, render: Render] {
  const [picture, draw] = icon(CHAT);
  const words = make("span", {});
  const badge = make("b", { "aria-hidden": "true" });
  const attributes = { class: `launcher ${prefix}-launcher`, type: "button" };
  const element = make("button", attributes, picture, words, badge);
  element.addEventListener("click", pressed);
  element.addEventListener("pointerenter", approached);
  element.addEventListener("focus", approached);

  const render: Render = ({ words: { open, close } }, { online, unread, label, description }, isOpen) => {
    draw(isOpen ? DOWN : online ? CHAT : MAIL);
    words.textContent = label;
    badge.hidden = isOpen || unread === 0;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    setAll(element, {
      "aria-label": isOpen ? close : open,
      "aria-expanded": String(isOpen),
      "aria-description": description,
    });
  };
  return [element, render];
}
