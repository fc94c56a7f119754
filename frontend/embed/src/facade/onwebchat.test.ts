// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import type { Known } from "../port";
import { breakPrototypes } from "../testing/broken";
import { FakeFrame, settle } from "../testing/fake_frame";
import { CHAT, OnWebChatPage, type OnWebChat } from "../testing/onwebchat_page";
import { forget, globals } from "../testing/page";

const NOBODY: Known = { name: null, email: null, phone: null, notes: null };
const KINDS = ["name", "email", "phone", "notes"] as const;

let page: OnWebChatPage;
/** What was called. */
let calls: string[];
beforeEach(() => {
  page = new OnWebChatPage();
  calls = [];
});
afterEach(() => page.leave());

const hush = (what: "error" | "warn"): MockInstance<typeof console.error> =>
  vi.spyOn(console, what).mockImplementation(() => {});
/** Has these callbacks write down that they were called, and that they were told nothing. */
const listen = (...names: string[]): void => {
  for (const name of names) page.chat.set(name, (...args: unknown[]) => calls.push([name, ...args].join(" ")));
};
const launcher = (): HTMLElement | null => page.find(".launcher");

describe("the script", () => {
  test("defines onWebChat_, and does what has waited in its order (NE1, NE2, NE7)", async () => {
    page.snippet();
    page.chat.set("name", "Ann");
    page.chat.set("email", "a@shop.example");
    page.chat.set("name", "Mia");
    page.chat.set("max", 1);
    await page.run();
    const { heard } = await page.frame();
    expect(heard).toEqual([
      {
        type: "boot",
        page: { url: location.href, title: "", referrer: "" },
        config: {},
        override: {},
        department: null,
        clientId: null,
        clientProof: null,
        phone: false,
        dialect: "guest",
      },
      { type: "data", change: { replace: false, fields: { name: "Ann" } } },
      { type: "data", change: { replace: false, fields: { email: "a@shop.example" } } },
      { type: "data", change: { replace: false, fields: { name: "Mia" } } },
      { type: "open", focus: false },
    ]);
    expect(page.chat.get("name")).toBe("Mia");
    page.chat.set("name", "Zoe");
    expect([page.chat.get("name"), page.chat.ar]).toEqual(["Zoe", []]);
  });

  test("does what waits, and then says that it has loaded, once (NE3)", async () => {
    page.snippet();
    listen("onWebChatLoaded");
    await page.run();
    expect(calls).toEqual([]);
    const frame = await page.frame();
    await frame.draw({}, { unread: 1 });
    expect(calls).toEqual(["onWebChatLoaded"]);
  });

  test("tells who comes late, too, once the call has returned (NE4)", async () => {
    await page.begin();
    listen("onWebChatLoaded");
    expect(calls).toEqual([]);
    await settle();
    expect(calls).toEqual(["onWebChatLoaded"]);
  });

  test.each([
    [CHAT, ""],
    [CHAT.toUpperCase(), ""],
    [`${CHAT}01234567`, ""],
    [`${CHAT}/`, ""],
    [`${CHAT}?v=2`, ""],
    [`${CHAT}/3`, "?preset=3"],
    [`${CHAT}/1/0`, "?preset=1%2F0"],
    [`${CHAT}//12//34/`, "?preset=12%2F34"],
  ])("knows the chat of /clientchat/%s (NE6)", async (path, query) => {
    page.snippet();
    await page.run(path);
    expect(page.address).toBe(`https://chat.example/frame/${/^\w+/.exec(path)?.[0] ?? ""}${query}`);
  });

  test.each([CHAT.slice(1), `${CHAT}012345678`, `${CHAT}/123`, `${CHAT}/1/2/3`, `${CHAT}g`, "", "shop", null])(
    "shows nothing for /clientchat/%s, and can be called",
    async (path) => {
      const told = hush("error");
      page.snippet();
      page.chat.set("max", 1);
      await page.run(path);
      for (const key of ["name", "show", "max", "language", "onClick"]) page.chat.set(key, 1);
      expect([page.host, told.mock.calls.length]).toEqual([null, 1]);
      expect([page.chat.get("status"), page.chat.get("email")]).toEqual(["offline", ""]);
    },
  );

  test("needs no snippet (NE8)", async () => {
    await page.run();
    const frame = await page.frame();
    page.chat.set("phone", "1");
    await settle();
    expect([page.chat.get("phone"), frame.of("data").length]).toEqual(["1", 1]);
  });

  test("adds no other name to the page (X1)", async () => {
    const before = Object.keys(window);
    page.snippet();
    await page.run();
    expect(Object.keys(window).filter((key) => !before.includes(key))).toEqual(["onWebChat", "onWebChat_"]);
  });

  test("included twice is one widget, and nothing is done twice (X7)", async () => {
    await page.begin();
    const first = globals.onWebChat_;
    listen("onWebChatLoaded");
    await page.run();
    await settle();
    expect([globals.onWebChat_, document.querySelectorAll("iframe, [id]").length]).toEqual([first, 1]);
    // A page that cleans its globals, and begins anew.
    forget("onWebChat_");
    page.snippet();
    page.chat.set("max", "1");
    await page.run();
    await page.run();
    expect([globals.onWebChat_, page.isOpen, calls]).toEqual([first, true, ["onWebChatLoaded"]]);
    page.chat.set("max", "0");
    await page.run();
    expect(page.isOpen).toBe(false);
  });

  test.each([undefined, null, "text", 5, {}, [null], ["text", 7, []]])("takes %j for a queue", async (queue) => {
    page.snippet();
    page.chat.ar = queue as unknown[];
    await page.run();
    expect(page.host).not.toBeNull();
  });

  test("finds its element where the browser does not say which it is", async () => {
    const script = document.createElement("script");
    script.type = "text/plain";
    Object.defineProperty(script, "src", { value: `https://chat.example/clientchat/${CHAT}` });
    document.head.append(script);
    await page.run(null);
    expect(page.address).toBe(`https://chat.example/frame/${CHAT}`);
  });

  test("shows the button in our element", async () => {
    await page.begin({}, { teaser: "Hi" });
    for (const part of ["launcher", "teaser", "window"]) expect(page.find(`.onwebchat-${part}`)).not.toBeNull();
  });
});

