import { expect, test } from "vitest";
import { inset, POSITIONS, readPosition, type Position } from "./place";

// top right bottom left
test.each<[Position, string]>([
  ["bl", "auto auto 20px 20px"],
  ["bc", "auto 0 20px 0"],
  ["br", "auto 20px 20px auto"],
  ["lt", "20px auto auto 20px"],
  ["lm", "0 auto 0 20px"],
  ["lb", "auto auto 20px 20px"],
  ["rt", "20px 20px auto auto"],
  ["rm", "0 20px 0 auto"],
  ["rb", "auto 20px 20px auto"],
])("%s stands at %s", (position, expected) => {
  expect(inset(position, 20)).toBe(expected);
});

test("along each axis a box is held at one side, or centred between both", () => {
  for (const position of POSITIONS) {
    const [top, right, bottom, left] = inset(position, 0).split(" ");
    for (const sides of [
      [top, bottom],
      [left, right],
    ]) {
      expect(["0px auto", "auto 0px", "0 0"]).toContain(sides.join(" "));
    }
  }
});

test("only the nine are positions", () => {
  for (const position of POSITIONS) expect(readPosition(position)).toBe(position);
  for (const other of ["xx", "BR", "", null, undefined, 5, ["br"], { br: 1 }]) expect(readPosition(other)).toBeNull();
});
