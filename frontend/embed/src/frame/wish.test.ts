import { expect, test, vi } from "vitest";
import { readColour, readLanguage, readNumber, readPosition } from "./wish";

test("only the nine are positions", () => {
  const nine = ["bl", "bc", "br", "lt", "lm", "lb", "rt", "rm", "rb"];
  for (const position of nine) expect(readPosition(position)).toBe(position);
  for (const other of ["xx", "BR", "", "tl", "bb", "ll", "cb", "brr", null, undefined, 5, ["br"], { br: 1 }]) {
    expect(readPosition(other)).toBeNull();
  }
});

test("a numeric text is a number, and nothing else is", () => {
  expect([readNumber(72), readNumber("72"), readNumber(" 7.5 "), readNumber(-1)]).toEqual([72, 72, 7.5, -1]);
  for (const other of ["", "  ", "72px", "high", NaN, Infinity, null, undefined, true, [], [72], {}]) {
    expect(readNumber(other)).toBeNull();
  }
});

test("a colour is what CSS takes for one", () => {
  vi.stubGlobal("CSS", { supports: (property: string, value: string) => property === "color" && value === "#123456" });
  expect(readColour("#123456")).toBe("#123456");
  for (const other of ["#12345", "url(x)", "", null, 5, {}]) expect(readColour(other)).toBeNull();
});

test("a language is known by the beginning of its tag", () => {
  expect(["en", "RU", " es-419 ", "pt-BR", "pt_PT"].map(readLanguage)).toEqual(["en", "ru", "es", "pt", "pt"]);
  for (const other of ["", "de", "english", "e", "-en", 5, null, { en: 1 }]) expect(readLanguage(other)).toBeNull();
});
