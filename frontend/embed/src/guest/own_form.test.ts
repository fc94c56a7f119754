// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Fields } from "../change";
import { watchOwnForm } from "./own_form";

let told: (string | Fields)[];
let ending: AbortController;
let page: HTMLElement;
let form: Window;
const other = {} as Window;
let answers: unknown[];

const says = (data: unknown, source: unknown = form): boolean =>
  window.dispatchEvent(new MessageEvent("message", { data, origin: "https://forms.example", source: source as Window }));

beforeEach(() => {
  [told, answers] = [[], []];
  form = { postMessage: (...message: unknown[]) => answers.push(message) } as unknown as Window;
  document.documentElement.lang = "es";
  // A page that is not connected loads no frames.
  page = document.createElement("div");
  for (const [name, contentWindow] of [["other", other], ["mluvii-iframe", form]] as const) {
    const frame = document.createElement("iframe");
    frame.name = name;
    Object.defineProperty(frame, "contentWindow", { value: contentWindow });
    page.append(frame);
  }
  vi.spyOn(document, "querySelector").mockImplementation((selector: string) => page.querySelector(selector));
  ending = new AbortController();
  watchOwnForm(
    { say: (fields) => told.push(fields), enqueue: () => told.push("enqueue"), close: () => told.push("close") },
    ending.signal,
  );
});
afterEach(() => {
  ending.abort();
  vi.restoreAllMocks();
});

test("it says who the visitor is and what it has asked, and lets the conversation begin", () => {
  says({ type: "SET_NAME", name: "Ann" });
  says({ type: "SET_EMAIL", email: "ann@shop.example" });
  says({ type: "SET_PHONE", phone: 777 });
  says({ type: "ADD_CUSTOM_DATA", name: "oo1_guest_ident", value: "42" });
  says({ type: "ENQUEUE" });
  says({ type: "CLOSE_CHAT" });
  expect(told).toEqual([
    { name: "Ann" },
    { email: "ann@shop.example" },
    { phone: "777" },
    { oo1_guest_ident: "42" },
    "enqueue",
    "close",
  ]);
});

test("it may ask in which language the chat is", () => {
  says({ type: "GET_MLUVII_CUSTOM_PARAMS" });
  expect(answers).toEqual([[{ type: "SET_MLUVII_CUSTOM_PARAMS", params: { oo1_widget_lang: "es" } }, "https://forms.example"]]);
});

test("others say nothing, and nonsense is none", () => {
  for (const stranger of [window, null, other]) says({ type: "ENQUEUE" }, stranger);
  for (const nonsense of [null, "ENQUEUE", [], {}, { type: 7 }, { type: "constructor" }, { type: "ADD_CUSTOM_DATA" }]) says(nonsense);
  expect(told.filter((one) => one === "enqueue" || Object.keys(one).length > 0)).toEqual([]);
  page.replaceChildren();
  says({ type: "ENQUEUE" });
  expect(told).not.toContain("enqueue");
});

test("it is not heard any more when the widget is gone", () => {
  ending.abort();
  says({ type: "ENQUEUE" });
  expect(told).toEqual([]);
});
