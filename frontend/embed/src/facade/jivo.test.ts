// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeFrame, settle } from "../testing/fake_frame";
import { FACTS, JivoPage } from "../testing/jivo_page";
import { forget, globals } from "../testing/page";

let page: JivoPage;
beforeEach(() => {
  page = new JivoPage();
});
afterEach(() => page.leave());

/** Time stands still but for what the lines to frames take. */
const stopClock = (): void => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1 });
};
const readyState = (state: DocumentReadyState): void => {
  vi.spyOn(document, "readyState", "get").mockReturnValue(state);
};
const containers = (): number => document.querySelectorAll("jdiv#jcont").length;
const OPENED = ["onChangeState", "onOpen", "onClose", "onResizeCallback"];

describe("starts (CONTRACT 1.1, 1.3)", () => {
  test("with a frame that is told whose page it is", async () => {
    document.title = "Shop";
    await page.run();
    expect(page.iframe?.src).toBe("https://chat.example/frame/1234567890");
    const frame = await FakeFrame.of("jivo-iframe-container").greet();
    expect(frame.heard).toEqual([
      {
        type: "boot",
        page: { url: location.href, title: "Shop", referrer: "" },
        config: { language: "" },
        override: {},
        department: null,
        clientId: null,
        clientProof: null,
        phone: false,
        dialect: "jivo",
        rules: null,
      },
    ]);
    document.title = "";
  });

  test("in the language of the script's address (JE3)", async () => {
    await page.run("https://chat.example/widget/1234567890?locale=es");
    expect(page.iframe?.src).toBe("https://chat.example/frame/1234567890?lang=es");
    expect((await page.frame()).of("boot")).toMatchObject([{ config: { language: "es" } }]);
  });

  test("from an attribute, without document.currentScript (JE5, JE7)", async () => {
    page.tag("https://other.example/widget.js", { "data-jv-id": "2222222222" });
    await page.run(null);
    expect(page.iframe?.src).toBe("https://other.example/frame/2222222222");
  });

  test("not with an id that is none: nothing is there (JE8)", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const before = Object.keys(globals);
    await page.run("https://chat.example/widget/none");
    expect(told.mock.calls).toEqual([["Widget id is not valid."]]);
    expect(Object.keys(globals)).toEqual(before);
    expect(containers()).toBe(0);
  });

  test("when the page has been loaded (JE9)", async () => {
    readyState("interactive");
    await page.run();
    expect(globals.jivo_magic_var).toBeTruthy();
    expect(containers()).toBe(0);
    dispatchEvent(new Event("load"));
    expect(containers()).toBe(1);
  });

  test("not after all if it was destroyed before that", async () => {
    readyState("interactive");
    await page.run();
    page.destroy();
    dispatchEvent(new Event("load"));
    expect(containers()).toBe(0);
  });

  test("once, however often the script runs (JE10, JE13)", async () => {
    page.listen("onLoadCallback");
    const frame = await page.begin();
    const { api } = page;
    for (let run = 0; run < 10; run++) await page.run();
    expect(containers()).toBe(1);
    expect(page.api).toBe(api);
    expect(page.taken()).toEqual([["onLoadCallback"]]);
    expect(frame.of("boot")).toHaveLength(1);
  });

  test("not beside another vendor's, whose magic variable is there", async () => {
    globals.jivo_magic_var = "2.0";
    await page.run();
    expect(globals).not.toHaveProperty("jivo_init");
    expect(containers()).toBe(0);
  });

  test("anew after the page has thrown all of it away (JE11)", async () => {
    const first = await page.begin();
    globals.jivo_magic_var = undefined;
    page.container?.remove();
    await page.run();
    expect(first.heard.at(-1)).toEqual({ type: "stop" });
    page.listen("onLoadCallback");
    await page.frame();
    expect(containers()).toBe(1);
    expect(page.taken()).toEqual([["onLoadCallback"]]);
  });

  test("anew after the page has deleted the globals, too (JE12)", async () => {
    await page.begin();
    const names = ["jivo_api", "jivo_config", "jivo_init", "jivo_magic_var", "jivo_version"];
    names.forEach(forget);
    for (const element of document.querySelectorAll("jdiv")) element.remove();
    await page.run();
    await page.frame();
    for (const name of names) expect(globals).toHaveProperty(name);
    expect(containers()).toBe(1);
  });

  test("in place of what still stands there, where only the variable was reset", async () => {
    await page.begin();
    globals.jivo_magic_var = undefined;
    await page.run();
    expect(containers()).toBe(1);
  });

  test("not again for a page that deletes jivo_api alone, which comes back (JE18)", async () => {
    const frame = await page.begin();
    page.listen("onLoadCallback");
    forget("jivo_api");
    await page.run();
    await page.run();
    expect(page.api.open?.()).toEqual({ result: "ok" });
    expect([containers(), page.taken()]).toEqual([1, [["onLoadCallback"]]]);
    expect(frame.of("boot")).toHaveLength(1);
  });

  test("without jivo_api as long as the frame has not told the facts, though the script comes again", async () => {
    await page.run();
    await page.run();
    expect(globals).not.toHaveProperty("jivo_api");
  });

  test("not on a device that shall have none (JE15)", async () => {
    page.listen("onLoadCallback");
    await page.run();
    const frame = await FakeFrame.of("jivo-iframe-container").greet();
    await frame.draw({ never: true });
    expect([containers(), frame.heard.at(-1)]).toEqual([0, { type: "stop" }]);
    expect(globals).not.toHaveProperty("jivo_api");
    expect(page.taken()).toEqual([]);
    await page.run();
    expect(containers()).toBe(0);
  });

  test("not on a page that the server refuses, and says so (X12)", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    await page.run();
    const frame = await FakeFrame.of("jivo-iframe-container").greet();
    await frame.say({ type: "failed", reason: "domain" });
    expect([containers(), told.mock.calls.length]).toEqual([0, 1]);
    expect(globals).not.toHaveProperty("jivo_api");
  });

  test("after four attempts no more, and silently (JE16, X10)", async () => {
    stopClock();
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const failed = vi.fn();
    globals.__jivoOnError = failed;
    await page.run();
    const loads = vi.spyOn(page.iframe!, "src", "set");
    for (let attempt = 1; attempt < 4; attempt++) {
      vi.advanceTimersByTime(10_000);
      expect([loads.mock.calls.length, containers(), failed.mock.calls.length]).toEqual([attempt, 1, 0]);
    }
    vi.advanceTimersByTime(10_000);
    expect([loads.mock.calls.length, containers()]).toEqual([3, 0]);
    expect(failed).toHaveBeenCalledExactlyOnceWith();
    vi.advanceTimersByTime(100_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(told).not.toHaveBeenCalled();
    page.init();
    expect(containers()).toBe(1);
  });

  test("at an attempt that is not the first", async () => {
    stopClock();
    await page.run();
    vi.advanceTimersByTime(25_000);
    page.listen("onLoadCallback");
    await page.frame();
    vi.advanceTimersByTime(100_000);
    expect([containers(), page.taken()]).toEqual([1, [["onLoadCallback"]]]);
  });

  test.each(["scroll", "mousemove"])("with the first %s, where the page asks for that (JE17)", async (event) => {
    stopClock();
    globals.jivo_config = { enable_bundle_wait: true };
    await page.run();
    expect(containers()).toBe(0);
    dispatchEvent(new Event(event));
    expect(containers()).toBe(1);
    vi.advanceTimersByTime(5_000);
    expect(containers()).toBe(1);
  });

  test("or after 5 seconds (JE17)", async () => {
    stopClock();
    globals.jivo_config = { enable_bundle_wait: true };
    await page.run();
    vi.advanceTimersByTime(4_000);
    expect(containers()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(containers()).toBe(1);
    dispatchEvent(new Event("scroll"));
    expect(containers()).toBe(1);
  });

  test("never, if it was destroyed while it waited (JE17, X8)", async () => {
    stopClock();
    globals.jivo_config = { enable_bundle_wait: true };
    await page.run();
    page.destroy();
    dispatchEvent(new Event("scroll"));
    vi.advanceTimersByTime(10);
    expect([containers(), vi.getTimerCount()]).toEqual([0, 0]);
  });
});