describe.each(KINDS)("%s", (kind) => {
  test("is what the page has set, at once and before the frame knows", async () => {
    page.snippet();
    await page.run();
    expect(page.chat.set(kind, "Ann <b>")).toBeUndefined();
    expect(page.chat.get(kind)).toBe("Ann <b>");
    const frame = await page.frame();
    expect(frame.of("data")).toEqual([{ type: "data", change: { replace: false, fields: { [kind]: "Ann <b>" } } }]);
  });

  test.each([["", ""], [null, ""], [42, "42"]])("%j is a text", async (value, text) => {
    const frame = await page.begin();
    page.chat.set(kind, "before");
    page.chat.set(kind, value);
    expect(page.chat.get(kind)).toBe(text);
    await settle();
    const fields = { [kind]: text === "" ? null : text };
    expect(frame.of("data").at(-1)).toEqual({ type: "data", change: { replace: false, fields } });
  });

  test("is '' as long as nobody has said it, and else what the frame says (4.3)", async () => {
    const frame = await page.begin();
    expect(page.chat.get(kind)).toBe("");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of an operator" } });
    expect(page.chat.get(kind)).toBe("of an operator");
    await frame.say({ type: "contacts", contacts: NOBODY });
    expect(page.chat.get(kind)).toBe("");
  });

  test("stays what the page has set, until the frame has heard it", async () => {
    const frame = await page.begin();
    await frame.say({ type: "contacts", contacts: NOBODY });
    page.chat.set(kind, "first");
    page.chat.set(kind, "second");
    // It has heard of neither, then of one.
    await frame.say({ type: "contacts", contacts: NOBODY });
    expect(page.chat.get(kind)).toBe("second");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "first" } });
    expect(page.chat.get(kind)).toBe("second");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "second" } });
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of an operator" } });
    expect(page.chat.get(kind)).toBe("of an operator");
    // Nothing new needs no answer.
    page.chat.set(kind, "of an operator");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of another" } });
    expect(page.chat.get(kind)).toBe("of another");
    page.chat.set(kind, "");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of another" } });
    expect(page.chat.get(kind)).toBe("");
    await frame.say({ type: "contacts", contacts: NOBODY });
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of a third" } });
    expect(page.chat.get(kind)).toBe("of a third");
  });

  test("holds until the frame has heard it, and is an operator's after that", async () => {
    const frame = await page.begin();
    const other = kind === "name" ? "email" : "name";
    page.chat.set(other, "of the page");
    page.chat.set(kind, "of the page");
    // The frame has heard the first word and not the second.
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [other]: "of the page" } });
    expect([page.chat.get(other), page.chat.get(kind)]).toEqual(["of the page", "of the page"]);
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [other]: "of the page", [kind]: "of the page" } });
    page.chat.set(kind, "of the page");
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "of an operator" } });
    expect([page.chat.get(other), page.chat.get(kind)]).toEqual(["", "of an operator"]);
  });

  test("is there in onWebChatLoaded, as the samples ask for it", async () => {
    page.snippet();
    page.chat.set("onWebChatLoaded", () => calls.push(`visitor ${kind}: ${String(page.chat.get(kind))}`));
    await page.run();
    const frame = await page.frame({ never: false }, {});
    expect(calls).toEqual([`visitor ${kind}: `]);
    await frame.say({ type: "contacts", contacts: { ...NOBODY, [kind]: "Ann" } });
    listen("onWebChatLoaded");
    page.chat.set("onWebChatLoaded", () => calls.push(String(page.chat.get(kind))));
    await settle();
    expect(calls.slice(1)).toContain("Ann");
  });
});

