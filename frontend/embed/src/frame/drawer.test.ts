// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeDrawer, type Drawer } from "./drawer";
import type { Settings } from "./settings";
import type { Visitor } from "./visitor";

const focus = vi.fn();
const made = vi.fn();
vi.mock("./panel", () => ({
  Panel: class {
    focus = focus;
    constructor(...args: unknown[]) {
      made(...args);
    }
  },
}));

const settings = { page: "frame" } as Settings;
const visitor = {
  dress: { words: () => ({ say: (key: string) => key }) },
  isVolatile: () => false,
} as unknown as Visitor;
let drawer: Drawer;
let status: number;
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  made.mockClear();
  focus.mockClear();
  document.body.textContent = "";
  vi.stubGlobal("PANEL_SCRIPT", "./panel");
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return status === 0 ? Promise.reject(new TypeError("offline")) : Promise.resolve(new Response(null, { status }));
  });
  drawer = makeDrawer(settings, visitor);
});
afterEach(() => {
  drawer.stop();
  vi.useRealTimers();
});

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test("the panel's script stays where it is until somebody wants the panel, and is run once", async () => {
  await settle(10_000);
  expect(made).not.toHaveBeenCalled();
  drawer.focus();
  drawer.open();
  drawer.open();
  await vi.waitFor(() => expect(made).toHaveBeenCalledExactlyOnceWith(settings, visitor));
  await settle(10_000);
  expect(asked).toEqual([]);
  expect(focus).toHaveBeenCalledOnce();
  drawer.open();
  drawer.focus();
  await settle(10_000);
  expect([made.mock.calls.length, focus.mock.calls.length]).toEqual([1, 2]);
});

test("a script that can not be had is said, and asked for again", async () => {
  vi.stubGlobal("PANEL_SCRIPT", "./nowhere");
  status = 0;
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  drawer.open();
  // By another address, since browsers remember the failure by it.
  await vi.waitFor(() => expect(asked.slice(0, 3)).toEqual(["./nowhere", "./nowhere?2", "./nowhere?3"]));
  expect([document.body.textContent, reload.mock.calls]).toEqual(["unreachable", []]);
});

test("a script that is gone is named by a newer document", async () => {
  vi.stubGlobal("PANEL_SCRIPT", "./nowhere");
  status = 404;
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  drawer.open();
  await vi.waitFor(() => expect(reload).toHaveBeenCalled());
});
