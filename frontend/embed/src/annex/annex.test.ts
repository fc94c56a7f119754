// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Begun, Boot, Listener, Order } from "../frame/frame";
import type { Around } from "../frame/handshake";
import type { Settings } from "../frame/settings";
import type { Answer } from "../link/post";
import type { Look, Status, ToPage } from "../port";
import type { Means } from "../scenes/scenes";
import { attach } from "./annex";

const scenes = vi.hoisted(() => ({ means: null as Means | null, show: vi.fn(), isTouched: () => false }));
vi.mock("../scenes/scenes", () => ({
  makeScenes: (means: Means) => {
    scenes.means = means;
    return scenes;
  },
}));

const LOOK: Look = {
  css: { fill: "#0f6d8c" },
  zIndex: null,
  hidden: false,
  never: false,
  words: { open: "Open chat", close: "Close chat", dismiss: "Close", chat: "Chat" },
};
const STATUS: Status = { online: true, unread: 0, label: "", description: "", teaser: null };
const BOOT: Boot = {
  type: "boot",
  page: { url: "https://shop.example/?utm_source=google", title: "Shop", referrer: "" },
  config: { language: "" },
  override: {},
  department: null,
  clientId: null,
  clientProof: null,
  phone: false,
  dialect: "jivo",
  rules: null,
};

let told: ToPage[];
/** What the visitor was asked to do. */
let asked: unknown[][];
let reports: object[];
let obeyed: Order[];
let answer: Answer;
let hasHistory: boolean;
let siteRules: unknown;
/** What the server says beside. */
let site: object;
/** What the server was told of the page. */
let visits: object[];
/** As the visitor's side speaks to the page. */
let inside: Around;
let say: Listener;

const of = <T extends ToPage["type"]>(type: T): Extract<ToPage, { type: T }>[] =>
  told.filter((message): message is Extract<ToPage, { type: T }> => message.type === type);
const call = (method: string, value: unknown = null): void => say({ type: "call", method, value });
const draw = (status: Partial<Status> = {}): void =>
  inside.tell({ type: "draw", look: LOOK, status: { ...STATUS, ...status }, override: {} });
const message = (type: "agent" | "client" | "bot"): void =>
  inside.tell({ type: "message", message: { id: "1", text: "Hi", createdAt: 1, type } });
const news = (): string[] => of("news").map(({ name }) => name);
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

async function start(boot: Partial<Boot> = {}, settings: Partial<Settings> = {}): Promise<void> {
  const visitor = new Proxy(
    {
      hasHistory: () => hasHistory,
      report: (report: object) => {
        reports.push(report);
        return Promise.resolve(answer);
      },
      link: { send: (text: string) => asked.push(["send", text]), token: () => null },
      dress: { wishes: () => ({ language: "en", words: {} }) },
    },
    {
      get: (own, name) =>
        (Reflect.get(own, name) as unknown) ?? ((...args: unknown[]) => asked.push([String(name), ...args])),
    },
  );
  const begun = { visitor, drawer: {} } as unknown as Begun;
  const own = { look: { site: "shop", language: "en", accent: "#0f6d8c" }, domains: ["shop.example"], assets: {}, ...settings };
  say = await attach(
    { ...BOOT, ...boot },
    { tell: (message) => told.push(message) },
    own as unknown as Settings,
    (_, around) => {
      inside = around;
      return begun;
    },
    (_, order) => obeyed.push(order),
  );
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_242_441_000 });
  localStorage.clear();
  [told, asked, reports, obeyed] = [[], [], [], []];
  answer = { kind: "ok", body: { number: 7 } };
  hasHistory = false;
  scenes.show.mockClear();
  scenes.means = null;
  vi.stubGlobal("SCENES_SCRIPT", "../scenes/scenes");
  siteRules = [];
  site = { callback: "Callback disabled" };
  visits = [];
  vi.stubGlobal("fetch", (path: string, { body }: RequestInit) => {
    if (path === "/api/visit/record") {
      visits.push((JSON.parse(body as string) as { input: object }).input);
      return Promise.resolve(new Response("null"));
    }
    expect(path).toBe("/frame/shop/annex");
    return Promise.resolve(new Response(JSON.stringify({ rules: siteRules, ...site })));
  });
});
afterEach(() => {
  say({ type: "stop" });
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the page is told what its elements wear, then the facts, then what to draw", async () => {
  await start();
  expect(told.map(({ type }) => type)).toEqual(["sheet"]);
  draw();
  expect(told.map(({ type }) => type)).toEqual(["sheet", "facts", "draw", "watch_goals"]);
  expect(of("facts")[0]?.facts).toMatchObject({
    contacts: { name: null, email: null, phone: null, description: null },
    utm: { source: "google", medium: null },
    history: false,
    scene: "chat",
    callback: "Callback disabled",
    extras: true,
    attempts: 10,
    config: { widget_id: "shop", chat_mode: "online", widget_color: "#0f6d8c" },
  });
  draw({ unread: 1 });
  expect(of("facts")).toHaveLength(1);
  draw({ online: false });
  expect(of("facts")[1]?.facts.config).toMatchObject({ chat_mode: "offline" });
});

