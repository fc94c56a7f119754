// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { watchButton } from "./custom_button";

const end = new AbortController();
afterEach(() => {
  document.body.textContent = "";
});

const press = (element: Element): Event => {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  element.dispatchEvent(event);
  return event;
};

test("opens by what the selector finds, and what is in it, whenever it came", () => {
  const pressed = vi.fn();
  expect(watchButton(".ask", pressed, end.signal)).toBe(true);
  const button = document.createElement("a");
  const inner = document.createElement("b");
  button.className = "ask";
  button.append(inner);
  document.body.append(button);
  // The page's own listener keeps the click to itself.
  button.addEventListener("click", (event) => event.stopImmediatePropagation());
  expect(press(inner).defaultPrevented).toBe(true);
  expect(pressed).toHaveBeenCalledExactlyOnceWith(button);
  expect(press(document.body).defaultPrevented).toBe(false);
  expect(pressed).toHaveBeenCalledOnce();
});

test("a selector that is none leaves the usual button", () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  for (const none of [undefined, null, 5, {}]) expect(watchButton(none, vi.fn(), end.signal)).toBe(false);
  expect(warned).not.toHaveBeenCalled();
  vi.spyOn(document, "querySelector").mockImplementation(() => {
    throw new DOMException("no selector", "SyntaxError");
  });
  expect(watchButton("<<<", vi.fn(), end.signal)).toBe(false);
  expect(warned).toHaveBeenCalledOnce();
});

test("ends with the widget", () => {
  const life = new AbortController();
  const pressed = vi.fn();
  watchButton("body", pressed, life.signal);
  life.abort();
  press(document.body);
  expect(pressed).not.toHaveBeenCalled();
});