describe("has globals (CONTRACT 1.2, 1.3)", () => {
  test("at once, later, and at last; and no others (X1)", async () => {
    const before = Object.keys(globals);
    const ours = (): string[] => Object.keys(globals).filter((key) => !before.includes(key));
    await page.run("https://chat.example/widget/1234567890", "abc");
    const first = ["jivo_magic_var", "jivo_version", "jivo_init", "jivo_destroy", "jivo_cspNonce"];
    expect(ours()).toEqual(first);
    expect(globals).toMatchObject({ jivo_magic_var: true, jivo_version: "1", jivo_cspNonce: "abc" });
    const frame = await page.frame();
    expect(ours()).toEqual([...first, "jivo_config", "jivo_api"]);
    expect(globals.jivo_config).toEqual({ widget_id: "1234567890", chat_mode: "online" });
    expect(typeof globals.jivo_api).toBe("object");
    await frame.say({ type: "facts", facts: { ...FACTS, config: { chat_mode: "offline" } } });
    expect(globals.jivo_config).toMatchObject({ chat_mode: "offline" });
  });

  test("and what an earlier script wrote into jivo_config is not taken for the page's (JE11)", async () => {
    await page.begin({ config: { rules: [1] } });
    globals.jivo_magic_var = undefined;
    await page.run();
    const frame = await page.frame({ config: { rules: [2] } });
    expect(frame.of("boot")).toMatchObject([{ rules: null }]);
    expect(globals.jivo_config).toEqual({ rules: [2] });
  });

  test("of which jivo_api comes last, and then jivo_onLoadCallback, without arguments", async () => {
    await page.run();
    const seen: unknown[] = [];
    globals.jivo_onLoadCallback = (...args: unknown[]) => {
      seen.push(args, typeof globals.jivo_api, typeof globals.jivo_config, page.isLabelShown);
    };
    await page.frame({}, { online: false });
    expect(seen).toEqual([[], "object", "object", true]);
  });

  test("and a callback that is assigned too late is not called", async () => {
    const frame = await page.begin();
    page.listen("onLoadCallback");
    await frame.draw();
    expect(page.taken()).toEqual([]);
  });

  test("and the rules that a page assigns before are the frame's (1.7)", async () => {
    globals.jivo_config = { rules: [], chat_mode: "online" };
    const frame = await page.begin({ config: { rules: [1], chat_mode: "offline" } });
    expect(frame.of("boot")).toMatchObject([{ rules: [] }]);
    expect(globals.jivo_config).toEqual({ rules: [], chat_mode: "online" });
    expect(frame.of("call")).toEqual([]);
  });

  test("and those that it assigns in jivo_onLoadCallback, too", async () => {
    globals.jivo_onLoadCallback = () => {
      (globals.jivo_config as Record<string, unknown>).rules = [];
    };
    const frame = await page.begin({ config: { rules: [1] } });
    await settle();
    expect(frame.of("boot")).toMatchObject([{ rules: null }]);
    expect(frame.of("call")).toEqual([{ type: "call", method: "setRules", value: [] }]);
  });

  test("and what was ours in jivo_config is ours in the next life", async () => {
    await page.begin({ config: { rules: [1], chat_mode: "online" } });
    page.init();
    const frame = await page.frame({ config: { rules: [2], chat_mode: "offline" } });
    expect(frame.of("boot")).toMatchObject([{ rules: null }]);
    expect(globals.jivo_config).toEqual({ rules: [2], chat_mode: "offline" });
  });

  test("that survive what the page does to them", async () => {
    const frame = await page.begin();
    for (const name of ["jivo_api", "jivo_config", "jivo_magic_var", "jivo_version"]) forget(name);
    page.container?.remove();
    await frame.draw({}, { unread: 3 });
    await frame.say({ type: "news", name: "received" });
    await frame.say({ type: "show", scene: "chat" });
    expect([containers(), page.isWindowShown]).toEqual([1, true]);
  });
});

