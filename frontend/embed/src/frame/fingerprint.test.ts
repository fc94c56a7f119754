import { expect, test } from "vitest";
import { fingerprint } from "./fingerprint";

test("a fingerprint says nothing of the text, and tells it from others", () => {
  expect(fingerprint("user_42")).toBe(fingerprint("user_42"));
  expect(fingerprint("anna@shop.example")).toMatch(/^[0-9a-f]{2,16}$/);
  const people = Array.from({ length: 20_000 }, (_, n) => fingerprint(`user_${n}`));
  expect(new Set(people).size).toBe(people.length);
});
