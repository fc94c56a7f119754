import { describe, expect, test } from "vitest";
import type { Scene } from "../port";
import { NOTHING } from "./facts";
import { isMinimised, sceneOf, stateOf } from "./state";

const facts = (scene: Scene, history = false): typeof NOTHING => ({ ...NOTHING, scene, history });

describe("the state (CONTRACT 1.5)", () => {
  test.each([
    [false, facts("chat"), true, "label"],
    [false, facts("call"), true, "label"],
    [false, facts("chat", true), true, "chat/min"],
    [false, facts("chat", true), false, "chat/min"],
    [true, facts("chat"), true, "chat"],
    [true, facts("chat", true), false, "offline"],
    [true, facts("menu"), false, "menu"],
    [true, facts("call"), false, "call"],
    [true, facts("chat/call"), true, "chat/call"],
    [true, facts("introduce"), true, "introduce"],
    [true, facts("offline"), true, "offline"],
    [true, facts("offline/success"), false, "offline/success"],
  ] as const)("open %j, %j, online %j: %s", (isOpen, about, online, state) => {
    expect(stateOf(isOpen, about, online)).toBe(state);
    expect(isMinimised(state)).toBe(!isOpen);
  });
});

describe("what open({start}) leads to (CONTRACT 1.5, 1.6)", () => {
  test.each([
    ["call", "label", "chat", false, "call"],
    ["call", "menu", "menu", true, "call"],
    ["call", "offline", "chat", false, "call"],
    ["call", "chat", "chat", false, "chat/call"],
    ["call", "chat/call", "chat/call", false, "chat/call"],
    ["call", "call", "call", false, "call"],
    ["menu", "label", "chat", true, "menu"],
    ["menu", "label", "chat", false, "chat"],
    ["chat", "call", "call", false, "chat"],
    ["chat", "chat/call", "chat/call", false, "chat"],
    ["chat", "menu", "menu", true, "chat"],
    ["chat", "introduce", "introduce", false, "introduce"],
    ["chat", "offline/success", "offline/success", false, "offline/success"],
    [undefined, "label", "chat", false, "chat"],
    ["nonsense", "label", "call", false, "chat"],
    [{}, "label", "chat", true, "chat"],
  ] as const)("%j in %s, %s: %s", (start, state, scene, isPhone, expected) => {
    expect(sceneOf(start, state, facts(scene), isPhone)).toBe(expected);
  });
});
