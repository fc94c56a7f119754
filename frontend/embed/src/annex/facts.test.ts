import { expect, test } from "vitest";
import { calendar, secondsSince } from "./facts";

test("hour and day are the visitor's own", () => {
  expect(calendar(new Date(2024, 0, 7, 0, 0).getTime(), [])).toEqual({ hour: 0, week_day: 0 });
  expect(calendar(new Date(2024, 0, 6, 23, 59, 59, 999).getTime(), [])).toEqual({ hour: 23, week_day: 6 });
});

test("seconds are not rounded, and below zero where the clock was set back", () => {
  expect([secondsSince(1000, 1000), secondsSince(1000, 2001), secondsSince(1000, 500)]).toEqual([0, 1.001, -0.5]);
});
