// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { breakPrototypes } from "../testing/broken";
import { FakeFrame, settle } from "../testing/fake_frame";
import { COMPANY, METHODS, OwidgetPage, type Owidget } from "../testing/owidget_page";
import { globals } from "../testing/page";

const OTHER = "9A7B330A-A736-51E5-AF7F-FEAF819CDC9F";

let page: OwidgetPage;
beforeEach(() => {
  page = new OwidgetPage();
});
afterEach(() => page.leave());

const hush = (what: "error" | "warn"): MockInstance<typeof console.error> =>
  vi.spyOn(console, what).mockImplementation(() => {});
const isOpen = (): boolean => page.find(".box")?.classList.contains("open") === true;

describe("the script", () => {
  test("tells the function on its own element (OE1)", async () => {
    const told: unknown[] = [];
    globals.$owidgetOnLoad = () => told.push("the page's");
    await page.run(page.tag((owidget: unknown) => told.push(owidget)));
    expect(told).toEqual([globals.$owidget]);
  });

  test.each([["of the page", undefined], ["of the page, if the element's is none", null]])(
    "else the function %s (OE2)",
    async (_which, own) => {
      const told: unknown[] = [];
      globals.$owidgetOnLoad = (owidget: unknown) => told.push(owidget);
      await page.run(page.tag(own));
      expect(told).toEqual([globals.$owidget]);
    },
  );

  test.each([undefined, null, "text", {}])("needs no function: %j (X4)", async (nothing) => {
    const told = hush("error");
    globals.$owidgetOnLoad = nothing;
    await page.run(page.tag(nothing));
    expect([typeof globals.$owidget, told.mock.calls]).toEqual(["object", []]);
  });

  test("finds its element where the browser does not say which it is: the last one that nobody has used (OE1)", async () => {
    const told: string[] = [];
    const tags = ["first", "second"].map((name) => page.tag(() => told.push(name)));
    page.tag(() => told.push("another"), "https://chat.example/widget/usher.js");
    for (let times = 0; times < 3; times++) {
      hush("error");
      await page.run(null);
    }
    expect([told, tags.length]).toEqual([["second", "first"], 2]);
  });

  test("knows the running element, though it is not on the page, or not the last (OE1)", async () => {
    const told: string[] = [];
    const [first, gone] = ["first", "gone"].map((name) => page.tag(() => told.push(name)));
    page.tag(() => told.push("last"));
    gone?.remove();
    for (const tag of [first, gone]) await page.run(tag ?? null);
    expect(told).toEqual(["first", "gone"]);
  });

  test("does not take the element of another script that runs it", async () => {
    const told: string[] = [];
    page.tag(() => told.push("ours"));
    await page.run(page.tag(() => told.push("theirs"), "https://shop.example/bundle.js"));
    expect(told).toEqual(["ours"]);
  });

  test("does nothing without an address, since that says where the server is", async () => {
    const told = hush("error");
    await page.run(null);
    expect([globals.$owidget, told.mock.calls.length]).toEqual([undefined, 1]);
  });

  test("has set the global before it tells, and the page may add to it (OE4)", async () => {
    let seen: unknown;
    await page.run(
      page.tag((owidget: Owidget) => {
        (globals.$owidget as Owidget)._clientUndecided = 1;
        seen = owidget._clientUndecided;
      }),
    );
    expect(seen).toBe(1);
  });

  test("survives a function that throws (X2)", async () => {
    const told = hush("error");
    const fault = new Error("the page's bug");
    await page.run(
      page.tag(() => {
        throw fault;
      }),
    );
    expect(told.mock.calls).toEqual([[fault]]);
    expect(globals.$owidget).toBeDefined();
  });

  test("adds one global, and no other (X1)", async () => {
    const before = Object.keys(window);
    await page.connect();
    expect(Object.keys(window).filter((key) => !before.includes(key))).toEqual(["$owidget"]);
  });

  test("says whether the browser will do (OE3)", async () => {
    expect((await page.make()).isSupported).toBe(true);
    vi.stubGlobal("CSSStyleSheet", { prototype: {} });
    expect((await page.make()).isSupported).toBe(false);
  });

  test("run twice makes two objects that know nothing of each other (OE5)", async () => {
    const one = await page.make();
    const two = await page.make();
    expect(one).not.toBe(two);
    expect(globals.$owidget).toBe(two);
    one.init(COMPANY, null, "en", "a");
    two.init(OTHER, null, "es", "b");
    one.connectToServer();
    two.connectToServer();
    await settle();
    expect(page.hosts.map(({ id }) => id)).toEqual(["owidget-container", "owidget-container-2"]);
    const [first, second] = await Promise.all(page.hosts.map(({ id }) => FakeFrame.of(id).greet()));
    expect([first?.of("boot")[0]?.scope, second?.of("boot")[0]?.scope]).toEqual(["a", "b"]);
    two.openChat();
    one.addCustomData("a", "b");
    await settle();
    expect([first?.of("open"), second?.of("open").length]).toEqual([[], 1]);
    expect([first?.of("data").length, second?.of("data")]).toEqual([1, []]);
  });

  test("shows and connects nothing before init and connectToServer (OE6)", async () => {
    const owidget = await page.make();
    expect(page.hosts).toEqual([]);
    owidget.init(COMPANY);
    owidget.openChat();
    owidget.addCustomData("a", "b");
    await settle();
    expect([page.hosts, document.querySelector("iframe")]).toEqual([[], null]);
    owidget.connectToServer();
    await settle();
    expect(page.hosts).toHaveLength(1);
  });
});

