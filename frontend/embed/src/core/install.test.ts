// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { drain, install, type Life } from "./install";

interface Stub {
  (...args: unknown[]): void;
  q?: unknown;
}
type Page = Record<string, Stub | undefined>;

const page = window as unknown as Page;
let name: string;
let calls: unknown[][];
let lives: number;
let isAlive: boolean;

beforeEach(() => {
  name = `Chat${Math.random()}`;
  calls = [];
  lives = 0;
  isAlive = true;
});

const create = (): Life => ({
  start: () => {
    lives++;
    calls.push(["start"]);
  },
  isAlive: () => isAlive,
  call: (...args) => calls.push(args),
});

/** The snippet of a page. */
function stub(): Stub {
  const self: Stub = (...args) => {
    (self.q as unknown[] | undefined) ??= [];
    (self.q as unknown[]).push(args);
  };
  return self;
}

describe("the queue", () => {
  test("holds arguments objects and arrays, drained in order", () => {
    const seen: unknown[][] = [];
    // As old stubs have it: like an array, and none.
    const asArguments = { 0: "one", 1: 1, length: 2 };
    drain({ q: [asArguments, ["two", 2, 3], ["three"]] }, (...args) => seen.push(args));
    expect(seen).toEqual([["one", 1], ["two", 2, 3], ["three"]]);
  });

  test("may be missing or rubbish", () => {
    const call = vi.fn();
    for (const queue of [undefined, null, {}, { q: null }, { q: "text" }, { q: 5 }, { q: {} }]) drain(queue, call);
    expect(call).not.toHaveBeenCalled();
    drain({ q: [null, "text", 5] }, call);
    expect(call.mock.calls).toEqual([[], [], []]);
  });

  test("is drained although the page has broken its arrays", () => {
    const seen: unknown[][] = [];
    const map = vi.spyOn(Array.prototype, "map").mockImplementation(() => {
      throw new Error("patched");
    });
    drain({ q: [["one"]] }, (...args) => seen.push(args));
    map.mockRestore();
    expect(seen).toEqual([["one"]]);
  });
});

describe("install", () => {
  test("starts, then runs what waited, then what comes", () => {
    page[name] = stub();
    page[name]?.("open", 1);
    install(name, create);
    page[name]?.("open", 2);
    expect(calls).toEqual([["start"], ["open", 1], ["open", 2]]);
  });

  test("works on a page without a stub", () => {
    install(name, create);
    page[name]?.("open");
    expect(calls).toEqual([["start"], ["open"]]);
  });

  test("is not stopped by a life that can not start", () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const fault = new Error("a bug");
    install(name, () => ({
      ...create(),
      start: () => {
        throw fault;
      },
    }));
    page[name]?.("open");
    expect(told).toHaveBeenCalledExactlyOnceWith(fault);
    expect(calls).toEqual([["open"]]);
  });

  test("is a no-op while the first lives, and takes over what a new stub collected", () => {
    install(name, create);
    const first = page[name];
    install(name, create);
    expect(page[name]).toBe(first);
    page[name] = stub();
    page[name]?.("open", "late");
    install(name, create);
    expect(page[name]).toBe(first);
    expect([lives, calls]).toEqual([1, [["start"], ["open", "late"]]]);
  });

  test("starts anew once the first has ended", () => {
    install(name, create);
    isAlive = false;
    install(name, create);
    expect(lives).toBe(2);
  });

  test("adds no other name to the page", () => {
    const before = Object.keys(window);
    install(name, create);
    expect(Object.keys(window).filter((key) => !before.includes(key))).toEqual([name]);
  });
});