test("without domains nobody but the visitor writes in the visitor's name (CONTRACT 1.6.1)", async () => {
  await start({}, { domains: [] });
  draw();
  expect(of("facts")[0]?.facts.extras).toBe(false);
  for (const extras of [true, false]) {
    told = [];
    say({ type: "stop" });
    await start({}, { extras });
    draw();
    expect(of("facts")[0]?.facts.extras).toBe(extras);
  }
});

test("an invitation is said, remembered, and opens the window; offline there is none", async () => {
  await start();
  draw({ online: false });
  call("showProactiveInvitation", { text: "Hi", department: "3" });
  expect([asked, of("show")]).toEqual([[], []]);
  draw();
  call("showProactiveInvitation", { text: "Hi", department: "3" });
  call("showProactiveInvitation", { text: " ", department: null });
  expect(asked).toEqual([
    ["route", "3"],
    ["call", "sendAutoMessage", "Hi"],
  ]);
  expect(of("show")).toEqual([{ type: "show", scene: "chat" }]);
});

test("the first message is the visitor's own start, unless an invitation came before", async () => {
  await start();
  draw();
  inside.tell({ type: "event", name: "first_message_sent" });
  expect(news()).toEqual(["first_message", "client_started"]);
  call("showProactiveInvitation", { text: "Hi", department: null });
  inside.tell({ type: "event", name: "first_message_sent" });
  expect(news()).toEqual(["first_message", "client_started", "first_message"]);
});

test("agents' messages are news, others' are none, and history is a fact before", async () => {
  await start();
  draw();
  hasHistory = true;
  message("client");
  message("bot");
  expect([news(), of("facts").at(-1)?.facts.history]).toEqual([[], true]);
  message("agent");
  for (const kind of ["reopened", "accepted", "closed"]) inside.tell({ type: "turned", kind });
  expect(news()).toEqual(["received", "accepted"]);
  expect(of("message")).toEqual([]);
});

test("contacts are kept here, told to the server, and known to the next page", async () => {
  await start();
  draw();
  call("setContactInfo", { name: "John", description: "VIP" });
  expect(asked).toEqual([["update", { replace: false, fields: { name: "John", notes: "VIP" } }]]);
  call("introduce", { email: "j@a.example", phone: 5 });
  expect(of("facts").at(-1)?.facts.contacts).toEqual({ name: "John", email: "j@a.example", phone: null, description: "VIP" });
  expect(told.at(-1)).toEqual({ type: "news", name: "introduced" });
  say({ type: "stop" });
  told.length = 0;
  await start();
  draw();
  expect(of("facts")[0]?.facts.contacts.email).toBe("j@a.example");
});