describe("init", () => {
  test.each([
    ["a company", [COMPANY], "?lang=en-US"],
    ["a company in capitals", [OTHER], "?lang=en-US"],
    ["no preset", [COMPANY, null], "?lang=en-US"],
    ["a preset", [COMPANY, "Sales & more"], "?lang=en-US&preset=Sales%20%26%20more"],
    ["a language", [COMPANY, undefined, "cs"], "?lang=cs"],
    ["an empty language", [COMPANY, undefined, ""], "?lang=en-US"],
    ["a tenant by its number", [[COMPANY, 12], "shop", "es"], "?lang=es&preset=shop&tenant=12"],
    ["a tenant by its name", [[COMPANY, "12"]], "?lang=en-US&tenant=12"],
    ["an array without a tenant", [[COMPANY]], "?lang=en-US"],
  ])("takes %s", async (_what, init, query) => {
    await page.connect(...init);
    const company = (Array.isArray(init[0]) ? init[0][0] : init[0]) as string;
    expect(page.address).toBe(`https://chat.example/frame/${company}${query}`);
  });

  test("asks for the page's language before the browser's", async () => {
    document.documentElement.lang = "pt-BR";
    await page.connect();
    expect(page.address).toContain("?lang=pt-BR");
    expect((await page.frame()).of("boot")).toMatchObject([{ config: { language: "pt-BR" } }]);
  });

  test.each([
    ["eshop", "eshop"],
    [7, "7"],
    [undefined, null],
    [null, null],
    ["", null],
  ])("has a scope, %j, in which conversations go on", async (scope, said) => {
    await page.connect(COMPANY, null, null, scope);
    const frame = await page.frame();
    expect(frame.of("boot")).toEqual([
      {
        type: "boot",
        page: { url: location.href, title: "", referrer: "" },
        config: { language: "en-US", normalise: false },
        override: {},
        department: null,
        clientId: null,
        clientProof: null,
        phone: false,
        dialect: "guest",
        scope: said,
      },
    ]);
  });

  test.each(["shop", "", null, undefined, 7, {}, [], [null, 1], "3f2504e04f8941d39a0c0305e82c3301", Symbol("x")])(
    "will not have %o for a company, and then connectToServer does nothing",
    async (company) => {
      const told = hush("error");
      const owidget = await page.make();
      expect(owidget.init(company)).toBeUndefined();
      expect(told).toHaveBeenCalledOnce();
      expect(owidget.connectToServer()).toBeUndefined();
      await settle();
      expect(page.hosts).toEqual([]);
    },
  );

  test("may be said again before connecting, and not after", async () => {
    const owidget = await page.make();
    owidget.init(COMPANY, "one");
    owidget.init(OTHER, "two");
    owidget.connectToServer();
    owidget.init(COMPANY, "three");
    owidget.connectToServer();
    await settle();
    expect([page.hosts.length, page.address]).toEqual([1, `https://chat.example/frame/${OTHER}?lang=en-US&preset=two`]);
  });
});

