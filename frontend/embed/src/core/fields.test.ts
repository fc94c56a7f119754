import { expect, test } from "vitest";
import { readFields } from "./fields";

test("fields are texts, whatever the page has", () => {
  const circle = { self: {} };
  circle.self = circle;
  const data = {
    name: "Ann",
    Email: "",
    plan: null,
    age: 5,
    vip: true,
    visits: 9n,
    cart: { items: [1, 2] },
    since: new Date(0),
    missing: undefined,
    code: () => 1,
    sign: Symbol("x"),
    circle,
  };
  expect(readFields(data)).toEqual({
    name: "Ann",
    Email: "",
    plan: null,
    age: "5",
    vip: "true",
    visits: "9",
    cart: '{"items":[1,2]}',
    since: "1970-01-01T00:00:00.000Z",
  });
});

test("what can not be read is left out, and the rest is kept", () => {
  const data = {
    since: new Date(Number.NaN),
    get phone(): string {
      throw new Error("the page's bug");
    },
    name: "Ann",
  };
  expect(readFields(data)).toEqual({ name: "Ann" });
});

test.each([null, undefined, "text", 5, () => 1])("%s has no fields", (data) => {
  expect(readFields(data)).toEqual({});
});
