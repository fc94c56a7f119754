import { describe, expect, test, vi } from "vitest";
import { locked } from "./lock";

describe("locked", () => {
  test("works inside the browser's lock", async () => {
    const request = vi.fn((_name: string, work: () => Promise<string>) => work());
    vi.stubGlobal("navigator", { locks: { request } });
    expect(await locked("a", () => Promise.resolve("done"))).toBe("done");
    expect(request).toHaveBeenCalledOnce();
  });

  test("works without locks, and where they are denied", async () => {
    vi.stubGlobal("navigator", {});
    expect(await locked("a", () => Promise.resolve("done"))).toBe("done");
    vi.stubGlobal("navigator", {
      locks: { request: () => Promise.reject(new DOMException("denied", "SecurityError")) },
    });
    expect(await locked("a", () => Promise.resolve("done"))).toBe("done");
  });

  test("does one after the other where there are no locks, whatever becomes of the one", async () => {
    vi.stubGlobal("navigator", {});
    const done: string[] = [];
    const slow = async (word: string): Promise<void> => {
      await new Promise((wait) => setTimeout(wait, 20 - 3 * word.length));
      done.push(word);
      if (word === "one") throw new Error("a bug");
    };
    const works = ["one", "three", "longer"].map((word) => locked("same", () => slow(word)));
    await locked("other", () => Promise.resolve(done.push("other")));
    await Promise.allSettled(works);
    expect(done).toEqual(["other", "one", "three", "longer"]);
  });

  test("does nothing twice when the work itself fails", async () => {
    vi.stubGlobal("navigator", { locks: { request: (_name: string, work: () => Promise<void>) => work() } });
    const work = vi.fn(() => Promise.reject(new Error("a bug")));
    await expect(locked("a", work)).rejects.toThrow("a bug");
    expect(work).toHaveBeenCalledOnce();
  });
});
