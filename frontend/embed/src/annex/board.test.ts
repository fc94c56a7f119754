import { beforeEach, expect, test, vi } from "vitest";
import type { Drawn, Scenes } from "../scenes/scenes";
import type { Fields } from "../scenes/sheet";
import { makeBoard, type Board } from "./board";

let shown: [Drawn | null, Fields?][];
let isTouched: boolean;
let loads: number;
let fails: boolean;
let board: Board;

const scenes: Scenes = {
  show: (drawn, filling) => shown.push(filling === undefined ? [drawn] : [drawn, filling]),
  isTouched: () => isTouched,
  renew: () => undefined,
};
const settle = (): Promise<unknown> => vi.waitFor(() => Promise.resolve());
const last = (): Drawn | null | undefined => shown.at(-1)?.[0];

beforeEach(() => {
  shown = [];
  isTouched = fails = false;
  loads = 0;
  board = makeBoard(() => {
    loads++;
    return fails ? Promise.reject(new TypeError("offline")) : Promise.resolve(scenes);
  });
});

test("the conversation needs no forms", async () => {
  board.turn("chat", true);
  board.open(false);
  board.turn("chat", false);
  await settle();
  expect(loads).toBe(0);
});

test("who opens the window and finds nobody gets the form, and the conversation where they want it", async () => {
  board.turn("chat", false);
  await settle();
  expect(loads).toBe(0);
  board.open(false);
  await vi.waitFor(() => expect(last()).toBe("offline"));
  board.talk();
  await vi.waitFor(() => expect(last()).toBeNull());
});

test("a conversation comes before the form", async () => {
  board.turn("chat", false);
  board.open(true);
  await settle();
  expect(loads).toBe(0);
});

test("an operator who comes takes away the form, unless something is written in it", async () => {
  board.turn("chat", false);
  board.open(false);
  await vi.waitFor(() => expect(last()).toBe("offline"));
  isTouched = true;
  board.turn("chat", true);
  await settle();
  expect(last()).toBe("offline");
  isTouched = false;
  board.turn("chat", true);
  await vi.waitFor(() => expect(last()).toBeNull());
});

test("a form that is wanted is filled once, and shown in an open window alone", async () => {
  board.fill({ text: "Hello" });
  board.turn("offline", false);
  await settle();
  expect(shown).toEqual([]);
  board.open(false);
  await vi.waitFor(() => expect(shown).toEqual([["offline", { text: "Hello" }]]));
  board.turn("chat/call", false);
  await vi.waitFor(() => expect(shown.at(-1)).toEqual(["call", {}]));
});

test("forms that do not come are asked for again", async () => {
  fails = true;
  board.turn("introduce", true);
  board.open(false);
  await vi.waitFor(() => expect(loads).toBe(1));
  await settle();
  fails = false;
  board.turn("introduce", true);
  await vi.waitFor(() => expect(last()).toBe("introduce"));
});

test("a form is asked for anew when the window is opened again, unless something is written in it", async () => {
  board.turn("call", true);
  board.open(false);
  await vi.waitFor(() => expect(last()).toBe("call"));
  isTouched = true;
  board.close();
  expect(last()).toBe("call");
  isTouched = false;
  board.close();
  expect(last()).toBeNull();
});