describe("connectToServer", () => {
  test("before init is a mistake, and throws nothing", async () => {
    const told = hush("error");
    const owidget = await page.make();
    expect(owidget.connectToServer()).toBeUndefined();
    await settle();
    expect([page.hosts, told.mock.calls.length]).toEqual([[], 1]);
    owidget.init(COMPANY);
    owidget.connectToServer();
    await settle();
    expect(page.hosts).toHaveLength(1);
  });

  test("twice is once", async () => {
    const owidget = await page.connect();
    owidget.connectToServer();
    await settle();
    expect(page.hosts).toHaveLength(1);
  });

  test("shows the button in our element", async () => {
    await page.connect();
    await page.frame({}, { teaser: "Hi" });
    for (const part of ["launcher", "teaser", "window"]) expect(page.find(`.owidget-${part}`)).not.toBeNull();
  });
});

describe("setStatusUpdateCallback", () => {
  const orders: Record<string, (owidget: Owidget, set: () => void) => Promise<void>> = {
    "before init": async (owidget, set) => {
      set();
      owidget.init(COMPANY);
      owidget.connectToServer();
      await settle();
    },
    "before connectToServer": async (owidget, set) => {
      owidget.init(COMPANY);
      set();
      owidget.connectToServer();
      await settle();
    },
    "after connectToServer": async (owidget, set) => {
      owidget.init(COMPANY);
      owidget.connectToServer();
      set();
      await settle();
    },
  };
  test.each(Object.keys(orders))("%s: is told the first code, and every other one", async (when) => {
    const codes: unknown[] = [];
    const owidget = await page.make();
    await orders[when]!(owidget, () => owidget.setStatusUpdateCallback((code: unknown) => codes.push(code)));
    expect(codes).toEqual([]);
    const frame = await page.frame({}, { online: false });
    await frame.draw({}, { online: false, unread: 3 });
    await frame.draw({}, { online: true });
    await frame.draw({}, { online: true, busy: true });
    await frame.draw({}, { online: true, busy: false });
    await frame.draw({}, { online: false, busy: true });
    expect(codes).toEqual([0, 1, 2, 1, 0]);
  });

  test("once it is known: is told at once", async () => {
    const codes: unknown[] = [];
    const owidget = await page.connect();
    await page.frame();
    owidget.setStatusUpdateCallback((code: unknown) => codes.push(code));
    expect(codes).toEqual([1]);
  });

  test("replaces the one before, and may be none (X4)", async () => {
    const codes: unknown[] = [];
    const owidget = await page.connect();
    owidget.setStatusUpdateCallback(() => codes.push("old"));
    owidget.setStatusUpdateCallback((code: unknown) => codes.push(code));
    const frame = await page.frame();
    for (const nothing of [undefined, null, "text", {}]) {
      owidget.setStatusUpdateCallback(nothing);
      await frame.draw({}, { online: false });
      await frame.draw();
    }
    expect(codes).toEqual([1]);
  });
});

