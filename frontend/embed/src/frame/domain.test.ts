import { expect, test } from "vitest";
import { isAllowed } from "./domain";

test.each([
  ["https://shop.example", ["shop.example"]],
  ["http://shop.example:3000", ["shop.example"]],
  ["https://www.shop.example", ["*.shop.example"]],
  ["https://a.b.shop.example:8443", ["other.example", "*.shop.example"]],
  ["http://localhost:8080", ["localhost:8080"]],
  ["http://localhost:9999", ["localhost:*"]],
  ["https://shop.example", ["shop.example:443"]],
  ["http://shop.example", ["shop.example:80"]],
])("%s may embed a site of %j", (origin, patterns) => {
  expect(isAllowed(origin, patterns)).toBe(true);
});

test.each([
  ["https://shop.example", []],
  ["https://shop.example", ["*.shop.example"]],
  ["https://evilshop.example", ["shop.example", "*.shop.example"]],
  ["https://shop.example.evil.example", ["shop.example", "*.shop.example"]],
  ["http://localhost:8081", ["localhost:8080"]],
  ["http://shop.example", ["shop.example:443"]],
  ["null", ["null", "*"]],
  ["", [""]],
  ["file:///etc", ["localhost"]],
  ["not an origin", ["not an origin"]],
])("%s may not embed a site of %j", (origin, patterns) => {
  expect(isAllowed(origin, patterns)).toBe(false);
});
