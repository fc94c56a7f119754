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

  test("does nothing twice when the work itself fails", async () => {
    vi.stubGlobal("navigator", { locks: { request: (_name: string, work: () => Promise<void>) => work() } });
    const work = vi.fn(() => Promise.reject(new Error("a bug")));
    await expect(locked("a", work)).rejects.toThrow("a bug");
    expect(work).toHaveBeenCalledOnce();
  });
});