describe("has elements (CONTRACT 1.2)", () => {
  test("under the names that pages know", async () => {
    await page.begin({}, { teaser: "Hello", unread: 2 });
    expect(page.container?.parentElement).toBe(document.body);
    expect(page.label?.localName).toBe("jdiv");
    expect(page.find(".jivo-launcher b")?.textContent).toBe("2");
    expect(page.find(".jivo-teaser")?.textContent).toBe("Hello");
    expect(page.isLabelShown).toBe(true);
    expect([...document.querySelectorAll("jdiv div")].every((host) => host.shadowRoot?.mode === "open")).toBe(true);
  });

  test("without a style attribute or element: those are the page's", async () => {
    await page.begin();
    const inside = [...document.querySelectorAll("jdiv div")].flatMap((host) => [
      ...host.shadowRoot!.querySelectorAll("*"),
    ]);
    const all = [...document.querySelectorAll("jdiv, jdiv *"), ...inside];
    expect(all.filter((element) => element.hasAttribute("style") || element.localName === "style")).toEqual([]);
  });

  test("which are seen once the frame has brought what they wear", async () => {
    const rules = (): string => {
      const [sheet] = document.querySelector("#jivo-iframe-container")!.shadowRoot!.adoptedStyleSheets;
      return Array.from(sheet!.cssRules, ({ cssText }) => cssText).join(" ");
    };
    await page.run();
    expect(rules()).toContain("visibility: hidden");
    expect(page.isLabelShown).toBe(false);
    await page.frame();
    expect(rules()).not.toMatch(/^:host ?\{[^}]*visibility: hidden/);
    expect(rules()).toContain(".launcher");
    expect(rules()).toContain("--fill: rebeccapurple");
    expect(rules()).toContain("z-index: 2147483646");
  });

  test("of which the label gives way to the window", async () => {
    await page.begin();
    page.find(".jivo-launcher")?.click();
    expect([page.isLabelShown, page.isWindowShown]).toEqual([false, true]);
    page.find(".open .jivo-launcher")?.click();
    expect([page.isLabelShown, page.isWindowShown]).toEqual([true, false]);
    // Pages press the element that they know.
    page.label?.click();
    expect(page.isWindowShown).toBe(true);
  });

  test("and the keyboard goes with the visitor", async () => {
    const frame = await page.begin();
    page.find(".jivo-launcher")?.click();
    expect(document.querySelector("#jivo-iframe-container")?.shadowRoot?.activeElement).toBe(page.iframe);
    await frame.say({ type: "minimize" });
    expect(page.label?.querySelector("div")?.shadowRoot?.activeElement).toBe(page.find(".jivo-launcher"));
    expect(frame.of("open")).toEqual([{ type: "open", focus: true }]);
  });

  test("once: what is drawn later leaves it where it is", async () => {
    const frame = await page.begin();
    page.find(".jivo-launcher")?.click();
    const field = document.body.appendChild(document.createElement("input"));
    field.focus();
    await frame.draw({}, { label: "Other" });
    expect(document.activeElement).toBe(field);
  });

  test("but not with the page's code", async () => {
    const frame = await page.begin();
    page.api.open?.();
    await frame.draw();
    expect(document.activeElement).toBe(document.body);
    expect(frame.of("open")).toEqual([{ type: "open", focus: false }]);
  });

  test("marked on a phone", async () => {
    page.media("max-width:480px");
    const frame = await page.begin();
    expect(document.querySelector("jdiv.__jivoMobileButton")).toBe(page.label);
    expect(document.querySelector(".jivo-c-mobile")).not.toBeNull();
    expect(frame.of("boot")).toMatchObject([{ phone: true }]);
    page.media();
    await frame.draw();
    expect(document.querySelector(".__jivoMobileButton, .jivo-c-mobile")).toBeNull();
  });

  test.each([
    ["a global", () => (globals.jivo_custom_widget = true)],
    ["an element", () => label("jivo_custom_widget")],
    ["an element of jivo_onLoadCallback", () => (globals.jivo_onLoadCallback = () => label("jivo_custom_widget"))],
  ])("without a label, where the page has its own: %s", async (_, prepare) => {
    prepare();
    await page.begin();
    expect(page.isLabelShown).toBe(false);
    page.api.open?.();
    expect(page.isWindowShown).toBe(true);
    expect(page.find(".open .jivo-launcher")).not.toBeNull();
    page.api.close?.();
    expect([page.isLabelShown, page.isWindowShown]).toEqual([false, false]);
  });

  test("a window and no label, where the page is nothing but chat (jivo_chat_page)", async () => {
    globals.jivo_chat_page = true;
    page.listen(...OPENED);
    const frame = await page.begin();
    expect([page.isLabelShown, page.isWindowShown]).toEqual([false, true]);
    expect(page.iframe?.parentElement?.className).toBe("box open full");
    expect(frame.of("open")).toHaveLength(1);
    expect(page.api.close?.()).toEqual({ result: "ok" });
    await frame.say({ type: "minimize" });
    expect([page.isWindowShown, page.taken()]).toEqual([true, []]);
  });

  test("hidden when a rule says so, until somebody opens", async () => {
    page.listen(...OPENED);
    const frame = await page.begin();
    page.api.open?.();
    await frame.draw({ hidden: true });
    expect([page.isLabelShown, page.isWindowShown]).toEqual([false, false]);
    expect(frame.heard.at(-1)).toEqual({ type: "close" });
    expect(page.taken().map(([name]) => name)).toEqual([
      "onChangeState",
      "onOpen",
      "onResizeCallback",
      "onChangeState",
      "onClose",
      "onResizeCallback",
    ]);
    page.api.open?.();
    expect(page.isWindowShown).toBe(true);
    page.api.close?.();
    expect(page.isLabelShown).toBe(true);
  });

  test("that come back when they are asked for, and go along to another body", async () => {
    await page.begin();
    page.container?.remove();
    page.api.open?.();
    expect(containers()).toBe(1);
    document.body.replaceWith(document.createElement("body"));
    await settle();
    expect(page.container?.parentElement).toBe(document.body);
  });

  test("whose wishes the frame hears of", async () => {
    const frame = await page.begin({}, { teaser: "Hello" });
    page.find(".jivo-launcher")?.dispatchEvent(new Event("pointerenter"));
    page.find(".jivo-teaser .cross")?.click();
    await settle();
    expect(frame.heard.slice(1)).toEqual([{ type: "warm" }, { type: "dismiss" }]);
  });
});

const label = (id: string): void => {
  const element = document.createElement("div");
  element.id = id;
  document.body.append(element);
};

