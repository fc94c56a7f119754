// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Options } from "../core/widget";
import type { NewMessage } from "../port";

/** The widget, without the page: it writes down what it is told. */
const log: unknown[][] = [];
vi.mock("../core/widget", () => ({
  Widget: class {
    constructor(readonly options: Options) {
      log.push(["new", options]);
      return new Proxy(this, {
        get:
          (_target, method) =>
          (...args: unknown[]) =>
            log.push([method, ...args]),
      });
    }
  },
}));

type Usher = (...args: unknown[]) => void;
const page = window as typeof window & { Usher?: Usher };
const message: NewMessage = { id: "1", text: "hi", createdAt: 1, type: "agent" };

/** Runs the script as the page's tag would. */
async function run(src = "https://chat.example/widget/usher.js"): Promise<Usher> {
  const script = document.createElement("script");
  if (src !== "") Object.defineProperty(script, "src", { value: src });
  vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
  vi.resetModules();
  await import("./usher");
  return page.Usher!;
}

const options = (): Options => log.find(([what]) => what === "new")?.[1] as Options;

beforeEach(() => {
  page.Usher?.("kill");
  delete page.Usher;
  delete page.UsherConfig;
  delete page.UsherIntegration;
  log.length = 0;
});

describe("configuration", () => {
  test("needs no more than the site's id", async () => {
    page.UsherConfig = { orgId: "demo" };
    await run();
    expect(options()).toMatchObject({
      origin: "https://chat.example",
      site: "demo",
      position: null,
      accent: null,
      zIndex: 999_999,
      hidden: false,
      department: null,
      data: null,
    });
  });

  test("overrides the site's settings", async () => {
    page.UsherConfig = { orgId: 42, buttonPosition: "bl", zIndex: 7, startHidden: true, groupId: "sales" };
    page.UsherIntegration = { name: "Ann", age: 5 };
    await run();
    expect(options()).toMatchObject({
      site: "42",
      position: "bl",
      zIndex: 7,
      hidden: true,
      department: "sales",
      data: { replace: true, fields: { name: "Ann", age: "5" } },
    });
  });

  test("that makes no sense is not taken", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    page.UsherConfig = { orgId: "demo", buttonPosition: "middle", zIndex: "high", accentColor: 5, startHidden: "yes" };
    await run();
    expect(options()).toMatchObject({ position: null, accent: null, zIndex: 999_999, hidden: false });
    expect(warned).toHaveBeenCalledOnce();
  });

  test.each([undefined, null, "text", {}, { orgId: "" }, { orgId: null }])(
    "%j names no site: nothing is shown",
    async (config) => {
      const told = vi.spyOn(console, "error").mockImplementation(() => {});
      page.UsherConfig = config;
      const usher = await run();
      usher("openChat");
      usher("restart");
      expect(log).toEqual([]);
      expect(told.mock.calls[0]?.[0]).toContain("orgId");
    },
  );

  test("a script without an address has no server", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    page.UsherConfig = { orgId: "demo" };
    await run("");
    expect(log).toEqual([]);
    expect(told).toHaveBeenCalledOnce();
  });
});

describe("methods", () => {
  test.each([
    [["openChat"], ["open", false]],
    [
      ["openChat", true],
      ["open", true],
    ],
    [
      ["openChat", "yes"],
      ["open", false],
    ],
    [["minimizeWidget"], ["close"]],
    [["closeChat"], ["close"]],
    [["hide", true], ["hide"]],
    [["show"], ["show"]],
    [["pageView"], ["pageView"]],
    [
      ["setGroupId", "sales"],
      ["route", "sales"],
    ],
    [
      ["setGroupId", null],
      ["route", null],
    ],
    [
      ["setIntegrationData", { a: 1 }],
      ["tell", { replace: true, fields: { a: "1" } }],
    ],
    [
      ["setIntegrationData", null],
      ["tell", { replace: true, fields: {} }],
    ],
    [
      ["updateIntegrationData", { a: null }],
      ["tell", { replace: false, fields: { a: null } }],
    ],
  ])("%j", async (call, expected) => {
    page.UsherConfig = { orgId: "demo" };
    const usher = await run();
    usher(...call);
    expect(log.slice(1)).toEqual([expected]);
  });

  test.each([["setIntegrationData", "text"], ["setIntegrationData"], ["updateIntegrationData", 5]])(
    "%s of %j says nothing of a visitor",
    async (...call) => {
      const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
      page.UsherConfig = { orgId: "demo" };
      const usher = await run();
      usher(...call);
      expect(log).toHaveLength(1);
      expect(warned).toHaveBeenCalledOnce();
    },
  );

  test("called before the script came are run after configuration and integration were read", async () => {
    page.UsherConfig = { orgId: "demo" };
    page.UsherIntegration = { name: "Ann" };
    const stub: Usher & { q?: unknown[] } = (...args) => (stub.q ??= []).push(args);
    page.Usher = stub;
    page.Usher("openChat", true);
    page.UsherConfig = { orgId: "other" };
    await run();
    expect(log.map(([what]) => what)).toEqual(["new", "open"]);
    expect(options()).toMatchObject({ site: "other", data: { fields: { name: "Ann" } } });
  });

  test("restart reads the configuration again", async () => {
    page.UsherConfig = { orgId: "demo" };
    const usher = await run();
    page.UsherConfig = { orgId: "demo", buttonPosition: "lm" };
    usher("restart");
    expect(log.map(([what]) => what)).toEqual(["new", "remove", "new"]);
    expect(log[2]?.[1]).toMatchObject({ position: "lm" });
  });

  test("kill is for good, until the script is loaded again", async () => {
    page.UsherConfig = { orgId: "demo" };
    const usher = await run();
    usher("kill");
    for (const method of ["show", "restart", "openChat", "kill"]) usher(method);
    expect(log.map(([what]) => what)).toEqual(["new", "remove"]);
    await run();
    expect(log.map(([what]) => what)).toEqual(["new", "remove", "new"]);
  });

  test("the script included twice is one widget", async () => {
    page.UsherConfig = { orgId: "demo" };
    const usher = await run();
    expect(await run()).toBe(usher);
    expect(log).toHaveLength(1);
  });
});

describe("onNewMessage", () => {
  test("is looked up when there is a message", async () => {
    page.UsherConfig = { orgId: "demo" };
    await run();
    const { onMessage } = options();
    onMessage(message);
    const seen: NewMessage[] = [];
    page.UsherConfig = { orgId: "demo", onNewMessage: (one: NewMessage) => seen.push(one) };
    onMessage(message);
    expect(seen).toEqual([message]);
    for (const onNewMessage of [null, "text", {}]) {
      page.UsherConfig = { onNewMessage };
      onMessage(message);
    }
    delete page.UsherConfig;
    onMessage(message);
  });

  test("may throw, and only the console hears of it", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const fault = new Error("the page's bug");
    page.UsherConfig = {
      orgId: "demo",
      onNewMessage: () => {
        throw fault;
      },
    };
    await run();
    options().onMessage(message);
    expect(told).toHaveBeenCalledExactlyOnceWith(fault);
  });
});
