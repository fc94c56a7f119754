/** A page that lives long without a new document: one chat, one socket, no error, and nothing that piles up. Counted. */

import { expect, type CDPSession, type Page, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { inserting, Jivo, publish, usual } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";
import { listeners } from "../../support/listeners";
import { Watch } from "../../support/watch";
import { Wire } from "../../support/wire";

const set = jivoStage("life");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** Keeps the timers of the page that are pending. */
const COUNT_TIMERS = `
  window.pending = new Set();
  for (const [set, clear] of [["setTimeout", "clearTimeout"], ["setInterval", "clearInterval"]]) {
    const [begin, end] = [window[set], window[clear]];
    window[set] = (act, ...rest) => {
      const timer = begin(() => { if (set === "setTimeout") window.pending.delete(timer); act(); }, ...rest);
      window.pending.add(timer);
      return timer;
    };
    window[clear] = (timer) => { window.pending.delete(timer); end(timer); };
  }`;

/** All that a page could have too much of. */
interface Count {
  readonly elements: number;
  readonly frames: number;
  readonly listeners: readonly string[];
  readonly timers: number;
  readonly sockets: number;
  readonly entries: number;
}

/** A page whose every piece of ours is counted. */
class Counted {
  private constructor(
    readonly jivo: Jivo,
    readonly watch: Watch,
    private readonly wire: Wire,
    private readonly cdp: CDPSession,
  ) {}

  /** Goes there; the chat is ready. */
  static async on(page: Page, writing: NonNullable<Parameters<typeof Jivo.loaded>[3]> = {}): Promise<Counted> {
    const watch = await Watch.over(page);
    const wire = await Wire.to(set.usher);
    const cdp = await page.context().newCDPSession(page);
    const before = `${COUNT_TIMERS}\n${writing.before ?? ""}`;
    const jivo = await Jivo.loaded(page, set, ID, { ...writing, before, query: `?usher=${encodeURIComponent(wire.url)}` });
    const counted = new Counted(jivo, watch, wire, cdp);
    await expect.poll(() => wire.sockets).toBe(1);
    return counted;
  }

  /** What there is now. */
  async now(): Promise<Count> {
    const { page } = this.jivo;
    const [elements, frames, timers, entries] = await page.evaluate(() => [
      document.querySelectorAll("jdiv").length,
      document.querySelectorAll("#jivo-iframe-container").length,
      (window as unknown as { pending: Set<number> }).pending.size,
      history.length,
    ] as const);
    return { elements, frames, timers, entries, listeners: (await listeners(this.cdp)).sort(), sockets: this.wire.sockets };
  }

  /** It comes to this. */
  async expect(count: Count): Promise<void> {
    await expect.poll(() => this.now()).toEqual(count);
  }

  /** There is no chat at all. */
  async expectNothing(): Promise<void> {
    const { entries } = await this.now();
    await this.expect({ elements: 0, frames: 0, listeners: [], timers: 0, sockets: 0, entries });
  }

  /** Nobody saw an error, and the wire is cut. */
  async end(): Promise<void> {
    await this.watch.expectQuiet();
    this.wire.close();
  }
}

test("jivo_init and jivo_destroy in bursts", proves("1.3 again", "1.2 jivo_init", "1.2 jivo_destroy", "1.4 onWidgetDestroy", "JX8"), async ({ page }) => {
  const counted = await Counted.on(page);
  const { jivo } = counted;
  await jivo.call("open");
  await jivo.write("Through all of it");
  await jivo.call("close");
  const once = await counted.now();
  expect(once).toMatchObject({ elements: 2, frames: 1, sockets: 1, timers: 0 });
  expect(once.listeners.length).toBeGreaterThan(0);

  for (const burst of [["destroy", "init"], ["init", "init", "init"], ["destroy", "destroy", "init", "destroy", "init"], ["init", "destroy", "init"]]) {
    for (let round = 1; round <= 5; round++) {
      const before = await jivo.times("LoadCallback");
      await page.evaluate((burst) => {
        for (const how of burst) (window as unknown as Record<string, () => void>)[`jivo_${how}`]?.();
      }, burst);
      await jivo.expectTold("LoadCallback", before + 1);
    }
    await counted.expect(once);
  }
  // Once for every chat that was there when it was destroyed.
  expect(await jivo.times("WidgetDestroy")).toBe(5 + 10 + 5);
  await jivo.call("open");
  await jivo.panel.log.expectOnce("Through all of it");

  await jivo.live("destroy");
  await counted.expectNothing();
  const requests = counted.watch.requests.length;
  for (const method of ["open", "close", "showProactiveInvitation", "setWidgetColor", "sendPageTitle", "setContactInfo", "setRules", "getVisitorNumber"]) await jivo.call(method, "words");
  await counted.expectNothing();
  expect(counted.watch.requests).toHaveLength(requests);
  await counted.end();
});

test("destroyed before it was ready, and in its own callbacks", proves("1.2 jivo_destroy", "1.3 calls", "JX8"), async ({ page }) => {
  const counted = await Counted.on(page);
  const { jivo } = counted;
  const once = await counted.now();
  for (const name of ["LoadCallback", "Open", "ChangeState", "ResizeCallback"]) {
    await page.evaluate((name) => {
      const global = window as unknown as Record<string, ((...args: unknown[]) => void) | undefined>;
      const own = global[`jivo_on${name}`];
      global[`jivo_on${name}`] = () => {
        global[`jivo_on${name}`] = own;
        global.jivo_destroy?.();
      };
    }, name);
    const destroyed = await jivo.times("WidgetDestroy");
    if (name === "LoadCallback") await jivo.live("init");
    else await jivo.call("open");
    await jivo.expectTold("WidgetDestroy", destroyed + 1);
    await counted.expectNothing();
    const loaded = await jivo.times("LoadCallback");
    await jivo.live("init");
    await jivo.expectTold("LoadCallback", loaded + 1);
    await counted.expect(once);
  }
  for (let round = 1; round <= 10; round++) {
    await jivo.live("init");
    await jivo.live("destroy");
  }
  await counted.expectNothing();
  await counted.end();
});

test("a library that deletes what it finds, and one that removes nodes", proves("JE11", "JE12", "JE13", "JE18", "JX7", "JX8", "1.2 elements"), async ({ page }) => {
  const counted = await Counted.on(page, { body: inserting(ID) });
  const { jivo } = counted;
  const once = await counted.now();
  const deletions = [
    ["jivo_api"],
    ["jivo_api", "jivo_onOpen", "jivo_onClose"],
    ["jivo_magic_var"],
    ["jivo_config", "jivo_version"],
    ["jivo_init", "jivo_destroy", "jivo_magic_var"],
    ["jivo_api", "jivo_config", "jivo_init", "jivo_destroy", "jivo_magic_var", "jivo_version", "jivo_cspNonce"],
  ];
  for (const selector of ["script[src]", "#jivo_chat_widget", "jdiv", "iframe"]) {
    for (const names of deletions) {
      await page.evaluate(
        ({ names, selector }) => {
          for (const name of names) Reflect.deleteProperty(window, name);
          document.querySelectorAll(selector).forEach((element) => {
            element.remove();
          });
        },
        { names, selector },
      );
      await page.evaluate("insert()");
    }
  }
  // Whatever it came to, one chat can be had.
  await page.evaluate(() => {
    (window as unknown as { jivo_magic_var: unknown }).jivo_magic_var = undefined;
  });
  const loaded = await jivo.times("LoadCallback");
  await page.evaluate("insert()");
  await expect.poll(() => jivo.times("LoadCallback")).toBeGreaterThan(loaded);
  await counted.expect(once);
  await jivo.call("open");
  await jivo.write("One chat after all that");
  await jivo.live("destroy");
  await counted.expectNothing();
  await counted.end();
});

test("another body, as Turbo does it, and another address", proves("1.2 elements", "1.3 again", "JX7", "1.6 sendPageTitle"), async ({ page }) => {
  const counted = await Counted.on(page, { body: inserting(ID) });
  const { jivo } = counted;
  await jivo.call("open");
  await jivo.write("I stay on all pages");
  await set.desk.openConversation("I stay on all pages");
  await jivo.call("close");
  const once = await counted.now();
  for (let visit = 1; visit <= 10; visit++) {
    await page.evaluate(async (visit) => {
      history.replaceState(null, "", `?visit=${visit}`);
      document.title = `Visit ${visit}`;
      const body = document.createElement("body");
      body.innerHTML = `<h1>Visit ${visit}</h1>`;
      document.body.replaceWith(body);
      // The tag of the next page runs, too.
      await (window as unknown as { insert: () => Promise<void> }).insert();
    }, visit);
    await expect(page.locator("body > #jcont")).toHaveCount(1);
  }
  await expect(set.desk.visitor).toContainText("Visit 10");
  await counted.expect(once);
  expect(await jivo.times("LoadCallback")).toBe(1);
  await jivo.label.click();
  await jivo.panel.log.expectOnce("I stay on all pages");
  await counted.end();
});

test("callbacks that come late, are replaced, wrapped or none", proves("JX3", "JX4", "1.4 unset", "1.4 onOpen"), async ({ page }) => {
  const counted = await Counted.on(page, { before: "delete window.jivo_onOpen; window.jivo_onClose = null; window.jivo_onResizeCallback = 'no function';" });
  const { jivo } = counted;
  const turn = async (): Promise<void> => {
    await jivo.call("open");
    await jivo.call("close");
  };
  await turn();
  expect(await jivo.states()).toEqual(["chat", "label"]);
  await page.evaluate(`var jivo_onOpen = () => told.push(["late"])`);
  await turn();
  expect(await jivo.times("late")).toBe(1);
  for (let wrapper = 1; wrapper <= 5; wrapper++) {
    await page.evaluate(`{ const own = jivo_onOpen; jivo_onOpen = (...all) => { own(...all); told.push(["wrapped"]); }; }`);
  }
  await turn();
  expect([await jivo.times("late"), await jivo.times("wrapped")]).toEqual([2, 5]);
  await page.evaluate(`jivo_onOpen = undefined; jivo_onClose = () => told.push(["closed"])`);
  await turn();
  expect([await jivo.times("late"), await jivo.times("wrapped"), await jivo.times("closed")]).toEqual([2, 5, 1]);
  await counted.end();
});

test("callbacks that throw", proves("JX2", "1.4 onMessageReceived"), async ({ page }) => {
  const watch = await Watch.over(page);
  const names = ["LoadCallback", "Open", "Close", "ChangeState", "MessageSent", "ClientStartChat", "Accept", "ResizeCallback", "WidgetDestroy"];
  const before = `${names.map((name) => `window.jivo_on${name} = () => { window.told.push(["${name}"]); throw new Error("${name} of the page"); };`).join("\n")}
    window.jivo_onMessageReceived = (message) => { window.told.push(["MessageReceived"]); return message.type; };`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  await jivo.call("open");
  await jivo.write("In spite of all");
  await jivo.call("close");
  await set.desk.take("In spite of all");
  await set.desk.say("I am with you");
  await jivo.expectTold("MessageReceived");
  await jivo.live("destroy");
  await jivo.expectTold("WidgetDestroy");
  for (const name of names) expect(watch.errors.join(), name).toContain(`${name} of the page`);
  expect(watch.errors.join()).toContain("TypeError");
  await jivo.live("init");
  await jivo.expectTold("LoadCallback", 2);
  await jivo.call("open");
  await jivo.panel.log.expectOnce("I am with you");
});

test("arguments of every wrong kind", proves("JX5"), async ({ page }) => {
  const watch = await Watch.over(page);
  const jivo = await Jivo.loaded(page, set, ID);
  const thrown = await page.evaluate(() => {
    const api = (window as unknown as { jivo_api: Record<string, (...args: unknown[]) => unknown> }).jivo_api;
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    const junk: unknown[] = [
      ...[undefined, null, true, false, 0, -1, 1e9, Number.NaN, Infinity, 7n, "", " ", "words", "<b>", "9".repeat(70_000)],
      ...[[], [1, [2]], {}, circle, { name: circle }, new Date(Number.NaN), () => 1, Symbol("odd"), document, window, new Proxy({}, {})],
      { get name(): string { throw new Error("a trap"); } },
      Object.create(null),
    ];
    const thrown: string[] = [];
    for (const [method, call] of Object.entries(api)) {
      for (const argument of junk) {
        try {
          call(argument, argument, argument);
        } catch (error) {
          thrown.push(`${method}: ${String(error)}`);
        }
      }
    }
    return thrown;
  });
  expect(thrown).toEqual([]);
  // What the visitor was made to say is somebody else's by now.
  await jivo.call("clearHistory");
  await page.reload();
  await jivo.expectTold("LoadCallback");
  await jivo.call("open");
  await jivo.write("After the noise");
  // The server refuses what is too long or too much, and what is no text of any kind is told in the console.
  expect(watch.errors.filter((error) => !/422|429|a trap|primitive value/.test(error))).toEqual([]);
});

test("a page that changes the language's own objects", proves("JE1", "JX9"), async ({ page }) => {
  const watch = await Watch.over(page);
  const before = `
    for (const method of ["map", "forEach", "filter", "find", "some", "every", "includes", "reduce", "indexOf", "slice", "concat"]) {
      Array.prototype[method] = function () { throw new Error("the page's own Array." + method); };
    }
    Object.prototype.inherited = function () {};`;
  // Driven by the page's own buttons: what Playwright evaluates in such a page is in the same trouble.
  const body = ["open()", "close()", "setContactInfo({ name: 'Prototype' })", "setRules([])"].map((call) => `<button onclick="jivo_api.${call}">${call}</button>`).join("");
  const jivo = new Jivo(page);
  await page.goto(publish(set, ID, { before, body }));
  await expect(jivo.label).toBeVisible();
  const press = (call: string): Promise<void> => page.getByRole("button", { name: call, exact: true }).click();
  await press("setContactInfo({ name: 'Prototype' })");
  await press("setRules([])");
  await press("open()");
  await jivo.panel.write("On a patched page");
  await jivo.panel.log.expectOnce("On a patched page");
  await press("close()");
  await expect(jivo.window).toBeHidden();
  expect(watch.errors).toEqual([]);
});

test("beside another vendor's chat", proves("JX1", "JX9"), async ({ page }) => {
  const watch = await Watch.over(page);
  const tag = `<script>window.SvyazioConfig = { orgId: "life" };</script>${usual(ID)}<script src="{{usher}}/widget/svyazio.js" async></script>`;
  const jivo = await Jivo.loaded(page, set, ID, { tag });
  await expect(page.getByRole("button", { name: "Open chat", exact: true })).toHaveCount(2);
  await jivo.call("open");
  await jivo.write("One of two chats");
  await jivo.live("destroy");
  await jivo.expectTold("WidgetDestroy");
  await expect(page.getByRole("button", { name: "Open chat", exact: true })).toHaveCount(1);
  await watch.expectQuiet();
});

test("a browser that denies all storage", proves("JE1", "1.3 at last"), async ({ page }) => {
  const watch = await Watch.over(page);
  await page.addInitScript(() => {
    for (const kind of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, kind, {
        get: () => {
          throw new DOMException("denied", "SecurityError");
        },
      });
    }
  });
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.call("setContactInfo", { name: "Nobody in particular" });
  await jivo.call("open");
  await jivo.write("Without storage");
  await jivo.call("close");
  expect(await jivo.states()).toEqual(["chat", "chat/min"]);
  expect(await jivo.call("getContactInfo")).toMatchObject({ client_name: "Nobody in particular" });
  await set.desk.openConversation("Without storage");
  await expect(set.desk.visitor).toContainText("Nobody in particular");
  await watch.expectQuiet();
});

test("the server goes away, and comes back", proves("JX10"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.call("open");
  await jivo.write("Before it went away");
  await set.usher.kill9();
  const answers = await page.evaluate(() => {
    const api = (window as unknown as { jivo_api: Record<string, (...args: unknown[]) => unknown> }).jivo_api;
    return ["close", "open", "getContactInfo", "getUtm", "getUnreadMessagesCount", "setContactInfo"].map((method) => typeof api[method]?.({ name: "Still me" }));
  });
  expect(answers).toEqual(["object", "object", "object", "object", "number", "object"]);
  await jivo.panel.write("While it was away");
  await set.usher.restart();
  await jivo.panel.log.expectSent();
  await set.desk.openConversation("While it was away");
  await expect(set.desk.visitor).toContainText("Still me");
  expect(await jivo.times("MessageSent")).toBe(1);
  await set.desk.take("While it was away");
  await jivo.expectTold("Accept");
  await set.desk.say("And we are back");
  await jivo.expectTold("MessageReceived");
});