describe("calls the page (CONTRACT 1.4)", () => {
  const NEWS = [
    ["accepted", "onAccept"],
    ["introduced", "onIntroduction"],
    ["first_message", "onMessageSent"],
    ["client_started", "onClientStartChat"],
    ["received", "onMessageReceived"],
    ["call_started", "onCallStart"],
    ["offline_sent", "onOfflineFormSubmit"],
  ] as const;

  test.each(NEWS)("at %s by jivo_%s, without arguments", async (name, callback) => {
    page.listen(...NEWS.map(([, one]) => one), "onCallEnd");
    const frame = await page.begin();
    await frame.say({ type: "news", name });
    await frame.say({ type: "news", name });
    expect(page.taken()).toEqual([[callback], [callback]]);
  });

  test.each([{ result: "ok" }, { result: "fail", reason: "Busy" }] as const)(
    "at the end of a call, with its result: %j",
    async (result) => {
      page.listen("onCallEnd");
      const frame = await page.begin();
      await frame.say({ type: "news", name: "call_ended", result });
      expect(page.taken()).toEqual([["onCallEnd", result]]);
    },
  );

  test("by the name that is there at the moment (X3, X4)", async () => {
    const frame = await page.begin();
    for (const nothing of [undefined, null, "text", {}]) {
      globals.jivo_onAccept = nothing;
      await frame.say({ type: "news", name: "accepted" });
    }
    page.listen("onAccept");
    const before = globals.jivo_onAccept as () => void;
    globals.jivo_onAccept = () => {
      before();
      before();
    };
    await frame.say({ type: "news", name: "accepted" });
    expect(page.taken()).toEqual([["onAccept"], ["onAccept"]]);
    globals.jivo_onAccept = undefined;
    await frame.say({ type: "news", name: "accepted" });
    expect(page.taken()).toEqual([]);
  });

  test("which may throw, and only the console hears of it (X2)", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const fault = new Error("the page's bug");
    const crash = (): never => {
      throw fault;
    };
    for (const name of ["onLoadCallback", ...OPENED, "onMessageReceived", "onWidgetDestroy"]) {
      globals[`jivo_${name}`] = crash;
    }
    const frame = await page.begin();
    expect(page.api.open?.()).toEqual({ result: "ok" });
    await frame.say({ type: "news", name: "received" });
    expect([page.isWindowShown, page.api.close?.()]).toEqual([true, { result: "ok" }]);
    expect(told.mock.calls).toEqual(Array(1 + 3 + 1 + 3).fill([fault]));
  });

  test("in the order of things: state, then open or close, then size", async () => {
    page.listen(...OPENED);
    const frame = await page.begin();
    expect(page.taken()).toEqual([]);
    page.api.open?.();
    page.api.open?.();
    expect(page.taken()).toEqual([["onChangeState", "chat"], ["onOpen"], ["onResizeCallback"]]);
    await frame.say({ type: "minimize" });
    page.api.close?.();
    expect(page.taken()).toEqual([["onChangeState", "label"], ["onClose"], ["onResizeCallback"]]);
    page.find(".jivo-launcher")?.click();
    expect(page.taken().map(([name]) => name)).toEqual(["onChangeState", "onOpen", "onResizeCallback"]);
  });

  test("of every state between two others, but not of the first", async () => {
    page.listen(...OPENED);
    const frame = await page.begin({ history: true }, { online: false });
    page.api.open?.();
    await frame.draw({}, { online: true });
    await frame.say({ type: "facts", facts: { ...FACTS, scene: "introduce" } });
    await frame.say({ type: "facts", facts: { ...FACTS, scene: "introduce", attempts: 3 } });
    page.api.open?.({ start: "call" });
    page.api.close?.();
    await settle();
    await frame.say({ type: "facts", facts: { ...FACTS, history: true } });
    expect(page.taken().filter(([name]) => name === "onChangeState")).toEqual([
      ["onChangeState", "offline"],
      ["onChangeState", "chat"],
      ["onChangeState", "introduce"],
      ["onChangeState", "call"],
      ["onChangeState", "label"],
      ["onChangeState", "chat/min"],
    ]);
  });

  test("when the frame opens the window, as if the visitor had", async () => {
    page.listen(...OPENED);
    const frame = await page.begin();
    await frame.say({ type: "facts", facts: { ...FACTS, scene: "call" } });
    await frame.say({ type: "show", scene: "call" });
    await settle();
    expect(page.taken()).toEqual([["onChangeState", "call"], ["onOpen"], ["onResizeCallback"]]);
    expect(frame.heard.slice(1)).toEqual([{ type: "open", focus: false }]);
  });

  test("of what a callback has changed, after all that it was called for", async () => {
    page.listen(...OPENED);
    const write = globals.jivo_onChangeState as (state: unknown) => void;
    globals.jivo_onChangeState = (state: unknown) => {
      write(state);
      if (state === "chat") page.api.close?.();
    };
    await page.begin();
    page.api.open?.();
    expect(page.taken()).toEqual([
      ["onChangeState", "chat"],
      ["onOpen"],
      ["onResizeCallback"],
      ["onChangeState", "label"],
      ["onClose"],
      ["onResizeCallback"],
    ]);
  });

  test("no more after jivo_destroy in one of them", async () => {
    page.listen(...OPENED);
    globals.jivo_onChangeState = () => page.destroy();
    await page.begin();
    page.api.open?.();
    expect(page.taken()).toEqual([]);
  });
});

