/** The newest words beside the launcher, before anybody has opened the chat. */

import { CROSS, icon } from "./icon";
import { make, setAll } from "./make";

/** Shows the words; null shows nothing. `label` names the button that puts them away. */
type Render = (text: string | null, label: string) => void;

/** Makes a bubble: `pressed` when the visitor wants to see more, `dismissed` when not. */
export function makeTeaser(
  prefix: string,
  pressed: () => void,
  dismissed: () => void,
): [element: HTMLElement, render: Render] {
  const words = make("button", { type: "button" });
  const cross = make("button", { class: "cross", type: "button" }, icon(CROSS)[0]);
  // Read out once it is there, without taking the focus.
  const element = make("div", { class: `teaser ${prefix}-teaser`, role: "status" }, words, cross);
  words.addEventListener("click", pressed);
  cross.addEventListener("click", dismissed);

  const render: Render = (text, label) => {
    element.hidden = text === null;
    // Words that stay must not be read out again.
    if (words.textContent !== text) words.textContent = text;
    setAll(cross, { "aria-label": label });
  };
  return [element, render];
}