describe("setAppEventCallback", () => {
  test("is told a whole conversation in its order", async () => {
    const events: unknown[] = [];
    const owidget = await page.connect();
    owidget.setAppEventCallback((event: unknown) => events.push(event));
    const frame = await page.frame();
    page.find(".launcher")?.click();
    await frame.say({ type: "moment", name: "writing" });
    await frame.say({ type: "moment", name: "session_created" });
    await frame.say({ type: "moment", name: "session_started" });
    await frame.say({ type: "moment", name: "session_ended" });
    page.find(".launcher")?.click();
    expect(events).toEqual(
      ["chatWindowOpen", "chatSessionCreated", "chatSessionStarted", "chatSessionEnded", "chatWindowClosed"].map(
        (type) => ({ type }),
      ),
    );
  });

  test("of the visitor's, the page's and a rule's opening, once each", async () => {
    const events: string[] = [];
    const owidget = await page.make();
    owidget.setAppEventCallback(({ type }: { type: string }) => events.push(type));
    owidget.init(COMPANY);
    owidget.connectToServer();
    await settle();
    const frame = await page.frame();
    owidget.openChat();
    owidget.openChat();
    await frame.say({ type: "minimize" });
    await frame.say({ type: "show", scene: "chat" });
    await frame.say({ type: "minimize" });
    page.find(".launcher")?.click();
    const once = ["chatWindowOpen", "chatWindowClosed"];
    expect(events).toEqual([...once, ...once, "chatWindowOpen"]);
  });

  test("may throw, may be replaced, and may be none", async () => {
    const told = hush("error");
    const events: unknown[] = [];
    const owidget = await page.connect();
    await page.frame();
    owidget.setAppEventCallback(() => {
      throw new Error("the page's bug");
    });
    owidget.openChat();
    expect([isOpen(), told.mock.calls.length]).toEqual([true, 1]);
    owidget.setAppEventCallback((event: unknown) => events.push(event));
    page.find(".launcher")?.click();
    owidget.setAppEventCallback(null);
    owidget.openChat();
    expect(events).toEqual([{ type: "chatWindowClosed" }]);
  });

  test("may open the window from a status, and is told so", async () => {
    const events: string[] = [];
    const owidget = await page.connect();
    owidget.setAppEventCallback(({ type }: { type: string }) => events.push(type));
    owidget.setStatusUpdateCallback(() => owidget.openChat());
    const frame = await page.frame();
    expect([events, isOpen()]).toEqual([["chatWindowOpen"], true]);
    await frame.draw({}, { unread: 1 });
    expect(events).toEqual(["chatWindowOpen"]);
  });
});

describe("setCustomNumberNormalization", () => {
  const ask = async (normalise: unknown, phone = "777 666 555"): Promise<unknown> => {
    const owidget = await page.connect();
    owidget.setCustomNumberNormalization(normalise);
    const frame = await page.frame();
    await frame.say({ type: "normalise", id: 4, phone });
    return frame.of("normalised");
  };

  test.each([
    ["a better number", (phone: string) => `+420 ${phone}`, "+420 777 666 555"],
    ["no number", () => null, null],
    ["nothing", () => undefined, null],
    ["an empty text", () => "", null],
    ["what is no text", () => ({}), null],
  ])("answers with %s", async (_what, normalise, phone) => {
    expect(await ask(normalise)).toEqual([{ type: "normalised", id: 4, phone }]);
  });

  test("may throw: then it is no number", async () => {
    const told = hush("error");
    const fault = new Error("the page's bug");
    const answer = await ask(() => {
      throw fault;
    });
    expect([answer, told.mock.calls]).toEqual([[{ type: "normalised", id: 4, phone: null }], [[fault]]]);
  });

  test.each([undefined, null, "text"])("%j leaves numbers as they are", async (nothing) => {
    expect(await ask(nothing)).toEqual([{ type: "normalised", id: 4, phone: "777 666 555" }]);
  });

  test("is said to the frame, before it comes and after", async () => {
    const owidget = await page.make();
    owidget.setCustomNumberNormalization(() => null);
    owidget.init(COMPANY);
    owidget.connectToServer();
    await settle();
    const frame = await page.frame();
    owidget.setCustomNumberNormalization(null);
    owidget.setCustomNumberNormalization(() => null);
    await settle();
    expect(frame.of("boot")).toMatchObject([{ config: { normalise: true } }]);
    expect(frame.of("call")).toEqual([
      { type: "call", method: "normalise", value: false },
      { type: "call", method: "normalise", value: true },
    ]);
  });
});

describe("addCustomData", () => {
  test("before connecting and after, and the last word of a name counts", async () => {
    const owidget = await page.make();
    owidget.init(COMPANY);
    owidget.addCustomData("plan", "free");
    owidget.addCustomData("plan", "pro");
    owidget.connectToServer();
    await settle();
    const frame = await page.frame();
    owidget.addCustomData("chatVisibility", "0");
    owidget.addCustomData("chatVisibility", "1");
    await settle();
    const said = (fields: object): object => ({ type: "data", change: { replace: false, fields } });
    expect(frame.of("data")).toEqual([
      said({ plan: "pro" }),
      said({ chatVisibility: "0" }),
      said({ chatVisibility: "1" }),
    ]);
    // A frame that comes anew is told all of it once.
    await frame.greet();
    expect(frame.of("data").at(-1)).toEqual(said({ plan: "pro", chatVisibility: "1" }));
  });

  test("keeps JSON as it is, however long", async () => {
    const json = JSON.stringify({ note: ` ${"x".repeat(5_000)} ` });
    const owidget = await page.connect();
    const frame = await page.frame();
    owidget.addCustomData("cart", json);
    await settle();
    expect(frame.of("data")).toMatchObject([{ change: { fields: { cart: json } } }]);
  });

  test("takes numbers as texts, and nothing under no name", async () => {
    const owidget = await page.connect();
    const frame = await page.frame();
    owidget.addCustomData("age", 5);
    for (const name of [undefined, null, "", {}, () => 1]) owidget.addCustomData(name, "x");
    await settle();
    expect(frame.of("data")).toMatchObject([{ change: { fields: { age: "5" } } }]);
    expect(frame.of("data")).toHaveLength(1);
  });
});

