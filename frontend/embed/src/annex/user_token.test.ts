import { expect, test } from "vitest";
import { idOf } from "./user_token";

const token = (claims: string): string => {
  const bytes = new TextEncoder().encode(claims);
  const payload = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `eyJhbGciOiJIUzI1NiJ9.${payload}.c2lnbmF0dXJl`;
};

test("a signed token names its person", () => {
  expect(idOf(token('{"id":"anna"}'))).toBe("anna");
  expect(idOf(token('{"id":42,"exp":1}'))).toBe("42");
  expect(idOf(token('{"id":"Анна ÿ?>"}'))).toBe("Анна ÿ?>");
});

test("any other token is just a name", () => {
  for (const other of ["secret", "a.b", "a.b.c", "a.!!!.c", token('{"sub":"anna"}'), token("[]"), token('{"id":null}'), token("{")]) {
    expect(idOf(other), other).toBeNull();
  }
});
