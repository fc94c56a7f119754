import { beforeEach, describe, expect, test, vi } from "vitest";
import { called } from "./override";

beforeEach(() => {
  vi.stubGlobal("CSS", { supports: (_property: string, value: string) => /^(#[0-9a-f]{3,6}|red|blue)$/i.test(value) });
});

describe("a method of CONTRACT 2.3", () => {
  test.each<[string, unknown, object]>([
    ["setButtonPosition", "lm", { buttonPosition: "lm" }],
    ["setButtonSize", "72", { buttonSize: 72 }],
    ["setChatWidth", 480, { chatWidth: 480 }],
    ["setChatHeight", 100, { chatHeight: 100 }],
    ["setZIndex", -5, { zIndex: -5 }],
    ["setColors", { buttonBg: "red", chatBg: "#fff" }, { colors: { buttonBg: "red", chatBg: "#fff" } }],
    ["setLanguage", "pt-BR", { language: "pt" }],
    ["setLocale", "es", { language: "es" }],
    ["setLocale", { chat: { send: "Go" } }, { locale: { send: "Go" } }],
  ])("%s(%j)", (method, value, after) => {
    expect(called({ kept: 1 }, method, value)).toEqual({ kept: 1, ...after });
  });

  test.each<[string, unknown]>([
    ["setButtonPosition", "middle"],
    ["setButtonPosition", null],
    ["setButtonSize", "big"],
    ["setButtonSize", null],
    ["setChatWidth", {}],
    ["setChatHeight", ""],
    ["setZIndex", "high"],
    ["setColors", "red"],
    ["setColors", null],
    ["setColors", ["red"]],
    ["setLanguage", "de"],
    ["setLanguage", 5],
    ["setLocale", "de"],
    ["setLocale", null],
    ["constructor", 1],
    ["sing", 1],
  ])("%s(%j) makes no sense, and changes nothing", (method, value) => {
    expect(called({ buttonPosition: "bl" }, method, value)).toBeNull();
  });

  test("replaces what it said before, colour by colour and word by word", () => {
    let override = called({}, "setColors", { buttonBg: "red", chatBg: "blue" });
    override = called(override!, "setColors", { chatBg: "#123456", buttonBg: "no colour" });
    expect(override).toEqual({ colors: { buttonBg: "red", chatBg: "#123456" } });
    override = called(override!, "setLocale", { placeholder: "a", send: "b" });
    override = called(override!, "setLocale", { send: "c" });
    expect(override).toMatchObject({ locale: { placeholder: "a", send: "c" } });
  });

  test("is taken back by its reset, whatever that is given", () => {
    const before = { buttonPosition: "bl", colors: { buttonBg: "red" } };
    expect(called(before, "resetButtonPosition", null)).toEqual({ colors: { buttonBg: "red" } });
    expect(called(before, "resetColors", "x")).toEqual({ buttonPosition: "bl" });
  });
});
