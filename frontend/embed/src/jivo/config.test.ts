// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { forget, globals } from "../testing/page";
import { makeConfig } from "./config";

afterEach(() => forget("jivo_config"));

test("what the server says is on the page, and follows it", () => {
  const config = makeConfig();
  config.write({ chat_mode: "online", rules: [1] });
  expect(globals.jivo_config).toEqual({ chat_mode: "online", rules: [1] });
  config.write({ chat_mode: "offline", rules: [1] });
  expect(globals.jivo_config).toEqual({ chat_mode: "offline", rules: [1] });
  expect([config.ofPage("chat_mode"), config.ofPage("nothing")]).toEqual([undefined, undefined]);
});

test("what the page assigns stays the page's (CONTRACT 1.2)", () => {
  const mine = { rules: [], own: 1 };
  globals.jivo_config = mine;
  const config = makeConfig();
  expect(config.ofPage("rules")).toEqual([]);
  config.write({ chat_mode: "offline", rules: [1] });
  expect(globals.jivo_config).toBe(mine);
  expect(mine).toEqual({ rules: [], own: 1, chat_mode: "offline" });
  (mine as Record<string, unknown>).chat_mode = "online";
  config.write({ chat_mode: "offline", rules: [1] });
  expect(mine).toEqual({ rules: [], own: 1, chat_mode: "online" });
});

test.each([null, "text", 5, Object.freeze({ rules: [] })])("%j is no hindrance", (odd) => {
  globals.jivo_config = odd;
  const config = makeConfig();
  config.write({ chat_mode: "online" });
  expect(globals.jivo_config).toEqual(typeof odd === "object" && odd !== null ? odd : { chat_mode: "online" });
});
