import { describe, expect, test } from "vitest";
import { Backoff } from "./backoff";

describe("Backoff", () => {
  test("doubles its ceiling from half a second to half a minute", () => {
    const backoff = new Backoff(() => 1);
    const waits = Array.from({ length: 9 }, () => backoff.next());
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("jitters over the whole range", () => {
    const draws = [0, 0.5, 0.25];
    const backoff = new Backoff(() => draws.shift() ?? 0);
    expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 500, 500]);
  });

  test("never runs out, however often it fails", () => {
    const backoff = new Backoff(() => 1);
    for (let n = 0; n < 5000; n++) backoff.next();
    expect(backoff.next()).toBe(30_000);
  });

  test("starts anew after a minute of standing, and not before", () => {
    let now = 0;
    const backoff = new Backoff(
      () => 1,
      () => now,
    );
    backoff.next();
    backoff.next();
    backoff.opened();
    now += 59_999;
    expect(backoff.next()).toBe(2000);
    backoff.opened();
    now += 60_000;
    expect(backoff.next()).toBe(500);
  });

  test("is prompt once after a stable connection, and jitters when that one breaks at once", () => {
    let now = 0;
    const backoff = new Backoff(
      () => 1,
      () => now,
    );
    backoff.opened();
    now += 60_000;
    expect(backoff.next(true)).toBe(0);
    backoff.opened();
    expect(backoff.next(true)).toBe(1000);
  });
});
