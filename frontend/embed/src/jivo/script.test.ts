// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { JivoPage } from "../testing/jivo_page";
import { findScript } from "./script";

let page: JivoPage;
beforeEach(() => {
  page = new JivoPage();
  current(null);
});
afterEach(() => page.leave());

const current = (script: Element | null): void => {
  vi.spyOn(document, "currentScript", "get").mockReturnValue(script as HTMLScriptElement | null);
};
const stack = (text: string): void => {
  vi.stubGlobal(
    "Error",
    class {
      stack = text;
    },
  );
};

describe("an id is the last part of the script's address (JE1, JE3, JE6)", () => {
  test.each([
    ["https://chat.example/widget/1234567890", "1234567890", ""],
    ["https://chat.example/widget/AbCdEfGhIj", "AbCdEfGhIj", ""],
    ["https://chat.example/widget/7", "7", ""],
    ["http://chat.example:8080/script/widget/1234567890", "1234567890", ""],
    ["https://chat.example/script/geo-widget/1234567890", "1234567890", ""],
    ["https://chat.example/widget/1234567890?locale=pt-BR", "1234567890", "pt-BR"],
    ["https://chat.example/widget/1234567890?a=1&locale=ru#x", "1234567890", "ru"],
  ])("%s", (src, id, locale) => {
    current(page.tag(src));
    expect(findScript()).toEqual({ origin: new URL(src).origin, id, locale, nonce: "" });
  });
});

describe("and no other (JE8)", () => {
  test.each(["abc", "AbCdEfGhI", "AbCdEfGhIjK", "12a", ""])("%j", (id) => {
    current(page.tag(`https://chat.example/widget/${id}`));
    expect(findScript()).toBeNull();
  });
});

test("an attribute has it where the address has none (JE4, JE5)", () => {
  page.tag("https://chat.example/widget.js?locale=es", { "data-jv-id": "2222222222" });
  expect(findScript()).toEqual({ origin: "https://chat.example", id: "2222222222", locale: "es", nonce: "" });
  page.tag("https://other.example/widget.js", { "jv-id": "1111111111" });
  expect(findScript()).toMatchObject({ origin: "https://other.example", id: "1111111111" });
});

test("the order is that of JE7", () => {
  const any = page.tag("https://any.example/widget/5555555555");
  page.tag("https://any.example/widget/6666666666");
  expect(findScript()?.id).toBe("5555555555");
  stack("Error\n    at x (https://stack.example/widget/4444444444?locale=en:1:234)");
  expect(findScript()).toMatchObject({ origin: "https://stack.example", id: "4444444444", locale: "en" });
  page.tag("https://attr.example/widget.js", { "data-jv-id": "3333333333" });
  expect(findScript()?.id).toBe("3333333333");
  page.tag("https://attr.example/widget.js", { "jv-id": "2222222222" });
  expect(findScript()?.id).toBe("2222222222");
  current(any);
  expect(findScript()?.id).toBe("5555555555");
});

test("Firefox writes its stack in another way", () => {
  stack("read@https://stack.example/widget/AbCdEfGhIj:2:10\n@https://page.example/app.js:1:1");
  expect(findScript()).toMatchObject({ origin: "https://stack.example", id: "AbCdEfGhIj" });
});

test("scripts of ours with a name of their own have no id (JE8a)", () => {
  page.tag("https://chat.example/widget/svyazio.js");
  expect(findScript()).toBeNull();
});

test("an element named currentScript is no script", () => {
  current(document.createElement("form"));
  page.tag("https://chat.example/widget/1234567890");
  expect(findScript()?.id).toBe("1234567890");
});

test("the nonce is the script's (X11)", () => {
  const script = page.tag("https://chat.example/widget/1234567890");
  script.nonce = "abc";
  current(script);
  expect(findScript()?.nonce).toBe("abc");
});
