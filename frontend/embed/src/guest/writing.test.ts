// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchWriting } from "./writing";

let began: number;
let ending: AbortController;
beforeEach(() => {
  document.body.replaceChildren();
  began = 0;
  ending = new AbortController();
  watchWriting(() => began++, ending.signal);
});
afterEach(() => ending.abort());

/** A field, in which somebody does something. */
function field(tag: "textarea" | "input", name = "text"): (inputType: string, after: string) => void {
  const element = document.body.appendChild(document.createElement(tag));
  element.name = name;
  return (inputType, after) => {
    element.dispatchEvent(new InputEvent("beforeinput", { inputType, bubbles: true }));
    element.value = after;
  };
}

test("the first letters of a message are a beginning, and those after it are none", () => {
  const type = field("textarea");
  type("insertText", "H");
  type("insertText", "Hi");
  type("deleteContentBackward", "H");
  expect(began).toBe(1);
  // Sent, and the box is empty.
  type("insertText", "");
  type("insertFromPaste", "Hello");
  expect(began).toBe(2);
});

test.each(["deleteContentBackward", "historyUndo"])("%s in an empty box is no writing", (inputType) => {
  field("textarea")(inputType, "");
  expect(began).toBe(0);
});

test("what is no message is nothing, nor is what comes after the end", () => {
  field("input")("insertText", "a");
  field("textarea", "note")("insertText", "a");
  expect(began).toBe(0);
  ending.abort();
  field("textarea")("insertText", "a");
  expect(began).toBe(0);
});