describe("openChat", () => {
  test("opens; with true, nothing stands before the conversation", async () => {
    const owidget = await page.connect();
    const frame = await page.frame();
    owidget.openChat();
    owidget.openChat(true);
    await settle();
    expect(isOpen()).toBe(true);
    expect(frame.heard.slice(1)).toEqual([
      { type: "open", focus: false },
      { type: "call", method: "enqueue", value: null },
      { type: "open", focus: false },
    ]);
  });

  test.each([
    [[true], ["boot", "call", "open"]],
    [[], ["boot", "open"]],
  ])("%j before connecting waits for it", async (args, said) => {
    const owidget = await page.make();
    owidget.openChat(...args);
    owidget.init(COMPANY);
    owidget.connectToServer();
    await settle();
    const frame = await page.frame();
    expect([frame.heard.map(({ type }) => type), isOpen()]).toEqual([said, true]);
  });
});

test.each(["chat", "av", "callshow"])("openAppOnCurrentPage(%j) opens the chat: there is no video", async (type) => {
  const owidget = await page.connect();
  await page.frame();
  owidget.openAppOnCurrentPage(type, "AB12CD");
  expect(isOpen()).toBe(true);
});

test.each([undefined, null, "cobrowsing", 5, {}, Symbol("x")])("openAppOnCurrentPage(%o) is warned of", async (type) => {
  const warned = hush("warn");
  const owidget = await page.connect();
  await page.frame();
  owidget.openAppOnCurrentPage(type);
  expect([isOpen(), warned.mock.calls.length]).toEqual([false, 1]);
});

describe("a frame that does not come", () => {
  const stopClock = (): unknown =>
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 1 });
  const loads = (): MockInstance<(src: string) => void> =>
    vi.spyOn(page.find("iframe") as HTMLIFrameElement, "src", "set");
  afterEach(() => {
    vi.useRealTimers();
  });

  test("is asked for three times more, ever later", async () => {
    const told = hush("error");
    const owidget = await page.make();
    stopClock();
    owidget.init(COMPANY);
    owidget.connectToServer();
    const asked = loads();
    const after = (ms: number): number => {
      vi.advanceTimersByTime(ms);
      return asked.mock.calls.length;
    };
    expect([after(9_999), after(1), after(19_999), after(1), after(39_999), after(1), after(1e6)]).toEqual([
      0, 1, 1, 2, 2, 3, 3,
    ]);
    expect([vi.getTimerCount(), told.mock.calls.length]).toEqual([0, 1]);
    expect(asked.mock.calls[0]).toEqual([page.address]);
    vi.useRealTimers();
    await page.frame();
    expect(page.find(".launcher")).not.toBeNull();
  });

  test.each(["draw", "failed"] as const)("is not asked for once it has said %s", async (word) => {
    hush("error");
    const owidget = await page.make();
    stopClock();
    owidget.init(COMPANY);
    owidget.connectToServer();
    const asked = loads();
    const frame = await FakeFrame.of(page.hosts[0]?.id ?? "").greet();
    await (word === "draw" ? frame.draw() : frame.say({ type: "failed", reason: "domain" }));
    vi.advanceTimersByTime(1e6);
    expect([asked.mock.calls, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

test("a rule with a goal is told of it, and is the same rule when it asks again", async () => {
  await page.connect();
  const frame = await page.frame();
  document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 }));
  await settle();
  expect(frame.of("goal")).toEqual([]);
  await frame.say({ type: "watch_goals" });
  await frame.say({ type: "watch_goals" });
  document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY: -1 }));
  await settle();
  expect(frame.of("goal").map(({ close }) => close)).toEqual([false, false, true]);
});

