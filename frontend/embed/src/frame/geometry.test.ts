import { describe, expect, test } from "vitest";
import type { Position } from "./wish";
import { geometry } from "./geometry";

// top right bottom left; the teaser's side of the launcher; where along the edge
test.each<[Position, string, string, string]>([
  ["bl", "auto auto 20px 20px", "column", "flex-start"],
  ["bc", "auto 0 20px 0", "column", "center"],
  ["br", "auto 20px 20px auto", "column", "flex-end"],
  ["lt", "20px auto auto 20px", "row-reverse", "flex-start"],
  ["lm", "0 auto 0 20px", "row-reverse", "center"],
  ["lb", "auto auto 20px 20px", "row-reverse", "flex-end"],
  ["rt", "20px 20px auto auto", "row", "flex-start"],
  ["rm", "0 20px 0 auto", "row", "center"],
  ["rb", "auto 20px 20px auto", "row", "flex-end"],
])("%s stands at %s", (position, place, flow, align) => {
  for (const style of ["round", "tab"] as const) {
    expect(geometry(position, style, 60, false)).toMatchObject({ place, flow, align });
  }
});

describe("a round button", () => {
  test("is as big as it shall be, and so is its picture", () => {
    expect(geometry("br", "round", 60, false)).toMatchObject({
      long: "60px",
      thick: "60px",
      corner: "50%",
      icon: "1.40",
    });
    expect(geometry("br", "round", 100, true)).toMatchObject({ long: "100px", thick: "100px", icon: "2.33" });
  });
});

describe("a tab", () => {
  test("sits on the edge of the window, upright at its sides", () => {
    expect(geometry("br", "tab", 60, false)).toMatchObject({ margin: "0 0 -20px", writing: "horizontal-tb" });
    expect(geometry("lm", "tab", 60, false)).toMatchObject({ margin: "0 0 0 -20px", writing: "vertical-rl" });
    expect(geometry("rt", "tab", 60, false)).toMatchObject({ margin: "0 -20px 0 0", writing: "vertical-rl" });
  });

  test("has its badge on the side that the edge does not cut", () => {
    expect(geometry("rb", "tab", 60, false)).toMatchObject({ badge: "-3px auto auto -3px" });
    expect(geometry("lb", "tab", 60, false)).toMatchObject({ badge: "-3px -3px auto auto" });
    expect(geometry("rb", "round", 60, false)).toMatchObject({ badge: "-3px -3px auto auto" });
  });

  test("is at the bottom of a phone, on its own side (CONTRACT 2.2)", () => {
    for (const [position, bottom] of [
      ["lt", "bl"],
      ["lm", "bl"],
      ["rb", "br"],
      ["bc", "bc"],
    ] as const) {
      expect(geometry(position, "tab", 60, true)).toEqual(geometry(bottom, "tab", 60, false));
    }
    expect(geometry("rm", "round", 60, true)).toEqual(geometry("rm", "round", 60, false));
  });
});