test("what else the page says goes along with the tags of the first visit", async () => {
  await start();
  draw();
  call("setClientAttributes", { plan: "pro", age: 42, vip: true, none: null, many: NaN });
  await settle();
  call("setCustomData", [{ content: "Balance", link: "https://a.example", more: 1 }, null, { title: 5, content: {} }]);
  await settle();
  call("setUserToken", "secret");
  await settle();
  const utm = { content: null, campaign: null, source: "google", medium: null, term: null };
  expect(reports).toEqual([
    { attributes: { plan: "pro", age: 42 }, utm },
    { custom_data: [{ content: "Balance", link: "https://a.example" }, { content: "", title: "5" }], utm },
    { user_token: "secret", utm },
  ]);
  expect(of("facts").at(-1)?.facts.attempts).toBe(9);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  draw({ unread: 1 });
  expect(of("facts").at(-1)?.facts.attempts).toBe(10);
});

test("the visitor's number is asked for once, and told to all who ask", async () => {
  await start();
  draw();
  say({ type: "ask", id: 1, what: "number" });
  say({ type: "ask", id: 2, what: "number" });
  await settle();
  say({ type: "ask", id: 3, what: "number" });
  await settle();
  expect(of("answer")).toEqual([1, 2, 3].map((id) => ({ type: "answer", id, value: 7 })));
  expect(reports.length).toBeLessThan(3);
});

test("colours are the page's, two of them a gradient", async () => {
  await start();
  draw();
  call("setWidgetColor", { color: "#ffffff", color2: "#000000" });
  expect(asked).toEqual([["call", "setColors", { buttonBg: "#ffffff", clientBubbleBg: "#ffffff" }]]);
  expect(of("draw").at(-1)?.look.css.fill).toBe("linear-gradient(135deg,#ffffff,#000000)");
  call("setWidgetColor", { color: "#123456", color2: null });
  expect(of("draw").at(-1)?.look.css.fill).toBe("#0f6d8c");
});

test("the language is the visitor's side's matter (CONTRACT 4.2 language)", async () => {
  await start();
  draw();
  call("setLanguage", "en");
  expect(asked).toEqual([["call", "setLanguage", "en"]]);
});

test("rules of the page come before the site's, and can be replaced", async () => {
  const hide = [{ conditions: [], commands: [{ command: "hide" }] }];
  siteRules = hide;
  await start();
  draw();
  await settle();
  expect(of("draw").at(-1)?.look.hidden).toBe(true);
  expect(of("facts").at(-1)?.facts.config.rules).toEqual(hide);
  say({ type: "stop" });
  told.length = 0;
  await start({ rules: [] });
  draw();
  await settle();
  expect(of("draw").at(-1)?.look.hidden).toBe(false);
  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  call("setRules", [{ conditions: "none" }]);
  expect(warned).toHaveBeenCalledOnce();
  call("setRules", [{ conditions: [{ condition: "goal_close", value: true }], commands: [{ command: "hide" }] }]);
  expect(of("watch_goals")).toHaveLength(1);
  say({ type: "goal", scroll: 10, close: true });
  expect(of("draw").at(-1)?.look.hidden).toBe(true);
});

const saysZero = { condition: "custom_data", name: "chatVisibility", comparator: "equal", value: "0" };
const saysOne = { ...saysZero, value: "1" };

test("names that are not Jivo's are the site's alone, and Jivo's pages see none of them (CONTRACT 1.7)", async () => {
  const open = { conditions: [], commands: [{ command: "system_message", params: { message: "Hi" } }] };
  siteRules = [
    { conditions: [saysZero], commands: [{ command: "hide" }] },
    open,
    { conditions: [], commands: [{ command: "show" }, { command: "call_function", params: { name: "_open" } }] },
  ];
  await start();
  draw();
  await settle();
  const { config, conditions, commands } = of("facts").at(-1)?.facts ?? {};
  expect([config?.rules, conditions?.length, commands?.length]).toEqual([[open], 17, 6]);
  expect(of("invoke")).toEqual([]);
  // Fields have keys there, and each call takes the place of the one before.
  call("setCustomData", [{ content: "0", key: "chatVisibility" }, { content: "no key" }]);
  expect(of("draw").at(-1)?.look.hidden).toBe(true);
  say({ type: "stop" });

  const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await start({ rules: siteRules });
  draw();
  await settle();
  call("setCustomData", [{ content: "0", key: "chatVisibility" }]);
  expect(of("draw").at(-1)?.look.hidden).toBe(false);
  expect(warned.mock.calls).toEqual([[expect.stringContaining('"custom_data" is unknown')]]);
});

