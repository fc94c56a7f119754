// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { forget, globals, TestPage } from "../testing/page";
import { FACADES } from "../testing/vendors";
import { FakeFrame, settle } from "../testing/fake_frame";

describe.each(FACADES)("$name", (facade) => {
  let page: TestPage;
  beforeEach(() => {
    page = new TestPage(facade);
  });
  afterEach(() => page.leave());

  describe("starts", () => {
    test("with no more than the site's id", async () => {
      page.configure();
      await page.run();
      expect(page.iframe?.src).toBe("https://chat.example/frame/demo");
      const frame = await page.frame();
      expect(frame.heard).toEqual([
        {
          type: "boot",
          page: { url: location.href, title: "", referrer: "" },
          config: {},
          override: {},
          department: null,
          clientId: null,
          clientProof: null,
          phone: false,
        },
      ]);
      expect(frame.answers).toEqual([[{ usher: 1, port: true }, "https://chat.example"]]);
    });

    test("with what the page says of looks, words, visitor and department", async () => {
      page.configure({
        buttonPosition: "bl",
        zIndex: 7,
        locale: { chat: { input: { placeholder: "Say it" } } },
        groupId: "sales",
        [facade.clientId]: 42,
        clientProof: "1.ab",
      });
      globals[facade.integration] = { name: "Ann", age: 5 };
      await page.run();
      const frame = await page.frame();
      expect(frame.of("boot")).toMatchObject([
        {
          config: { buttonPosition: "bl", zIndex: 7, locale: { chat: { input: { placeholder: "Say it" } } } },
          department: "sales",
          clientId: "42",
          clientProof: "1.ab",
        },
      ]);
      expect(frame.of("data")).toEqual([
        { type: "data", change: { replace: true, fields: { name: "Ann", age: "5" } } },
      ]);
    });

    test("with its elements under the vendor's names", async () => {
      page.configure();
      await page.run();
      await page.frame({}, { teaser: "Hello" });
      for (const part of ["launcher", "teaser", "window"])
        expect(page.find(`.${facade.prefix}-${part}`)).not.toBeNull();
      expect(page.host?.shadowRoot?.mode).toBe("open");
    });

    test("in the language that the page wishes", async () => {
      page.configure({ language: "es" });
      await page.run();
      expect(page.iframe?.src).toBe("https://chat.example/frame/demo?lang=es");
      page.configure({ language: "es", locale: "pt-BR" });
      page.chat("restart");
      await settle();
      expect(page.iframe?.src).toContain("?lang=pt-BR");
      // Words are no language.
      page.configure({ locale: { placeholder: "Hm" } });
      page.chat("restart");
      await settle();
      expect(page.iframe?.src).not.toContain("?");
    });

    test("on a server of the page's own", async () => {
      page.configure({ serverUrl: "https://own.example/base/" });
      await page.run();
      expect(page.iframe?.src).toBe("https://own.example/frame/demo");
    });

    test.each([undefined, null, "", "  ", {}])(
      "not with %j for a site: nothing is shown, and nothing throws",
      async (site) => {
        const told = vi.spyOn(console, "error").mockImplementation(() => {});
        page.configure({}, { id: site });
        await page.run();
        for (const method of ["openChat", "setColors", "restart", "nonsense"]) page.chat(method);
        expect(page.host).toBeNull();
        expect(told.mock.calls[0]?.[0]).toContain(facade.id ?? "orgId");
      },
    );

    test("not without an address, since that says where the server is", async () => {
      const told = vi.spyOn(console, "error").mockImplementation(() => {});
      page.configure();
      await page.run("");
      expect(page.host).toBeNull();
      expect(told).toHaveBeenCalledOnce();
    });

    test("once, however often the script is included", async () => {
      page.configure();
      await page.run();
      const { chat } = page;
      await page.run();
      expect(page.chat).toBe(chat);
      expect(document.querySelectorAll(`#${facade.host}`)).toHaveLength(1);
    });

    test("with no name on the page but its own", async () => {
      page.configure();
      const before = Object.keys(window);
      await page.run();
      expect(Object.keys(window).filter((key) => !before.includes(key))).toEqual([facade.name]);
    });
  });

  describe("is called", () => {
    test("before the script came, after configuration and integration were read", async () => {
      page.stub();
      page.chat("setIntegrationData", { name: "Early" });
      page.chat("openChat", true);
      page.chat("sendAutoMessage", "Hi!");
      page.configure();
      globals[facade.integration] = { name: "Ann" };
      await page.run();
      const { heard } = await FakeFrame.of(facade.host).greet();
      expect(heard.map(({ type }) => type)).toEqual(["boot", "data", "data", "open", "call"]);
      expect(heard[1]).toMatchObject({ change: { fields: { name: "Ann" } } });
      expect(heard[2]).toMatchObject({ change: { fields: { name: "Early" } } });
      expect(heard[3]).toMatchObject({ focus: true });
    });

    test.each([
      [["openChat"], { type: "open", focus: false }],
      [["openChat", true], { type: "open", focus: true }],
      [["openChat", "yes"], { type: "open", focus: false }],
      [["expandWidget", true], { type: "open", focus: true }],
      [["hide", true], { type: "close" }],
      [["pageView"], { type: "page", page: { url: "http://localhost:3000/", title: "", referrer: "" } }],
      [["setGroupId", "sales"], { type: "department", id: "sales" }],
      [["setGroupId", null], { type: "department", id: null }],
      [["setGroupId", {}], { type: "department", id: null }],
      [["setIntegrationData", { a: 1 }], { type: "data", change: { replace: true, fields: { a: "1" } } }],
      [["setIntegrationData", null], { type: "data", change: { replace: true, fields: {} } }],
      [["updateIntegrationData", { a: null }], { type: "data", change: { replace: false, fields: { a: null } } }],
      [["setButtonPosition", "bl"], { type: "call", method: "setButtonPosition", value: "bl" }],
      [["resetButtonPosition"], { type: "call", method: "resetButtonPosition", value: null }],
      [["setButtonSize", "72"], { type: "call", method: "setButtonSize", value: "72" }],
      [["setChatWidth", 480], { type: "call", method: "setChatWidth", value: 480 }],
      [["setChatHeight", 700], { type: "call", method: "setChatHeight", value: 700 }],
      [["setZIndex", 100], { type: "call", method: "setZIndex", value: 100 }],
      [["setColors", { buttonBg: "red" }], { type: "call", method: "setColors", value: { buttonBg: "red" } }],
      [["resetColors"], { type: "call", method: "resetColors", value: null }],
      [["setLanguage", "es"], { type: "call", method: "setLanguage", value: "es" }],
      [["setLocale", { a: "b" }], { type: "call", method: "setLocale", value: { a: "b" } }],
      [["sendAutoMessage", "Hi!"], { type: "call", method: "sendAutoMessage", value: "Hi!" }],
      [["setColors", () => 1], { type: "call", method: "setColors", value: null }],
    ])("%j", async (call, expected) => {
      page.configure();
      await page.run();
      const frame = await page.frame();
      frame.heard.length = 0;
      expect(page.chat(...call)).toBeUndefined();
      await settle();
      expect(frame.heard).toEqual([expected]);
    });

    test.each([["minimizeWidget"], ["closeChat"]])("%s closes what is open, and nothing else", async (method) => {
      page.configure();
      await page.run();
      const frame = await page.frame();
      page.chat(method);
      page.chat("openChat");
      page.chat(method);
      page.chat(method);
      await settle();
      expect(frame.heard.map(({ type }) => type).slice(1)).toEqual(["open", "close"]);
    });

    test("with anything, and never throws (X5)", async () => {
      const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
      vi.spyOn(console, "error").mockImplementation(() => {});
      page.configure();
      await page.run();
      await page.frame();
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      const things = [
        undefined,
        null,
        0,
        NaN,
        "",
        "text",
        true,
        {},
        [],
        circle,
        () => 1,
        Symbol("x"),
        9n,
        new Date(NaN),
      ];
      const methods =
        "openChat expandWidget minimizeWidget closeChat hide show setIntegrationData updateIntegrationData \
        setButtonPosition resetButtonPosition setButtonSize setChatWidth setChatHeight setZIndex setColors resetColors \
        setLanguage setLocale sendAutoMessage pageView setGroupId";
      for (const method of methods.split(/\s+/)) for (const thing of things) page.chat(method, thing, thing);
      warned.mockClear();
      for (const method of ["shutdown", "destroy", "set", "constructor", "__proto__", "toString", ""])
        page.chat(method);
      expect(warned).toHaveBeenCalledTimes(7);
      for (const thing of things) if (typeof thing !== "string") page.chat(thing);
      page.chat();
      expect(warned).toHaveBeenCalledTimes(7);
    });

    test.each([["setIntegrationData", "text"], ["setIntegrationData"], ["updateIntegrationData", 5]])(
      "%s of %j says nothing of a visitor",
      async (...call) => {
        const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
        page.configure();
        await page.run();
        const frame = await page.frame();
        page.chat(...call);
        await settle();
        expect(frame.of("data")).toEqual([]);
        expect(warned).toHaveBeenCalledOnce();
      },
    );

    test("to restart: the configuration is read again, and what methods said is forgotten", async () => {
      page.configure();
      await page.run();
      const first = await page.frame();
      page.chat("setButtonPosition", "lm");
      page.chat("openChat");
      await settle();
      page.configure({ buttonPosition: "rt" });
      page.chat("restart");
      await settle();
      expect(first.heard.at(-1)).toEqual({ type: "stop" });
      const second = await page.frame();
      expect(second.heard).toMatchObject([{ type: "boot", config: { buttonPosition: "rt" }, override: {} }]);
      expect(document.querySelectorAll("iframe, [id]")).toHaveLength(1);
      expect(location.hash).toBe("");
    });

    test("by the properties that others look at", async () => {
      page.configure();
      await page.run();
      expect(page.chat.restart).toBeTruthy();
      expect(page.chat._chatExpanded).toBe(false);
      await page.frame();
      page.chat("openChat");
      expect(page.chat._chatExpanded).toBe(true);
      page.chat("hide");
      expect(page.chat._chatExpanded).toBe(false);
      page.chat("show");
      page.chat("closeChat");
      expect(page.chat._chatExpanded).toBe(false);
    });

    test("to be killed, for good, until the script is loaded again", async () => {
      page.configure();
      await page.run();
      const frame = await page.frame();
      page.chat("openChat");
      page.chat("kill");
      await settle();
      expect(page.host).toBeNull();
      expect(frame.heard.at(-1)).toEqual({ type: "stop" });
      for (const method of ["show", "restart", "openChat", "init", "pageView", "kill"]) page.chat(method, {});
      await settle();
      expect([page.host, page.chat._chatExpanded, location.hash]).toEqual([null, false, ""]);
      await page.run();
      expect(page.host).not.toBeNull();
    });

    test("to begin as the npm module does (SE10)", async () => {
      vi.spyOn(console, "error").mockImplementation(() => {});
      await page.run();
      const setup: Record<string, unknown> = { buttonPosition: "bl" };
      page.chat("init", { ID: "npm", setup, integration: { name: "Ann" }, more: 1 });
      const received: unknown[] = [];
      // The object is the page's, and stays so.
      setup.onNewMessage = (message: unknown) => received.push(message);
      await settle();
      expect(page.iframe?.src).toContain("/frame/npm");
      const frame = await page.frame();
      expect(frame.heard).toMatchObject([
        { config: { buttonPosition: "bl" } },
        { change: { replace: true, fields: { name: "Ann" } } },
      ]);
      const message = { id: "1", text: "hi", createdAt: 1, type: "agent" as const };
      await frame.say({ type: "message", message });
      expect(received).toEqual([message]);
      for (const rest of [{ ID: "other" }, {}, null, undefined, 5]) page.chat("init", rest);
    });
  });

  describe("calls the page", () => {
    const message = { id: "1", text: "hi", createdAt: 1, type: "agent" as const };

    test("by the function that is there at that moment (X3)", async () => {
      page.configure();
      await page.run();
      const frame = await page.frame();
      const seen: unknown[] = [];
      await frame.say({ type: "message", message });
      page.configure({
        onNewMessage: (one: unknown) => seen.push(one),
        onAnalyticEvent: (name: unknown) => seen.push(name),
      });
      await frame.say({ type: "message", message });
      await frame.say({ type: "event", name: "chat_opened" });
      expect(seen).toEqual([message, "chat_opened"]);
      for (const nothing of [null, undefined, "text", {}]) {
        page.configure({ onNewMessage: nothing, onAnalyticEvent: nothing });
        await frame.say({ type: "message", message });
      }
      facade.configs.forEach(forget);
      await frame.say({ type: "event", name: "chat_closed" });
      expect(seen).toHaveLength(2);
    });

    test("which may throw, and only the console hears of it (X2)", async () => {
      const told = vi.spyOn(console, "error").mockImplementation(() => {});
      const fault = new Error("the page's bug");
      const crash = (): never => {
        throw fault;
      };
      page.configure({ onNewMessage: crash, onAnalyticEvent: crash });
      await page.run();
      const frame = await page.frame();
      await frame.say({ type: "message", message });
      await frame.say({ type: "event", name: "message_received" });
      await frame.draw({}, { unread: 7 });
      expect(told.mock.calls).toEqual([[fault], [fault]]);
      expect(page.find("b")?.textContent).toBe("7");
    });
  });

  test("follows its own hash, and no other's (CONTRACT 2.4)", async () => {
    page.configure();
    await page.run();
    await page.frame();
    for (const { hash } of FACADES) {
      location.hash = hash;
      await settle();
      expect(page.chat._chatExpanded).toBe(hash === facade.hash);
      page.chat("closeChat");
      await settle();
    }
    page.chat("openChat");
    expect(location.hash).toBe(facade.hash);
  });
});

