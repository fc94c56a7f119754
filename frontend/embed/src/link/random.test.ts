import { expect, test } from "vitest";
import { randomUuid } from "./random";

test("a random name is a UUID of version 4, and never the same", () => {
  const names = Array.from({ length: 1000 }, randomUuid);
  for (const name of names) expect(name).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(new Set(names).size).toBe(1000);
});