describe("language", () => {
  test.each(["l1", "l2", "fr", "en"])("%s is the frame's to know", async (language) => {
    page.snippet();
    page.chat.set("language", language);
    await page.run();
    const frame = await page.frame();
    page.chat.set("language", language);
    await settle();
    const said = { type: "call", method: "setLanguage", value: language };
    expect(frame.of("call")).toEqual([said, said]);
  });

  test("of a file is ignored", async () => {
    const frame = await page.begin();
    page.chat.set("languageFile", "https://shop.example/words.json");
    await settle();
    expect(frame.heard).toHaveLength(1);
  });
});

describe("max", () => {
  test.each([
    [1, 0],
    ["1", "0"],
    [true, false],
    ["true", "false"],
  ])("%j and %j open and close, and the same again is nothing", async (on, off) => {
    await page.begin();
    listen("onMaximize", "onMinimize");
    page.chat.set("max", off);
    expect([page.isOpen, calls]).toEqual([false, []]);
    page.chat.set("max", on);
    page.chat.set("max", on);
    expect([page.isOpen, calls]).toEqual([true, ["onMaximize"]]);
    page.chat.set("max", off);
    page.chat.set("max", off);
    expect([page.isOpen, calls]).toEqual([false, ["onMaximize", "onMinimize"]]);
  });

  test.each([undefined, null, 2, "on", {}, [], "constructor"])("%j is neither", async (value) => {
    await page.begin();
    page.chat.set("max", value);
    expect(page.isOpen).toBe(false);
    page.chat.set("max", 1);
    page.chat.set("max", value);
    expect(page.isOpen).toBe(true);
  });

  test("while everything is hidden is remembered", async () => {
    await page.begin();
    listen("onMaximize", "onMinimize");
    page.chat.set("show", 0);
    page.chat.set("max", 1);
    expect([page.isOpen, page.isAway, calls]).toEqual([false, true, []]);
    page.chat.set("show", 1);
    expect([page.isOpen, calls]).toEqual([true, ["onMaximize"]]);
    page.chat.set("show", 0);
    page.chat.set("max", 0);
    page.chat.set("show", 1);
    expect([page.isOpen, calls]).toEqual([false, ["onMaximize", "onMinimize"]]);
  });
});

