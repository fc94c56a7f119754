// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { globals, plain, settingOf, textOf } from "./config";
import { looksOf } from "./looks";

afterEach(() => {
  delete globals.ShopSetup;
  delete globals.ShopConfig;
});

test("a later object's keys win, and what is there now counts", () => {
  const setting = settingOf(["ShopSetup", "ShopConfig"]);
  expect(setting("zIndex")).toBeUndefined();
  globals.ShopSetup = { zIndex: 1, mode: "frame" };
  globals.ShopConfig = { zIndex: 2, mode: null };
  expect([setting("zIndex"), setting("mode")]).toEqual([2, "frame"]);
  globals.ShopConfig = "rubbish";
  expect(setting("zIndex")).toBe(1);
});

test("texts say something; numbers are texts", () => {
  expect([textOf(" a "), textOf(42), textOf(0)]).toEqual(["a", "42", "0"]);
  for (const other of ["", "  ", null, undefined, true, {}, []]) expect(textOf(other)).toBeNull();
});

test("what goes to the frame is data, however the page made it", () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const bomb = {
    get buttonBg(): string {
      throw new Error("the page's bug");
    },
  };
  for (const other of [circle, bomb, () => 1, Symbol("x"), 9n, undefined]) expect(plain(other)).toBeUndefined();
  const colours = { buttonBg: "red" };
  globals.ShopConfig = {
    colors: colours,
    locale: circle,
    zIndex: 7,
    startHidden: true,
    secret: "mine",
    onNewMessage: plain,
  };
  const looks = looksOf(settingOf(["ShopConfig"]));
  colours.buttonBg = "blue";
  expect(JSON.parse(JSON.stringify(looks))).toEqual({ colors: { buttonBg: "red" }, zIndex: 7, startHidden: true });
});
