import { expect, test } from "vitest";
import { compose, readAttributes, readFields } from "./report";

const utm = { content: null, campaign: null, source: "google", medium: null, term: null };

test("two reports are one: attributes add up, all else is as it was said last", () => {
  expect(compose(null, { user_token: "a" })).toEqual({ user_token: "a" });
  expect(compose({ attributes: { a: 1, b: 1 }, user_token: "a", utm }, { attributes: { b: 2 } })).toEqual({
    attributes: { a: 1, b: 2 },
    user_token: "a",
    utm,
  });
  expect(compose({ custom_data: [{ content: "a" }] }, { custom_data: [] })).toEqual({ custom_data: [] });
  expect(compose({ attributes: { a: 1 } }, { user_token: "b" })).toEqual({ attributes: { a: 1 }, user_token: "b" });
});

test.each([null, undefined, "text", 5, [], ["a"]])("%j has no attributes and no fields", (value) => {
  expect(readAttributes(value)).toEqual({});
  expect(readFields(value === null || typeof value !== "object" ? value : [])).toEqual([]);
});

test("attributes are texts and numbers", () => {
  const given = { a: "1", b: 1, c: Infinity, d: true, e: null, f: {}, g: [1] };
  expect(readAttributes(given)).toEqual({ a: "1", b: 1 });
});

test("fields are in order, with what is known of them", () => {
  const given = [{ content: 56 }, "no field", { title: "T", content: "C", key: "K", link: "L", more: "M" }, {}];
  expect(readFields(given)).toEqual([
    { content: "56" },
    { title: "T", content: "C", key: "K", link: "L" },
    { content: "" },
  ]);
});