describe("show", () => {
  test.each([
    [0, 1],
    ["0", "1"],
    [false, true],
  ])("%j and %j hide and show everything, which is as it was", async (off, on) => {
    await page.begin();
    page.chat.set("max", 1);
    listen("onMaximize", "onMinimize");
    page.chat.set("show", off);
    expect([page.isOpen, page.isAway]).toEqual([false, true]);
    page.chat.set("show", on);
    expect([page.isOpen, page.isAway, calls]).toEqual([true, false, []]);
  });

  test("before it has loaded hides from the start, and shows what the site hides", async () => {
    page.snippet();
    page.chat.set("show", 0);
    await page.run();
    await page.frame();
    expect(page.isAway).toBe(true);
    await page.leave();
    await page.begin({ hidden: true });
    expect(page.isAway).toBe(true);
    for (const value of [2, undefined, "constructor"]) page.chat.set("show", value);
    expect(page.isAway).toBe(true);
    page.chat.set("show", 1);
    expect(page.isAway).toBe(false);
  });
});

test("of name and address none is lost while the frame answers for the other", async () => {
  const frame = await page.begin();
  page.chat.set("name", "Ann");
  page.chat.set("email", "a@shop.example");
  await frame.say({ type: "contacts", contacts: { ...NOBODY, name: "Ann" } });
  expect([page.chat.get("name"), page.chat.get("email")]).toEqual(["Ann", "a@shop.example"]);
});

test.each(["nothing", "draw", "failed"])("a frame that says %s is asked for again, or not", async (word) => {
  hush("error");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1 });
  page.snippet();
  await page.run();
  const asked = vi.spyOn(page.find("iframe") as HTMLIFrameElement, "src", "set");
  if (word === "draw") await page.frame();
  if (word === "failed") await (await FakeFrame.of(page.host?.id ?? "").greet()).say({ type: "failed", reason: "domain" });
  vi.advanceTimersByTime(1e6);
  expect([asked.mock.calls.length, vi.getTimerCount()]).toEqual([word === "nothing" ? 3 : 0, 0]);
  vi.useRealTimers();
});

test("a rule hides and shows everything, but not what the page has hidden", async () => {
  const frame = await page.begin();
  page.chat.set("max", 1);
  listen("onMaximize", "onMinimize");
  await frame.draw({ hidden: true });
  expect([page.isAway, page.isOpen]).toEqual([true, false]);
  await frame.draw();
  expect([page.isAway, page.isOpen, calls]).toEqual([false, true, []]);
  page.chat.set("show", 0);
  await frame.draw({ hidden: true });
  await frame.draw();
  expect(page.isAway).toBe(true);
  page.chat.set("show", 1);
  expect([page.isAway, page.isOpen, calls]).toEqual([false, true, []]);
});

describe("calls back", () => {
  test("onClick before what the click does", async () => {
    await page.begin({}, { teaser: "Hi" });
    listen("onClick", "onMaximize", "onMinimize");
    launcher()?.click();
    expect(calls).toEqual(["onClick", "onMaximize"]);
    launcher()?.click();
    page.find(".teaser button")?.click();
    expect(calls.slice(2)).toEqual(["onClick", "onMinimize", "onClick", "onMaximize"]);
    page.chat.set("max", 0);
    expect(calls.slice(6)).toEqual(["onMinimize"]);
  });

  test("onMinimize when the visitor closes inside, by either of its names", async () => {
    const frame = await page.begin();
    page.chat.set("max", 1);
    page.chat.set("onMinimize", () => calls.push("old"));
    page.chat.set("onMinimized", () => calls.push("new"));
    await frame.say({ type: "minimize" });
    expect(calls).toEqual(["new"]);
  });

  test("onTrigger and onStartWriting when the frame says so", async () => {
    const frame = await page.begin();
    listen("onTrigger", "onStartWriting");
    for (const name of ["triggered", "writing", "session_created", "session_ended"] as const) {
      await frame.say({ type: "moment", name });
    }
    expect(calls).toEqual(["onTrigger", "onStartWriting"]);
  });

  test("the last function, until it is none (X4)", async () => {
    await page.begin();
    listen("onMaximize");
    listen("onMaximize");
    page.chat.set("max", 1);
    for (const nothing of [undefined, null, "text", {}]) {
      page.chat.set("onMaximize", nothing);
      page.chat.set("max", 0);
      page.chat.set("max", 1);
    }
    expect(calls).toEqual(["onMaximize"]);
  });

  test("functions that throw, and only the console hears of it (X2)", async () => {
    const told = hush("error");
    const fault = new Error("the page's bug");
    page.snippet();
    for (const name of ["onWebChatLoaded", "onMaximize", "onClick"]) {
      page.chat.set(name, () => {
        throw fault;
      });
    }
    await page.run();
    await page.frame();
    launcher()?.click();
    expect([page.isOpen, told.mock.calls]).toEqual([true, [[fault], [fault], [fault]]]);
  });

  test("functions that call us: each state once", async () => {
    page.snippet();
    listen("onMinimize");
    page.chat.set("onWebChatLoaded", () => page.chat.set("max", 1));
    page.chat.set("onMaximize", () => calls.push("onMaximize"));
    await page.run();
    const frame = await page.frame();
    await frame.draw({}, { unread: 2 });
    expect([page.isOpen, calls]).toEqual([true, ["onMaximize"]]);
  });
});