test("a page's data hide and show the chat as they change, and no visit tells of them (CONTRACT 3.2 addCustomData)", async () => {
  siteRules = [
    { name: "Hide", conditions: [saysZero], commands: [{ command: "hide" }] },
    {
      name: "Show",
      conditions: [saysOne],
      commands: [{ command: "show" }, { command: "call_function", params: { name: "_shown" } }],
    },
  ];
  vi.stubGlobal("GUEST_SCRIPT", "../guest/guest");
  const data = (value: string | null): void =>
    say({ type: "data", change: { replace: false, fields: { chatVisibility: value } } });
  const seen = (): unknown[] => [of("draw").at(-1)?.look.hidden, of("invoke").length, of("moment").length];
  await start({ dialect: "guest" });
  data("0");
  draw();
  await settle();
  expect(seen()).toEqual([true, 0, 1]);
  data("0");
  expect(seen()).toEqual([true, 0, 1]);
  data("1");
  expect([seen(), of("invoke")[0]]).toEqual([[false, 1, 2], { type: "invoke", name: "_shown" }]);
  data("0");
  expect(seen()).toEqual([true, 1, 3]);
  data(null);
  expect(seen()).toEqual([true, 1, 3]);
  // The same rule twice on end are two firings.
  data("0");
  expect(seen()).toEqual([true, 1, 4]);
  data("1");
  expect(seen()).toEqual([false, 2, 5]);
  dispatchEvent(new Event("pagehide"));
  expect(visits.length).toBeGreaterThan(0);
  expect(JSON.stringify(visits)).not.toContain("chatVisibility");
});

test("what the page takes back was never said, nor is what its next fields leave out", async () => {
  const silent = { ...saysZero, comparator: "not_contain", value: "" };
  const command = { command: "system_message", params: { message: "Hi" } };
  siteRules = [{ conditions: [silent], commands: [command] }];
  const said = (): number => asked.filter(([method]) => method === "call").length;
  const data = (chatVisibility: string | null): void =>
    say({ type: "data", change: { replace: false, fields: { chatVisibility } } });
  await start();
  data("0");
  draw();
  await settle();
  expect(said()).toBe(0);
  data(null);
  expect(said()).toBe(1);
  call("setCustomData", [{ content: "0", key: "chatVisibility" }]);
  expect(said()).toBe(1);
  call("setCustomData", [{ content: "0", key: "other" }]);
  expect(said()).toBe(2);
});

test("what a rule hides is there once somebody opens it, until the rule hides it again", async () => {
  siteRules = [{ conditions: [saysZero], commands: [{ command: "hide" }] }];
  vi.stubGlobal("GUEST_SCRIPT", "../guest/guest");
  await start({ dialect: "guest" });
  const hidden = (): boolean[] => of("draw").map(({ look }) => look.hidden);
  const data = (chatVisibility: string): void =>
    say({ type: "data", change: { replace: false, fields: { chatVisibility } } });
  draw();
  await settle();
  say({ type: "open", focus: false });
  data("0");
  expect(hidden()).toEqual([false, true]);
  say({ type: "open", focus: false });
  say({ type: "open", focus: false });
  expect(hidden()).toEqual([false, true, false]);
  data("1");
  data("0");
  expect(hidden()).toEqual([false, true, false, true]);
});

test("a rule shows what the site begins without", async () => {
  siteRules = [{ conditions: [], commands: [{ command: "show" }] }];
  await start();
  inside.tell({ type: "draw", look: { ...LOOK, hidden: true }, status: STATUS, override: {} });
  expect(of("draw").map(({ look }) => look.hidden)).toEqual([true, false]);
});

