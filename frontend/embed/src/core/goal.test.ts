// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchGoals } from "./goal";

let ending: AbortController;
let told: unknown[];
beforeEach(() => {
  ending = new AbortController();
  told = [];
  vi.stubGlobal("innerHeight", 500);
  page(2500);
});
afterEach(() => ending.abort());

const page = (height: number): void => {
  Object.defineProperty(document.documentElement, "scrollHeight", { value: height, configurable: true });
};
const scroll = (to: number): void => {
  vi.stubGlobal("scrollY", to);
  dispatchEvent(new Event("scroll"));
};
const leave = (clientY: number): void => {
  document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY }));
};
const watch = (): (() => void) => watchGoals((...what) => told.push(what), ending.signal);

test("the farthest place counts, in per cent of the way", () => {
  watch();
  for (const to of [0, 100, 1000, 1001, 500, 2100]) scroll(to);
  expect(told).toEqual([
    [5, false],
    [50, false],
    [100, false],
  ]);
});

test("a page that can not be scrolled has not been", () => {
  page(500);
  watch();
  scroll(0);
  page(400);
  scroll(0);
  expect(told).toEqual([]);
});

test("the visitor leaves at the top, and once", () => {
  watch();
  leave(300);
  leave(0);
  leave(-5);
  scroll(1000);
  expect(told).toEqual([
    [0, true],
    [50, true],
  ]);
});

test("how it stands is told on demand", () => {
  scroll(1000);
  const say = watch();
  say();
  expect(told).toEqual([
    [50, false],
    [50, false],
  ]);
});

test("the end is the end (X8)", () => {
  watch();
  ending.abort();
  scroll(2000);
  leave(0);
  expect(told).toEqual([]);
});