describe("Svyazio", () => {
  test("takes SvyazioSetup for what SvyazioConfig leaves open (SE3)", async () => {
    const page = new TestPage(FACADES[1]!);
    globals.SvyazioSetup = { orgId: "setup", zIndex: 1, buttonPosition: "bl" };
    globals.SvyazioConfig = { zIndex: 2 };
    await page.run();
    expect(page.iframe?.src).toContain("/frame/setup");
    expect((await page.frame()).of("boot")).toMatchObject([{ config: { zIndex: 2, buttonPosition: "bl" } }]);
    await page.leave();
  });
});

describe("Chatra", () => {
  test("knows its old global for the group", async () => {
    const page = new TestPage(FACADES[2]!);
    page.configure();
    globals.ChatraGroupID = "old";
    await page.run();
    expect((await page.frame()).of("boot")).toMatchObject([{ department: "old" }]);
    await page.leave();
  });

  test("marks host and body, for pages that style by it (CONTRACT 2.5)", async () => {
    const page = new TestPage(FACADES[2]!);
    page.configure();
    await page.run();
    await page.frame();
    const marks = (): boolean[] => [
      page.host?.classList.contains("chatra--expanded") === true,
      document.body.classList.contains("chatra-mobile-widget-expanded"),
    ];
    expect(marks()).toEqual([false, false]);
    page.chat("openChat");
    expect(marks()).toEqual([true, false]);
    page.chat("closeChat");
    page.media("max-width:480px");
    page.chat("openChat");
    expect(marks()).toEqual([true, true]);
    page.chat("restart");
    expect(marks()).toEqual([false, false]);
    await page.leave();
  });
});

describe("Brevo", () => {
  test("takes a clientId, too, where there is no visitorId", async () => {
    const page = new TestPage(FACADES[3]!);
    page.configure({ clientId: "other" });
    await page.run();
    expect((await page.frame()).of("boot")).toMatchObject([{ clientId: "other" }]);
    await page.leave();
  });
});