test("the site's own rules are told of when they fire, and the page's are not", async () => {
  siteRules = [{ name: "Hidden", conditions: [], commands: [{ command: "hide" }] }];
  await start();
  draw();
  await settle();
  expect(visits).toMatchObject([{ site: "shop", facts: { online: true, page_title: "Shop" }, fired: ["Hidden"] }]);
  say({ type: "stop" });
  visits.length = 0;
  await start({ rules: siteRules });
  draw();
  await settle();
  say({ type: "goal", scroll: 40, close: true });
  dispatchEvent(new Event("pagehide"));
  expect(visits).toMatchObject([{ fired: [], scroll: 40, leaving: true }]);
});

test("a rule over time invites once", async () => {
  const rules = [
    {
      type: "all",
      conditions: [{ condition: "time_on_page", comparator: "greater", value: "1" }],
      commands: [{ command: "proactive", params: { message: "Hi" } }],
    },
  ];
  await start({ rules });
  draw();
  await vi.advanceTimersByTimeAsync(990);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([["call", "sendAutoMessage", "Hi"]]);
});

test("facts say which of the page's guesses they know of, though nothing else has changed", async () => {
  await start({ guess: 2 });
  draw();
  expect(of("facts").map(({ facts }) => facts.guess)).toEqual([2]);
  say({ type: "call", method: "setContactInfo", value: {}, guess: 3 });
  expect(of("facts").map(({ facts }) => facts.guess)).toEqual([2, 3]);
});

test("a router's page is a page, with a time of its own", async () => {
  await start();
  draw();
  await vi.advanceTimersByTimeAsync(60_000);
  const greet = (comparator: string): void =>
    call("setRules", [
      {
        conditions: [{ condition: "time_on_page", comparator, value: 30 }],
        commands: [{ command: "proactive", params: { message: comparator } }],
      },
    ]);
  greet("lower");
  expect(asked).toEqual([]);
  say({ type: "page", page: { url: "https://shop.example/pay", title: "Pay", referrer: "" } });
  greet("greater");
  expect(asked.filter(([name]) => name === "call")).toEqual([["call", "sendAutoMessage", "lower"]]);
});

test("where a visitor is nobody knows, and so it is anywhere else", async () => {
  await start();
  draw();
  const rules = ["equal", "not_equal"].map((comparator) => ({
    conditions: ["city", "country"].map((condition) => ({ condition, comparator, value: "Riga" })),
    commands: [{ command: "system_message", params: { message: comparator } }],
  }));
  call("setRules", rules);
  expect(asked).toEqual([["call", "sendAutoMessage", "not_equal"]]);
});

test("a pinned title stays on every page, and a new one takes its place", async () => {
  await start();
  draw();
  call("title", { title: "Basket", url: "https://shop.example/basket", pinned: true });
  say({ type: "page", page: { url: "https://shop.example/pay", title: "Pay", referrer: "" } });
  call("title", { title: "Done", url: "https://shop.example/done", pinned: false });
  say({ type: "page", page: { url: "https://shop.example/", title: "Home", referrer: "" } });
  expect(asked.map(([, page]) => page)).toMatchObject([
    { url: "https://shop.example/basket", title: "Basket" },
    { url: "https://shop.example/pay", title: "Basket" },
    { url: "https://shop.example/done", title: "Done" },
    { url: "https://shop.example/", title: "Home" },
  ]);
});

test("the scene is what the page says, until the window closes", async () => {
  await start();
  draw();
  call("scene", "offline");
  expect(of("facts").at(-1)?.facts.scene).toBe("offline");
  say({ type: "close" });
  expect(of("facts").at(-1)?.facts.scene).toBe("chat");
  expect(obeyed).toEqual([{ type: "close" }]);
});

test("who is forgotten leaves nothing, and the document begins anew", async () => {
  const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
  await start();
  draw();
  call("setContactInfo", { name: "John" });
  localStorage.setItem("usher:token:other", "theirs");
  call("clearHistory");
  expect(Object.keys(localStorage)).toEqual(["usher:token:other"]);
  expect(reload).toHaveBeenCalledOnce();
});

test("words that are no methods do nothing", async () => {
  await start();
  draw();
  for (const method of ["open", "constructor", "__proto__", ""]) call(method, {});
  expect(asked).toEqual([]);
});