test("a rule opens the window, unless the page has hidden everything", async () => {
  const frame = await page.begin({ hidden: true });
  await frame.say({ type: "show", scene: "chat" });
  expect(page.isOpen).toBe(true);
  page.chat.set("max", 0);
  page.chat.set("show", 0);
  await frame.say({ type: "show", scene: "chat" });
  expect([page.isOpen, page.isAway]).toEqual([false, true]);
  page.chat.set("show", 1);
  expect(page.isOpen).toBe(true);
});

test("a rule with a goal is told of it", async () => {
  const frame = await page.begin();
  await frame.say({ type: "watch_goals" });
  document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 }));
  await settle();
  expect(frame.of("goal").map(({ close }) => close)).toEqual([false, true]);
});

test("status is online or offline, and offline before anybody knows (4.3)", async () => {
  page.snippet();
  await page.run();
  expect(page.chat.get("status")).toBe("offline");
  const frame = await page.frame();
  expect(page.chat.get("status")).toBe("online");
  await frame.draw({}, { online: false });
  expect(page.chat.get("status")).toBe("offline");
});

test("nothing that a page says throws, and nobody knows what is not known (X5)", async () => {
  hush("warn");
  hush("error");
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const things: unknown[] = [undefined, null, 0, NaN, "", "text", true, {}, [], circle, Symbol("x"), 9n];
  things.push(Object.create(null));
  const keys = [...KINDS, "language", "max", "show", "onClick", "onWebChatLoaded", "unknown", "__proto__", ...things];
  await page.begin();
  const { set, get } = globals.onWebChat_ as OnWebChat;
  for (const key of keys) for (const thing of things) expect(set(key, thing)).toBeUndefined();
  for (const key of ["max", "unknown", "constructor", "__proto__", ...things]) expect(get(key)).toBeUndefined();
});

test("a page that has broken its own prototypes has a chat all the same", async () => {
  const told = hush("error");
  page.snippet();
  page.chat.set("name", "Ann");
  page.chat.set("max", 1);
  const restore = breakPrototypes();
  const { used } = restore;
  try {
    await page.run();
  } finally {
    restore();
  }
  expect([used, told.mock.calls]).toEqual([[], []]);
  const { heard } = await page.frame();
  expect(heard.map(({ type }) => type)).toEqual(["boot", "data", "open"]);
});

test("what is no text is no key", async () => {
  await page.begin();
  page.chat.set({ toString: () => "onClick" }, () => calls.push("onClick"));
  launcher()?.click();
  expect(calls).toEqual([]);
});

test.each([undefined, {}, () => 1, Symbol("x")])("%o is nobody's name, and an object is JSON", async (value) => {
  const frame = await page.begin();
  page.chat.set("name", value);
  await settle();
  const json = JSON.stringify(value);
  expect(page.chat.get("name")).toBe(typeof value === "object" ? json : "");
  expect(frame.of("data")).toHaveLength(typeof value === "object" ? 1 : 0);
});
