import { describe, expect, test } from "vitest";
import { readToPage } from "./core/to_page";
import { readToFrame } from "./frame/to_frame";
import { isWord, MAX_TEXT, write, type ToFrame, type ToPage } from "./port";

const page = { url: "https://shop.example/", title: "Shop", referrer: "" };
const look = { title: "Shop", accent: "#0f6d8c", position: "br" };

const TO_FRAME: ToFrame[] = [
  { type: "boot", page, department: null, accent: null },
  { type: "boot", page, department: "sales", accent: "red" },
  { type: "warm" },
  { type: "open", focus: true },
  { type: "close" },
  { type: "page", page },
  { type: "data", change: { replace: true, fields: { name: "Ann", plan: null } } },
  { type: "department", id: null },
  { type: "stop" },
];

const TO_PAGE: ToPage[] = [
  { type: "ready", look, online: true, unread: 0 },
  { type: "online", online: false },
  { type: "unread", unread: 3 },
  { type: "message", message: { id: "1", text: "hi", createdAt: 1, type: "agent" } },
  { type: "minimize" },
  { type: "failed", reason: "domain" },
];

describe("the port", () => {
  test.each(TO_FRAME)("takes $type to the frame", (message) => {
    expect(readToFrame(write(message))).toEqual(message);
    expect(readToPage(write(message))).toBeNull();
  });

  test.each(TO_PAGE)("takes $type to the page", (message) => {
    expect(readToPage(write(message))).toEqual(message);
    expect(readToFrame(write(message))).toBeNull();
  });

  test.each([
    ["no text", { type: "warm" }],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["no type", "{}"],
    ["an unknown type", '{"type":"sing"}'],
    ["a prototype's name", '{"type":"constructor"}'],
    ["a prototype's key", '{"__proto__":{"type":"warm"}}'],
    ["a type that is no text", '{"type":["warm"]}'],
    ["a missing field", '{"type":"open"}'],
    ["a field of another form", '{"type":"open","focus":"yes"}'],
    ["a form within of another form", '{"type":"data","change":{"replace":true,"fields":{"a":1}}}'],
    ["what is too long", JSON.stringify({ type: "warm", filling: "x".repeat(MAX_TEXT) })],
  ])("drops %s", (_what, data) => expect(readToFrame(data)).toBeNull());

  test("lets fields of tomorrow pass", () => {
    expect(readToFrame('{"type":"open","focus":true,"smooth":true}')).not.toBeNull();
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
