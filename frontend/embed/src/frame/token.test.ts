// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import { FakeStorage } from "../testing/fake_storage";
import { Tokens } from "./token";

describe("Tokens", () => {
  test("makes nothing and stores nothing before somebody acts", () => {
    const storage = new FakeStorage();
    expect(new Tokens("demo", null, new Keep(storage)).current()).toBeNull();
    expect(storage.length).toBe(0);
  });

  test("makes 256 bits of base64url, and remembers them", async () => {
    const storage = new FakeStorage();
    const token = await new Tokens("demo", null, new Keep(storage)).ensure();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(storage.getItem("usher:token:demo")).toBe(token);
    expect(await new Tokens("demo", null, new Keep(storage)).ensure()).toBe(token);
    expect(new Tokens("other", null, new Keep(storage)).current()).toBeNull();
  });

  test("two tabs that act at once get the same", async () => {
    let queue = Promise.resolve<unknown>(undefined);
    const request = (_name: string, work: () => Promise<unknown>): Promise<unknown> => (queue = queue.then(work));
    vi.stubGlobal("navigator", { locks: { request } });
    const storage = new FakeStorage();
    const tabs = [new Tokens("demo", null, new Keep(storage)), new Tokens("demo", null, new Keep(storage))];
    const [one, two] = await Promise.all(tabs.map((tokens) => tokens.ensure()));
    expect(one).toBe(two);
  });

  test("does not believe what is no token", async () => {
    const storage = new FakeStorage();
    storage.setItem("usher:token:demo", "short");
    const tokens = new Tokens("demo", null, new Keep(storage));
    expect(tokens.current()).toBeNull();
    expect(await tokens.ensure()).toMatch(/^[\w-]{43}$/);
  });

  test("is forgotten, and another browser tab hears of it", async () => {
    const storage = new FakeStorage();
    const tokens = new Tokens("demo", null, new Keep(storage));
    const heard = vi.fn();
    const stop = tokens.watch(heard);
    const first = await tokens.ensure();
    tokens.forget();
    expect([tokens.current(), storage.length]).toEqual([null, 0]);
    expect(await tokens.ensure()).not.toBe(first);
    window.dispatchEvent(new StorageEvent("storage", { key: "usher:token:demo" }));
    stop();
    window.dispatchEvent(new StorageEvent("storage", { key: "usher:token:demo" }));
    expect(heard).toHaveBeenCalledOnce();
  });

  test("uses the visitor's whom the server knows, and keeps it nowhere else", async () => {
    const storage = new FakeStorage();
    const tokens = new Tokens("demo", "x".repeat(43), new Keep(storage));
    expect([tokens.current(), await tokens.ensure(), storage.length]).toEqual(["x".repeat(43), "x".repeat(43), 0]);
  });
});
