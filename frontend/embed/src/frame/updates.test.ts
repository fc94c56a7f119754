// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { compose, type Change } from "../change";
import { LATER, type Answer } from "../link/post";
import { Updates } from "./updates";

const OK: Answer = { kind: "ok", body: null };
const merge = (fields: Change["fields"]): Change => ({ replace: false, fields });

let answers: Answer[];
let posted: Change[];
let sent: number;
let updates: Updates<Change>;

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  posted = [];
  sent = 0;
  updates = new Updates(
    compose,
    (change) => {
      posted.push(change);
      return Promise.resolve(answers.shift() ?? OK);
    },
    () => sent++,
  );
});

afterEach(() => {
  updates.stop();
  vi.useRealTimers();
});

describe("Updates", () => {
  test("sends one at a time, and what came meanwhile as one", async () => {
    updates.add(merge({ a: "1" }));
    updates.add(merge({ b: "1" }));
    updates.add(merge({ b: "2", c: null }));
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toEqual([merge({ a: "1" }), merge({ b: "2", c: null })]);
    expect(sent).toBe(2);
  });

  test("a change that failed goes again, below what came after it", async () => {
    answers = [LATER];
    updates.add({ replace: true, fields: { a: "1", b: "1" } });
    await vi.advanceTimersByTimeAsync(0);
    for (let n = 2; n < 100; n++) updates.add(merge({ b: String(n) }));
    await vi.advanceTimersByTimeAsync(500);
    expect(posted).toHaveLength(2);
    expect(posted[1]).toEqual({ replace: true, fields: { a: "1", b: "99" } });
  });

  test("what was not answered is pending, on its way or waiting", async () => {
    expect(updates.pending).toBeNull();
    answers = [LATER];
    updates.add(merge({ a: "1", b: "1" }));
    expect(updates.pending).toEqual(merge({ a: "1", b: "1" }));
    updates.add(merge({ b: null }));
    expect(updates.pending).toEqual(merge({ a: "1", b: null }));
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toHaveLength(1);
    expect(updates.pending).toEqual(merge({ a: "1", b: null }));
    await vi.advanceTimersByTimeAsync(500);
    expect(posted).toHaveLength(2);
    expect(updates.pending).toBeNull();
  });

  test("a refused change is told to the page's author and forgotten", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    answers = [{ kind: "refused", code: "too_long", message: "At most 50 fields are kept." }];
    updates.add(merge({ a: "1" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([posted.length, sent]).toEqual([1, 0]);
    expect(warned.mock.lastCall?.[0]).toContain("At most 50 fields are kept.");
  });
});