const scene = (): string | undefined => of("facts").at(-1)?.facts.scene;
const shown = (): unknown => scenes.show.mock.lastCall?.[0];

test("who finds nobody leaves a message in a form, which the page may have filled", async () => {
  await start();
  draw({ online: false });
  call("offline", { name: null, email: "mia@shop.example", phone: null, description: "VIP", message: "Hello" });
  call("scene", "offline");
  say({ type: "open", focus: false });
  await vi.waitFor(() =>
    expect(scenes.show.mock.lastCall).toEqual(["offline", { email: "mia@shop.example", text: "Hello" }]),
  );
  expect(asked).toContainEqual(["update", { replace: false, fields: { notes: "VIP" } }]);
  scenes.means?.taken("offline", { email: "mia@shop.example", text: "Hello" });
  expect([news(), scene()]).toEqual([["offline_sent"], "offline/success"]);
  expect(of("facts").at(-1)?.facts.contacts.email).toBe("mia@shop.example");
  say({ type: "close" });
  expect(scene()).toBe("chat");
});

test("who has begun to write is asked who they are, where the site wants to know", async () => {
  site = { callback: null, contact_form: { in_chat: true, name: {}, email: { required: true }, phone: {} } };
  await start();
  draw();
  say({ type: "open", focus: false });
  expect([scene(), of("facts").at(-1)?.facts.required]).toEqual(["chat", ["email"]]);
  hasHistory = true;
  message("client");
  expect(scene()).toBe("introduce");
  await vi.waitFor(() => expect(shown()).toBe("introduce"));
  scenes.means?.taken("introduce", { email: "mia@shop.example" });
  expect([news(), scene()]).toEqual([["introduced"], "chat"]);
});

test("rules ask for an address, and for a message with words of their own", async () => {
  await start();
  draw({ online: false });
  const rule = (command: string, params: object): object => ({ conditions: [], commands: [{ command, params }] });
  call("setRules", [rule("system_message_email", { message: "Your e-mail?" })]);
  expect(scene()).toBe("introduce");
  call("setRules", [rule("open_offline", { title: "Closed", message: "" })]);
  expect(of("show").at(-1)?.scene).toBe("offline");
  say({ type: "open", focus: false });
  await vi.waitFor(() => expect(shown()).toBe("offline"));
  expect(scenes.means?.wishes("offline")).toEqual({ language: "en", words: { offlineFormTitle: "Closed" } });
});

test("a rule offers a call where somebody calls, once a day if it says so", async () => {
  const rules = [
    { conditions: [], commands: [{ command: "show_callform", params: { title: "Shall we call?", onceADay: true } }] },
  ];
  await start();
  draw();
  call("setRules", rules);
  expect(of("show")).toEqual([]);
  say({ type: "stop" });

  site = { callback: null };
  await start();
  draw();
  call("setRules", rules);
  call("setRules", rules);
  expect(of("show")).toEqual([{ type: "show", scene: "call" }]);
});

test("what the page's fields and the server say of the visitor are contacts, too", async () => {
  await start();
  draw();
  const contacts = (): unknown => of("facts").at(-1)?.facts.contacts;
  say({ type: "data", change: { replace: false, fields: { plan: "pro" } } });
  expect(localStorage.getItem("usher:contacts:shop")).toBeNull();
  say({ type: "data", change: { replace: false, fields: { name: "Ann", notes: "regular", plan: "pro" } } });
  expect(contacts()).toEqual({ name: "Ann", email: null, phone: null, description: "regular" });
  expect(obeyed.at(-1)?.type).toBe("data");
  say({ type: "data", change: { replace: false, fields: { name: null } } });
  expect(contacts()).toEqual({ name: null, email: null, phone: null, description: "regular" });
  // The server has not heard of it yet, and then has, and then an operator changes it.
  const known = { name: null, email: "a@shop.example", phone: null, notes: null };
  inside.tell({ type: "contacts", contacts: known });
  expect(contacts()).toEqual({ name: null, email: "a@shop.example", phone: null, description: "regular" });
  inside.tell({ type: "contacts", contacts: { ...known, notes: "regular" } });
  inside.tell({ type: "contacts", contacts: { ...known, name: "Ann B." } });
  expect(contacts()).toEqual({ name: "Ann B.", email: "a@shop.example", phone: null, description: null });
  expect(of("contacts")).toEqual([]);
});

