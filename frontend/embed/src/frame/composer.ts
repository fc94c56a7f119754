/** Writing before the wasm is there: the form works from the first moment. */

import type { Visitor } from "./visitor";

/** Sends what is submitted, until the wasm does it; Enter submits, Shift and Enter break the line. */
export function tendComposer(visitor: Visitor): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (visitor.isDrawn() || !(form instanceof HTMLFormElement) || !form.matches("form[data-usher-composer]")) return;
    event.preventDefault();
    const box = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
    const text = box?.value.trim() ?? "";
    if (box === null || text === "") return;
    visitor.link.send(text);
    box.value = "";
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    // While an input method composes, Enter takes its proposal.
    const isEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (visitor.isDrawn() || !isEnter || !(box instanceof HTMLTextAreaElement)) return;
    if (box.form?.matches("form[data-usher-composer]") !== true) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
}

/** Esc closes the panel, unless something inside it has used the key. */
export function tendEscape(close: () => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) close();
  });
}