describe("jivo_api (CONTRACT 1.6)", () => {
  const OK = { result: "ok" };
  const no = (reason: string): object => ({ result: "fail", reason });
  const said = async (frame: FakeFrame): Promise<unknown[]> => {
    await settle();
    return frame.heard.splice(0).flatMap((message) => (message.type === "boot" ? [] : [message]));
  };
  const call = (method: string, value: unknown): object => ({ type: "call", method, value });
  const OPEN = { type: "open", focus: false };
  const CONTACTS = { name: "Ann", email: "a@b.example", phone: "+1 408 4987855", description: "tall" };
  const NONE = { name: null, email: null, phone: null, description: null };

  /** Arguments, facts and whether somebody is there; what is answered, and what the frame hears. */
  type Row = [method: string, args: unknown[], facts: object, online: boolean, answer: unknown, heard: unknown[]];
  const rows: Row[] = [
    ["open", [], {}, true, OK, [OPEN]],
    ["open", [null], {}, true, OK, [OPEN]],
    ["open", [5], {}, true, OK, [OPEN]],
    ["open", [{ start: "chat" }], {}, true, OK, [OPEN]],
    ["open", [{ start: "moon" }], {}, true, OK, [OPEN]],
    ["open", [{ start: "menu" }], {}, true, OK, [OPEN]],
    ["open", [{ start: "call" }], {}, true, OK, [call("scene", "call"), OPEN]],
    ["open", ["call"], {}, true, OK, [call("scene", "call"), OPEN]],
    ["open", ["chat"], { scene: "menu" }, true, OK, [call("scene", "chat"), OPEN]],
    ["open", [{ start: "call" }], { callback: "Callback disabled" }, true, no("Callback disabled"), []],
    ["close", [], {}, true, OK, []],
    [
      "showProactiveInvitation",
      [" Hi\nthere ", 3],
      {},
      true,
      OK,
      [call("showProactiveInvitation", { text: " Hi\nthere ", department: "3" })],
    ],
    [
      "showProactiveInvitation",
      ["Hi"],
      {},
      true,
      OK,
      [call("showProactiveInvitation", { text: "Hi", department: null })],
    ],
    ["showProactiveInvitation", [5], {}, true, OK, [call("showProactiveInvitation", { text: "5", department: null })]],
    ["showProactiveInvitation", ["  "], {}, true, no("Text is empty"), []],
    ["showProactiveInvitation", [{}], {}, true, no("Text is empty"), []],
    ["showProactiveInvitation", ["Hi"], {}, false, no("Chat is offline"), []],
    ["setWidgetColor", ["#fff"], {}, true, OK, [call("setWidgetColor", { color: "#fff", color2: null })]],
    [
      "setWidgetColor",
      ["#FF00aa", "#000"],
      {},
      true,
      OK,
      [call("setWidgetColor", { color: "#FF00aa", color2: "#000" })],
    ],
    ["setWidgetColor", ["#fff", null], {}, true, OK, [call("setWidgetColor", { color: "#fff", color2: null })]],
    ["setWidgetColor", ["red"], {}, true, no("Invalid color"), []],
    ["setWidgetColor", ["#ffff"], {}, true, no("Invalid color"), []],
    ["setWidgetColor", ["#fff", "blue"], {}, true, no("Invalid color"), []],
    ["setWidgetColor", [], {}, true, no("Invalid color"), []],
    ["chatMode", [], {}, true, "online", []],
    ["chatMode", [], {}, false, "offline", []],
    ["startCall", ["+1 (408) 498-7855"], {}, true, OK, [call("startCall", { phone: "+14084987855" })]],
    ["startCall", ["12"], {}, true, no("Invalid phone number"), []],
    ["startCall", ["12"], { callback: "Callback disabled" }, true, no("Callback disabled"), []],
    ["startCall", ["+14084987855"], { callback: "Balance" }, true, no("Balance"), []],
    [
      "sendOfflineMessage",
      [{ ...CONTACTS, message: "Call me" }],
      {},
      false,
      OK,
      [call("offline", { ...CONTACTS, message: "Call me" }), call("scene", "offline"), OPEN],
    ],
    [
      "sendOfflineMessage",
      [{ message: "Hi" }],
      { required: ["name"], scene: "offline" },
      false,
      OK,
      [call("offline", { ...NONE, message: "Hi" }), OPEN],
    ],
    ["sendOfflineMessage", [{ message: "Hi" }], {}, true, { result: "fail", error: "Chat is online" }, []],
    ["sendOfflineMessage", [{ email: "no" }], {}, false, { result: "fail", error: "Message is empty" }, []],
    ["sendOfflineMessage", [], {}, false, { result: "fail", error: "Message is empty" }, []],
    ["sendOfflineMessage", [{ message: "Hi", email: "no" }], {}, false, { result: "fail", error: "Invalid email" }, []],
    ["sendOfflineMessage", [{ message: "Hi", phone: "1" }], {}, false, { result: "fail", error: "Invalid phone" }, []],
    [
      "sendOfflineMessage",
      [{ message: "Hi", name: "Ann" }],
      { required: ["email"] },
      false,
      { result: "fail", error: "Contact required" },
      [],
    ],
    [
      "sendOfflineMessage",
      [{ message: "Hi", phone: "1234567" }],
      { required: ["email"], scene: "offline" },
      false,
      OK,
      [call("offline", { ...NONE, phone: "1234567", message: "Hi" }), OPEN],
    ],
    [
      "sendPageTitle",
      ["Cart"],
      {},
      true,
      OK,
      [call("title", { title: "Cart", url: "http://localhost:3000/", pinned: false })],
    ],
    [
      "sendPageTitle",
      ["Cart", true, "/cart?a=1"],
      {},
      true,
      OK,
      [call("title", { title: "Cart", url: "http://localhost:3000/cart?a=1", pinned: true })],
    ],
    [
      "sendPageTitle",
      ["", "yes", "http://["],
      {},
      true,
      OK,
      [call("title", { title: "Shop", url: "http://localhost:3000/", pinned: false })],
    ],
    ["setContactInfo", [CONTACTS], {}, true, OK, [call("setContactInfo", CONTACTS)]],
    [
      "setContactInfo",
      [{ name: "Ann", email: "no", phone: "", age: 5 }],
      {},
      true,
      OK,
      [call("setContactInfo", { name: "Ann" })],
    ],
    ["setClientAttributes", [{ a: "b", c: 1 }], {}, true, OK, [call("setClientAttributes", { a: "b", c: 1 })]],
    ["setClientAttributes", [{ a: "b" }], { attempts: 0 }, true, no("Rate limit exceeded"), []],
    ["setClientAttributes", [[1]], {}, true, no("Attributes are no object"), []],
    [
      "setCustomData",
      [Array(10).fill({ content: "x" })],
      {},
      true,
      OK,
      [call("setCustomData", Array(10).fill({ content: "x" }))],
    ],
    ["setCustomData", [[]], {}, true, OK, [call("setCustomData", [])]],
    ["setCustomData", [Array(11).fill({ content: "x" })], {}, true, no("Too many fields"), []],
    ["setCustomData", [{ content: "x" }], {}, true, no("Fields are no array"), []],
    ["setUserToken", ["t"], {}, true, { result: "ok", token: "t" }, [call("setUserToken", "t")]],
    ["setUserToken", [5], {}, true, { result: "ok", token: 5 }, [call("setUserToken", "5")]],
    ["setUserToken", [""], {}, true, no("Token is empty"), []],
    ["setUserToken", [null], {}, true, no("Token is empty"), []],
    ["setUserToken", [], {}, true, no("Token is empty"), []],
    ["setRules", [[]], {}, true, OK, [call("setRules", [])]],
    ["setRules", [{}], {}, true, no("Rules are no array"), []],
    ["setRules", [[{ commands: [{ command: "x" }] }]], {}, true, no("Unknown command"), []],
    ["setRules", [[{ commands: 5 }]], {}, true, no("Bad arguments"), []],
    ["getContactInfo", [], {}, true, { client_name: null, email: null, phone: null, description: null }, []],
    [
      "getContactInfo",
      [],
      { contacts: CONTACTS },
      true,
      { client_name: "Ann", email: "a@b.example", phone: "+1 408 4987855", description: "tall" },
      [],
    ],
    ["getUnreadMessagesCount", [], {}, true, 7, []],
    ["getUtm", [], {}, true, FACTS.utm, []],
    ["getUtm", [], { utm: { ...FACTS.utm, source: "ad" } }, true, { ...FACTS.utm, source: "ad" }, []],
    ["getVisitorNumber", [], {}, true, undefined, [{ type: "ask", id: 1, what: "number" }]],
    ["isCallbackEnabled", [], {}, true, undefined, []],
    ["clearHistory", [], {}, true, OK, [call("clearHistory", null)]],
    ["sendMessage", ["Hi"], {}, true, OK, [call("setContactInfo", {}), call("sendMessage", "Hi")]],
    ["sendMessage", [{}, "Hi"], {}, true, OK, [call("setContactInfo", {}), call("sendMessage", "Hi")]],
    [
      "sendMessage",
      [{ name: "Ann", message: "Hi" }],
      {},
      true,
      OK,
      [call("setContactInfo", { name: "Ann" }), call("sendMessage", "Hi")],
    ],
    [
      "sendMessage",
      [{ name: "Ann", text: "Hi" }],
      {},
      true,
      OK,
      [call("setContactInfo", { name: "Ann" }), call("sendMessage", "Hi")],
    ],
    ["sendMessage", [], {}, true, no("Message is empty"), [call("setContactInfo", {})]],
    ["_sendIntroduce", [CONTACTS], {}, true, OK, [call("introduce", CONTACTS)]],
    ["setTelegramLink", ["https://t.me/x"], {}, true, OK, [call("setTelegramLink", "https://t.me/x")]],
    ["setTelegramLink", ["javascript:x"], {}, true, no("Invalid link"), []],
  ];
  test.each(rows)("%s(%j) where %j, online %j: %j", async (method, args, about, online, answer, heard) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    document.title = "Shop";
    const frame = await page.begin(about, { online, unread: 7 });
    expect(page.api[method]?.(...args)).toEqual(answer);
    expect(await said(frame)).toEqual(heard);
    document.title = "";
  });

  test("has every method, and the extras only where they are on (1.6.1)", async () => {
    const extras = ["sendMessage", "_sendIntroduce", "setTelegramLink"];
    const frame = await page.begin({ extras: false });
    const names = Object.keys(page.api);
    expect(names).toEqual(
      [...new Set(rows.map(([name]) => name))].filter((name) => !extras.includes(name)).sort(by(names)),
    );
    expect(names).not.toContain("setOptions");
    await frame.draw();
    page.init();
    await page.frame({ extras: true });
    expect(Object.keys(page.api)).toEqual([...names, ...extras]);
  });

  test("knows of the call before (1.6 setContactInfo, setClientAttributes, clearHistory)", async () => {
    page.listen(...OPENED);
    await page.begin({ history: true, attempts: 2 }, { unread: 7, teaser: "Hello" });
    page.api.setContactInfo?.({ name: "Ann", email: "no" });
    page.api.setContactInfo?.({ phone: "1234567", name: "" });
    expect(page.api.getContactInfo?.()).toEqual({
      client_name: "Ann",
      email: null,
      phone: "1234567",
      description: null,
    });
    const answers = [1, 2, 3].map(() => page.api.setClientAttributes?.({ a: "b" }));
    expect(answers).toEqual([OK, OK, no("Rate limit exceeded")]);
    page.api.clearHistory?.();
    expect(page.api.getContactInfo?.()).toEqual({ client_name: null, email: null, phone: null, description: null });
    expect([page.api.getUnreadMessagesCount?.(), page.find(".jivo-teaser")?.hidden]).toEqual([0, true]);
    expect(page.taken()).toEqual([["onChangeState", "label"]]);
  });

  test("until the frame has heard of it, and knows better", async () => {
    const frame = await page.begin({ attempts: 1 });
    page.api.setContactInfo?.({ name: "Ann" });
    expect(page.api.setClientAttributes?.({ a: "b" })).toEqual(OK);
    // Said before the calls came.
    await frame.say({ type: "facts", facts: { ...FACTS, attempts: 1 } });
    expect(page.api.getContactInfo?.()).toMatchObject({ client_name: "Ann" });
    expect(page.api.setClientAttributes?.({ a: "b" })).toEqual(no("Rate limit exceeded"));
    await settle();
    await frame.say({ type: "facts", facts: { ...FACTS, attempts: 1, contacts: { ...NONE, name: "Bob" } } });
    expect(page.api.getContactInfo?.()).toMatchObject({ client_name: "Bob" });
    expect(page.api.setClientAttributes?.({ a: "b" })).toEqual(OK);
  });

  test("says nothing of the next visitor to the frame of the last one (clearHistory)", async () => {
    const frame = await page.begin();
    page.api.open?.();
    page.api.clearHistory?.();
    page.api.setContactInfo?.({ name: "Next" });
    page.api.getVisitorNumber?.(() => undefined);
    await frame.say({ type: "facts", facts: { ...FACTS, contacts: { ...NONE, name: "Last" } } });
    expect(page.api.getContactInfo?.()).toMatchObject({ client_name: "Next" });
    expect(await said(frame)).toEqual([OPEN, call("clearHistory", null)]);

    await frame.greet();
    const ask = { type: "ask", id: 1, what: "number" };
    expect(await said(frame)).toEqual([OPEN, call("setContactInfo", { name: "Next" }), ask]);
  });

  test("has read everything once the window is open (getUnreadMessagesCount)", async () => {
    await page.begin({}, { unread: 7 });
    page.api.open?.();
    expect(page.api.getUnreadMessagesCount?.()).toBe(0);
  });

  test("turns to the call form from the chat, and back (1.5)", async () => {
    page.listen("onChangeState");
    const frame = await page.begin();
    page.api.open?.();
    page.api.open?.({ start: "call" });
    // What the frame had said before it heard of that.
    await frame.say({ type: "facts", facts: { ...FACTS, attempts: 9 } });
    await frame.say({ type: "facts", facts: { ...FACTS, scene: "chat/call" } });
    // The visitor goes back.
    await frame.say({ type: "facts", facts: FACTS });
    expect(page.taken()).toEqual([
      ["onChangeState", "chat"],
      ["onChangeState", "chat/call"],
      ["onChangeState", "chat"],
    ]);
  });

  test("opens on what the frame shows since the window was closed", async () => {
    page.listen("onChangeState");
    const frame = await page.begin();
    page.api.open?.({ start: "call" });
    page.api.close?.();
    await settle();
    await frame.say({ type: "facts", facts: FACTS });
    page.find(".jivo-launcher")?.click();
    expect(page.taken()).toEqual([
      ["onChangeState", "call"],
      ["onChangeState", "label"],
      ["onChangeState", "chat"],
    ]);
  });

  test("opens the menu on a phone", async () => {
    page.media("max-width:480px");
    const frame = await page.begin();
    page.api.open?.({ start: "menu" });
    expect(await said(frame)).toEqual([call("scene", "menu"), OPEN]);
  });

  test("works in jivo_onLoadCallback", async () => {
    page.listen(...OPENED);
    globals.jivo_onLoadCallback = () => page.calls.push([page.api.open?.(), page.api.chatMode?.()]);
    await page.begin();
    expect(page.taken()).toEqual([["onChangeState", "chat"], ["onOpen"], ["onResizeCallback"], [OK, "online"]]);
  });

  test("answers questions later, and once (getVisitorNumber)", async () => {
    const frame = await page.begin();
    const told: unknown[][] = [];
    const note = (...args: unknown[]): unknown => told.push(args);
    page.api.getVisitorNumber?.(note);
    page.api.getVisitorNumber?.(note);
    await settle();
    expect(frame.of("ask").map(({ id }) => id)).toEqual([1, 2]);
    expect(told).toEqual([]);
    await frame.say({ type: "answer", id: 2, value: 42 });
    await frame.say({ type: "answer", id: 1, error: "Unreachable" });
    await frame.say({ type: "answer", id: 1, value: 5 });
    expect(told).toEqual([[null, 42], ["Unreachable"]]);
  });

  test("asks a frame that comes anew once more, and opens its window", async () => {
    const frame = await page.begin();
    const told = vi.fn();
    page.api.getVisitorNumber?.(told);
    page.api.open?.();
    page.api.setRules?.([]);
    page.api.sendPageTitle?.("Cart", true);
    await settle();
    frame.heard.length = 0;
    await frame.greet();
    expect(frame.heard).toMatchObject([
      { type: "boot", rules: [], page: { title: "Cart" } },
      OPEN,
      { type: "ask", id: 1, what: "number" },
    ]);
    await frame.say({ type: "answer", id: 1, value: 42 });
    expect(told).toHaveBeenCalledExactlyOnceWith(null, 42);
    // The page was told already.
    page.listen("onLoadCallback");
    await frame.draw();
    expect(page.taken()).toEqual([]);
  });

  test.each([
    [null, OK],
    ["Callback disabled", no("Callback disabled")],
  ])("says whether it can call back, but not at once (isCallbackEnabled): %j", async (callback, answer) => {
    await page.begin({ callback });
    const told = vi.fn();
    page.api.isCallbackEnabled?.(told);
    expect(told).not.toHaveBeenCalled();
    await settle();
    expect(told).toHaveBeenCalledExactlyOnceWith(answer);
  });

  test("keeps a title of the page's own, until it is taken back (sendPageTitle)", async () => {
    const frame = await page.begin();
    const move = async (hash: string): Promise<unknown> => {
      location.hash = hash;
      await vi.waitFor(() => expect(frame.of("page")).toHaveLength(1));
      return frame.heard.splice(0).at(-1);
    };
    page.api.sendPageTitle?.("Cart", true);
    document.title = "Shop";
    expect(await move("a")).toMatchObject({ page: { title: "Cart", url: "http://localhost:3000/#a" } });
    page.api.sendPageTitle?.("Cart", false);
    expect(await move("b")).toMatchObject({ page: { title: "Shop" } });
    document.title = "";
    history.replaceState(null, "", "/");
  });

  test("takes anything, and never throws (X5)", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const frame = await page.begin();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error("trap");
        },
        ownKeys: () => {
          throw new Error("trap");
        },
      },
    );
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
      [null],
      circle,
      trap,
      () => 1,
      Symbol("x"),
      9n,
      new Date(NaN),
    ];
    const names = Object.keys(page.api);
    for (const name of names) for (const thing of things) page.api[name]?.(thing, thing, thing);
    await frame.greet();
    page.api.open?.();
    await settle();
    expect(frame.heard.at(-1)).toEqual(OPEN);
    expect(page.isWindowShown).toBe(true);
    page.destroy();
    for (const name of names) for (const thing of things) page.api[name]?.(thing, thing, thing);
    await settle();
  });

  test("tells of goals once a rule has one, and never before (1.7)", async () => {
    const frame = await page.begin();
    const leave = (): boolean => document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 }));
    leave();
    expect(await said(frame)).toEqual([]);
    await frame.say({ type: "watch_goals" });
    leave();
    expect(await said(frame)).toEqual([
      { type: "goal", scroll: 0, close: false },
      { type: "goal", scroll: 0, close: true },
    ]);
    await frame.say({ type: "watch_goals" });
    expect(await said(frame)).toEqual([{ type: "goal", scroll: 0, close: true }]);
  });
});