test("a preset's forms are asked for as the server knows it", async () => {
  await start({}, { look: { site: "shop", language: "en", accent: "#0f6d8c", preset: "sales" } } as never);
  draw();
  say({ type: "call", method: "scene", value: "offline" });
  say({ type: "open", focus: false });
  await vi.dynamicImportSettled();
  expect(scenes.means?.wishes("offline")).toEqual({ language: "en", words: {}, preset: "sales" });
  expect(await scenes.means?.normalise("777")).toBe("777");
});

test("a guest has rules, forms and contacts in its own words (CONTRACT 3, 4)", async () => {
  const command = (message: string): object => ({ command: "proactive", params: { message } });
  const condition = { condition: "online", comparator: "equal", value: true };
  siteRules = [
    { enabled: true, name: "a", type: "all", conditions: [condition], commands: [command("Hi"), command("there")] },
    { enabled: true, name: "b", type: "all", conditions: [condition], commands: [command("Again")] },
  ];
  vi.stubGlobal("GUEST_SCRIPT", "../guest/guest");
  await start({ dialect: "guest", scope: "eshop", config: { normalise: true } });
  say({ type: "data", change: { replace: false, fields: { name: "Ann" } } });
  draw();
  expect(of("moment")).toEqual([
    { type: "moment", name: "triggered" },
    { type: "moment", name: "triggered" },
  ]);
  expect([of("show").length, of("facts"), of("news"), of("sheet")]).toEqual([3, [], [], []]);
  expect(of("contacts")).toEqual([
    { type: "contacts", contacts: { name: "Ann", email: null, phone: null, notes: null } },
  ]);
  expect(localStorage.getItem("usher:contacts:shop/eshop")).toContain("Ann");
  say({ type: "call", method: "scene", value: "offline" });
  say({ type: "open", focus: false });
  await vi.dynamicImportSettled();
  void scenes.means?.normalise("777");
  expect(of("normalise")).toEqual([{ type: "normalise", id: 1, phone: "777" }]);
});

test("a form of the owner's own asks on pages that know such forms, until it lets the conversation begin (CONTRACT 3.3)", async () => {
  vi.stubGlobal("GUEST_SCRIPT", "../guest/guest");
  site = { contact_form: { own_page: "https://forms.example/" } };
  await start({ dialect: "guest", scope: null });
  draw();
  say({ type: "open", focus: false });
  await vi.waitFor(() => expect([shown(), scenes.means?.isOwn()]).toEqual(["introduce", true]));
  call("enqueue");
  await vi.waitFor(() => expect([shown(), scenes.means?.isOwn()]).toEqual([null, false]));
  for (const boot of [{ dialect: "guest", scope: null }, { dialect: "guest" }, { dialect: "jivo" }] as const) {
    hasHistory = "scope" in boot;
    await start(boot);
    draw();
    say({ type: "call", method: "scene", value: "offline" });
    say({ type: "open", focus: false });
    await vi.dynamicImportSettled();
    expect(scenes.means?.isOwn()).toBe(false);
  }
});

test("who is about to write is asked first, where the site wants it, unless the page does not (CONTRACT 3.2 openChat)", async () => {
  site = { contact_form: { before_chat: true, name: { show: true, required: true } } };
  await start();
  draw({ online: false });
  expect(scene()).toBe("chat");
  draw();
  expect(scene()).toBe("introduce");
  call("enqueue");
  expect(scene()).toBe("chat");
  await start();
  draw();
  call("setContactInfo", { name: "Ann" });
  expect(scene()).toBe("chat");
  localStorage.clear();
  hasHistory = true;
  await start();
  draw();
  expect(scene()).toBe("chat");
  site = { contact_form: { name: { show: true, required: true } } };
  hasHistory = false;
  await start();
  draw();
  expect(scene()).toBe("chat");
});