test("a rule calls the page's own functions, and none of ours", async () => {
  const told = hush("error");
  const calls: unknown[][] = [];
  const owidget = (await page.connect()) as unknown as Record<string, unknown>;
  owidget._clientUndecided = function (...args: unknown[]) {
    calls.push([this === owidget, ...args]);
  };
  owidget._broken = () => {
    throw new Error("a fault of the page");
  };
  owidget._nothing = "text";
  owidget.plain = () => calls.push(["plain"]);
  const frame = await page.frame();
  for (const name of ["_clientUndecided", "_nothing", "_absent", "plain", "openChat", "__defineGetter__"]) {
    await frame.say({ type: "invoke", name });
  }
  expect([calls, isOpen(), told.mock.calls]).toEqual([[[true]], false, []]);
  await frame.say({ type: "invoke", name: "_broken" });
  expect(told).toHaveBeenCalledOnce();
});

test("a rule hides and shows the chat, also what was opened meanwhile (CONTRACT 3.2 chatVisibility)", async () => {
  const events: string[] = [];
  const owidget = await page.make();
  owidget.setAppEventCallback(({ type }: { type: string }) => events.push(type));
  owidget.init(COMPANY);
  owidget.connectToServer();
  await settle();
  const frame = await page.frame();
  const isAway = (): boolean => page.find(".box")?.classList.contains("away") === true;
  owidget.openChat();
  await frame.draw({ hidden: true });
  expect([isAway(), isOpen(), events]).toEqual([true, false, ["chatWindowOpen", "chatWindowClosed"]]);
  await frame.draw({ hidden: true }, { unread: 1 });
  expect([isAway(), events.length]).toEqual([true, 2]);
  await frame.draw();
  expect([isAway(), isOpen(), events.slice(2)]).toEqual([false, true, ["chatWindowOpen"]]);
  await frame.draw({ hidden: true });
  // Whoever asks for it has it.
  owidget.openChat();
  await frame.draw({ hidden: true }, { unread: 1 });
  expect([isAway(), isOpen()]).toEqual([false, true]);
  const asked = frame.of("open").length;
  await frame.draw();
  expect([isAway(), isOpen(), events.length]).toEqual([false, true, 5]);
  expect(frame.of("open").length).toBe(asked + 1);
});

test("what the site begins without is shown by a rule", async () => {
  await page.connect();
  const frame = await page.frame({ hidden: true });
  const isAway = (): boolean => page.find(".box")?.classList.contains("away") === true;
  expect(isAway()).toBe(true);
  await frame.draw();
  expect([isAway(), isOpen()]).toEqual([false, false]);
});

test("nothing that a page says makes a method throw, or return (X5)", async () => {
  hush("warn");
  hush("error");
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const things = [undefined, null, 0, NaN, "", "text", true, {}, [], circle, () => 1, Symbol("x"), 9n, Object.create(null)];
  for (const begin of [() => page.make(), () => page.connect()]) {
    const owidget = await begin();
    for (const method of METHODS) {
      for (const thing of things) expect(owidget[method](thing, thing, thing, thing)).toBeUndefined();
    }
  }
});

test("a page that has broken its own prototypes has a chat all the same", async () => {
  const told = hush("error");
  const restore = breakPrototypes();
  const { used } = restore;
  try {
    const owidget = await page.make();
    owidget.init([COMPANY, 7], "shop");
    owidget.addCustomData("plan", "pro");
    owidget.connectToServer();
    owidget.openChat(true);
  } finally {
    restore();
  }
  await settle();
  expect([used, told.mock.calls]).toEqual([[], []]);
  expect(page.address).toContain("&preset=shop&tenant=7");
  const { heard } = await page.frame();
  expect(heard.map(({ type }) => type)).toEqual(["boot", "data", "call", "open"]);
});

test("a server that is not there leaves the page as it is (X10)", async () => {
  const told = hush("error");
  const codes: unknown[] = [];
  vi.useFakeTimers();
  const connected = page.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  const owidget = await connected;
  owidget.setStatusUpdateCallback((code: unknown) => codes.push(code));
  owidget.openChat();
  vi.useRealTimers();
  expect([told.mock.calls.length, codes]).toEqual([1, []]);
});
