import { describe, expect, test } from "vitest";
import { isWord, MAX_TEXT, read, write, type ToFrame, type ToPage } from "./port";
import { LOOK, STATUS } from "./testing/fake_frame";

const page = { url: "https://shop.example/", title: "Shop", referrer: "" };

const MESSAGES: (ToFrame | ToPage)[] = [
  {
    type: "boot",
    page,
    config: { buttonPosition: "bl", locale: { chat: { send: "Go" } } },
    override: {},
    department: null,
    clientId: "user_42",
    clientProof: null,
    phone: false,
  },
  { type: "call", method: "setColors", value: { buttonBg: "red" } },
  { type: "data", change: { replace: true, fields: { name: "Ann", plan: null } } },
  { type: "open", focus: true },
  { type: "draw", look: LOOK, status: STATUS, override: { chatWidth: 500 } },
  { type: "message", message: { id: "1", text: "hi", createdAt: 1, type: "agent" } },
  { type: "event", name: "chat_opened" },
];

describe("the port", () => {
  test.each(MESSAGES)("takes $type to the other side", (message) => {
    expect(read(write(message))).toEqual(message);
  });

  test.each([
    ["no text", { type: "warm" }],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["what is too long", JSON.stringify({ type: "warm", filling: "x".repeat(MAX_TEXT) })],
  ])("drops %s", (_what, data) => expect(read(data)).toBeNull());

  test("lets types and fields of tomorrow pass, for the reader to ignore", () => {
    expect(read('{"type":"open","focus":true,"smooth":true}')).not.toBeNull();
    expect(read('{"type":"sing"}')).toEqual({ type: "sing" });
  });

  test("writes nothing that the other side would drop for its size", () => {
    const fields = { story: "x".repeat(MAX_TEXT) };
    expect(write({ type: "data", change: { replace: true, fields } })).toBeNull();
  });

  test("knows the words of the handshake, and their version", () => {
    expect(isWord({ usher: 1, hello: true }, "hello")).toBe(true);
    for (const data of [
      { usher: 1, port: true },
      { usher: 2, hello: true },
      { usher: 1, hello: 1 },
      null,
      "hello",
      [],
    ]) {
      expect(isWord(data, "hello")).toBe(false);
    }
  });
});