const by =
  (names: readonly string[]) =>
  (one: string, other: string): number =>
    names.indexOf(one) - names.indexOf(other);

describe("ends, and begins again (CONTRACT 1.2 jivo_init, jivo_destroy)", () => {
  const unloads = (): { readonly count: () => number } => {
    const heard = vi.fn();
    addEventListener("jBeforeunload", heard);
    ends.push(() => removeEventListener("jBeforeunload", heard));
    return { count: () => heard.mock.calls.length };
  };
  const ends: (() => void)[] = [];
  afterEach(() => ends.splice(0).forEach((end) => end()));

  test("a little later, and tells once", async () => {
    stopClock();
    page.listen("onWidgetDestroy");
    const frame = await page.begin();
    const events = unloads();
    expect(page.destroy()).toBeUndefined();
    expect([containers(), events.count(), globals.jivo_magic_var, page.taken()]).toEqual([1, 1, undefined, []]);
    vi.advanceTimersByTime(10);
    expect([containers(), page.taken()]).toEqual([0, [["onWidgetDestroy"]]]);
    page.destroy();
    vi.advanceTimersByTime(10);
    expect([events.count(), page.taken()]).toEqual([1, []]);
    await settle();
    expect(frame.heard.at(-1)).toEqual({ type: "stop" });
  });

  test("and then there is nothing to do (jivo_api)", async () => {
    await page.begin({ contacts: { ...FACTS.contacts, name: "Ann" }, history: true }, { unread: 7 });
    const api = page.api;
    const told: unknown[][] = [];
    const note = (...args: unknown[]): unknown => told.push(args);
    api.getVisitorNumber?.(note);
    page.destroy();
    const gone = { result: "fail", reason: "Widget destroyed" };
    const getters = {
      chatMode: "offline",
      getContactInfo: { client_name: null, email: null, phone: null, description: null },
      getUnreadMessagesCount: 0,
      getUtm: FACTS.utm,
      getVisitorNumber: undefined,
      isCallbackEnabled: undefined,
    };
    for (const [name, method] of Object.entries(api)) {
      const answer = name === "sendOfflineMessage" ? { ...gone, error: gone.reason } : gone;
      expect([name, method(note)]).toEqual([name, name in getters ? getters[name as keyof typeof getters] : answer]);
    }
    await settle();
    expect(told).toEqual([["Widget destroyed"], ["Widget destroyed"], [gone]]);
    expect(page.api).toBe(api);
  });

  test("with nothing left (X8)", async () => {
    stopClock();
    const timers = (): number => vi.getTimerCount();
    const listeners = watchListeners();
    globals.jivo_config = { enable_bundle_wait: true };
    const before = timers();
    await page.run();
    dispatchEvent(new Event("scroll"));
    const frame = await page.frame();
    await frame.say({ type: "watch_goals" });
    page.api.open?.();
    document.body.click();
    expect(listeners()).toBeGreaterThan(5);
    page.destroy();
    vi.advanceTimersByTime(10);
    expect([listeners(), containers(), document.querySelectorAll("iframe").length]).toEqual([0, 0, 0]);
    await frame.say({ type: "facts", facts: { ...FACTS, config: { chat_mode: "gone" } } });
    expect(globals.jivo_config).toMatchObject({ chat_mode: "online" });
    expect(timers()).toBe(before);
    document.body.replaceWith(document.createElement("body"));
    await settle();
    expect(containers()).toBe(0);
  });

  test("in jivo_onLoadCallback", async () => {
    page.listen("onWidgetDestroy", ...OPENED);
    globals.jivo_onLoadCallback = () => page.destroy();
    await page.begin();
    await vi.waitFor(() => expect(containers()).toBe(0));
    expect(page.taken()).toEqual([["onWidgetDestroy"]]);
  });

  test("before it was ready", async () => {
    stopClock();
    page.listen("onLoadCallback", "onWidgetDestroy");
    const failed = vi.fn();
    globals.__jivoOnError = failed;
    await page.run();
    page.destroy();
    vi.advanceTimersByTime(100_000);
    expect([containers(), page.taken()]).toEqual([0, [["onWidgetDestroy"]]]);
    expect([failed.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("to come back, with all that belongs to a beginning", async () => {
    await page.begin();
    page.api.setRules?.([]);
    page.api.open?.();
    page.destroy();
    page.listen("onLoadCallback", ...OPENED);
    expect(page.init()).toBeUndefined();
    expect([containers(), globals.jivo_magic_var]).toEqual([1, true]);
    const frame = await page.frame();
    expect(frame.heard).toMatchObject([{ type: "boot", rules: null }]);
    expect([page.taken(), page.isWindowShown]).toEqual([[["onLoadCallback"]], false]);
    expect(page.api.open?.()).toEqual({ result: "ok" });
  });

  test("by jivo_init alone, which is no destroying", async () => {
    page.listen("onLoadCallback", "onWidgetDestroy");
    const first = await page.begin();
    const { api } = page;
    const events = unloads();
    page.init();
    expect(api.open?.()).toEqual({ result: "fail", reason: "Widget destroyed" });
    await page.frame();
    expect(first.heard.at(-1)).toEqual({ type: "stop" });
    expect([containers(), events.count(), page.taken()]).toEqual([1, 1, [["onLoadCallback"], ["onLoadCallback"]]]);
    // What the page has kept of the first life serves the second.
    expect(api.open?.()).toEqual({ result: "ok" });
  });

  test("however often, and in whatever order", async () => {
    stopClock();
    page.listen("onLoadCallback", "onWidgetDestroy");
    await page.begin();
    page.taken();
    for (let turn = 0; turn < 10; turn++) {
      page.init();
      page.init();
      page.destroy();
      page.destroy();
      page.init();
      await page.run();
    }
    expect(containers()).toBe(1);
    expect(page.taken()).toEqual(Array(10).fill(["onWidgetDestroy"]));
    await page.frame();
    expect(page.taken()).toEqual([["onLoadCallback"]]);
    page.destroy();
    vi.advanceTimersByTime(10);
    expect(containers()).toBe(0);
  });

  test("by another script, after jivo_destroy", async () => {
    await page.begin();
    page.destroy();
    await page.run("https://chat.example/widget/42");
    expect([containers(), page.iframe?.src]).toEqual([1, "https://chat.example/frame/42"]);
  });
});

/** Counts the listeners of window, document and root element that nobody has taken away. */
function watchListeners(): () => number {
  let count = 0;
  for (const target of [window, document, document.documentElement] as EventTarget[]) {
    const add = target.addEventListener.bind(target);
    vi.spyOn(target, "addEventListener").mockImplementation((type, listener, options) => {
      count++;
      if (typeof options === "object") options.signal?.addEventListener("abort", () => count--);
      add(type, listener, options);
    });
  }
  return () => count;
}
