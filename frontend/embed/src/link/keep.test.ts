import { describe, expect, test } from "vitest";
import { FakeStorage } from "../testing/fake_storage";
import { Keep } from "./keep";

describe("Keep", () => {
  test("keeps in the browser's storage, by key and prefix", () => {
    const storage = new FakeStorage();
    const keep = new Keep(storage);
    keep.set("usher:a:1", "one");
    storage.setItem("somebody else's", "x");
    expect(keep.keys("usher:")).toEqual(["usher:a:1"]);
    expect(new Keep(storage).get("usher:a:1")).toBe("one");
    keep.remove("usher:a:1");
    expect(keep.get("usher:a:1")).toBeNull();
    expect(keep.isVolatile).toBe(false);
  });

  test("works without a storage", () => {
    const keep = new Keep(null);
    keep.set("a", "1");
    expect([keep.get("a"), keep.keys(""), keep.isVolatile]).toEqual(["1", ["a"], true]);
    keep.remove("a");
    expect([keep.get("a"), keep.isVolatile]).toEqual([null, false]);
  });

  test("keeps in memory what a full storage refuses, newest word first", () => {
    const storage = new FakeStorage();
    const keep = new Keep(storage);
    keep.set("a", "old");
    storage.isFull = true;
    keep.set("a", "new");
    keep.set("b", "2");
    expect([keep.get("a"), keep.get("b"), keep.keys("").sort()]).toEqual(["new", "2", ["a", "b"]]);
    storage.isFull = false;
    keep.set("a", "newest");
    expect(storage.getItem("a")).toBe("newest");
    expect(keep.get("a")).toBe("newest");
  });

  test("survives a storage that throws at every touch", () => {
    const hostile = new Proxy({} as Storage, {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const keep = new Keep(hostile);
    keep.set("a", "1");
    expect([keep.get("a"), keep.get("b"), keep.keys("a")]).toEqual(["1", null, ["a"]]);
    keep.remove("a");
    expect(keep.get("a")).toBeNull();
  });
});
