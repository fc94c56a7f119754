import { expect, test } from "vitest";
import { compose } from "./change";

test("composed changes do what they would do one after the other", () => {
  const set = { replace: true, fields: { name: "Ann", plan: "pro" } };
  const merge = { replace: false, fields: { plan: null, age: "5" } };
  expect(compose(null, merge)).toEqual(merge);
  expect(compose(set, merge)).toEqual({ replace: true, fields: { name: "Ann", plan: null, age: "5" } });
  expect(compose(merge, set)).toEqual(set);
  expect(compose(merge, merge)).toEqual(merge);
});
