import { expect, test } from "vitest";
import type { ToPage } from "../port";
import { makeNumbers } from "./numbers";

test("a number is what was written, as long as the page does not want to be asked", async () => {
  const told: ToPage[] = [];
  const numbers = makeNumbers((message) => told.push(message), false);
  expect(await numbers.normalise("777")).toBe("777");
  expect(told).toEqual([]);
});

test("the page is asked, and its answers find their questions", async () => {
  const told: ToPage[] = [];
  const numbers = makeNumbers((message) => told.push(message), true);
  const [one, two] = [numbers.normalise("1"), numbers.normalise("2")];
  expect(told).toEqual([
    { type: "normalise", id: 1, phone: "1" },
    { type: "normalise", id: 2, phone: "2" },
  ]);
  numbers.answer(2, null);
  numbers.answer(1, "+1");
  numbers.answer(1, "+2");
  numbers.answer(9, "+9");
  expect(await Promise.all([one, two])).toEqual(["+1", null]);
  numbers.want(false);
  expect(await numbers.normalise("3")).toBe("3");
  numbers.want(true);
  void numbers.normalise("4");
  expect(told).toHaveLength(3);
});
