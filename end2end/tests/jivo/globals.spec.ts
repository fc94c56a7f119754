/** What a page of Jivo's finds in its window and in its document, when it does, and what is left of it at the end. */

import { expect, test } from "@playwright/test";

import { measures } from "../../compat/seen";
import { proves } from "../../compat/rule";
import { Jivo, publish, usual } from "../../jivo/page";
import { ID, INVITATION, jivoStage, RULED } from "../../jivo/stage";
import { kept, Watch } from "../../support/watch";

const set = jivoStage("globals");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** Every method, with what a page would call it with. */
const CALLS: readonly (readonly [method: string, ...args: unknown[]])[] = [
  ["open"],
  ["close"],
  ["showProactiveInvitation", "How can I help you?"],
  ["setWidgetColor", "#ffffff", "#000000"],
  ["chatMode"],
  ["startCall", "+14084987855"],
  ["sendOfflineMessage", { message: "Offline message" }],
  ["sendPageTitle", "This is custom page title", true],
  ["setContactInfo", { name: "John Smith" }],
  ["setClientAttributes", { plan: "pro" }],
  ["setCustomData", [{ content: "User balance: $56" }]],
  ["setUserToken", "token"],
  ["setRules", []],
  ["getContactInfo"],
  ["getVisitorNumber"],
  ["getUnreadMessagesCount"],
  ["getUtm"],
  ["isCallbackEnabled"],
  ["clearHistory"],
];

/** Keeps `jivo_api` from the page's script until its setter has told what is there already. */
const WHEN_EXPOSED = `
  Object.defineProperty(window, "jivo_api", {
    configurable: true,
    set(value) {
      window.told.push(["api", typeof jivo_config, document.querySelectorAll("jdiv#jcont").length]);
      Object.defineProperty(window, "jivo_api", { value, writable: true, configurable: true });
    },
  });`;

test("first the functions, then the configuration, then jivo_api, then jivo_onLoadCallback", proves("1.3 at once", "1.3 then", "1.3 at last", "1.2 jivo_api", "1.2 jivo_version", "1.4 onLoadCallback"), async ({ page }) => {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(`**/frame/${ID}`, async (route) => {
    await arrived;
    await route.continue();
  });
  const asked = page.waitForRequest(`**/frame/${ID}`);
  const jivo = new Jivo(page);
  await page.goto(publish(set, ID, { before: WHEN_EXPOSED }), { waitUntil: "commit" });
  await asked;
  const kinds = await page.evaluate(() => {
    const names = ["jivo_magic_var", "jivo_version", "jivo_init", "jivo_destroy", "jivo_api"];
    return names.map((name) => typeof (window as unknown as Record<string, unknown>)[name]);
  });
  expect(kinds).toEqual(["boolean", "string", "function", "function", "undefined"]);
  arrive();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.told()).toEqual([["api", "object", 1], ["LoadCallback"]]);
  expect(await page.evaluate("typeof jivo_api")).toBe("object");
  await jivo.call("open");
  await jivo.call("close");
  expect(await page.evaluate("typeof jivo_api")).toBe("object");
});

test("its names, and no other vendor's", proves("JX1"), async ({ page }) => {
  const names = "Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name))";
  const jivo = await Jivo.loaded(page, set, ID, { before: `window.names = []; window.names = ${names};` });
  await jivo.call("open");
  const added = await page.evaluate(`${names}.filter((name) => !window.names.includes(name))`);
  expect((added as string[]).sort()).toEqual(["jivo_api", "jivo_config", "jivo_cspNonce", "jivo_destroy", "jivo_init", "jivo_magic_var", "jivo_version"]);
});

test("jivo_destroy ends it and jivo_init brings it back, to the same visitor", proves("1.2 jivo_destroy", "1.2 jivo_init", "1.2 jivo_api", "1.2 jivo_magic_var", "1.3 again", "1.4 onWidgetDestroy", "1.4 onLoadCallback"), async ({ page }) => {
  const watch = await Watch.over(page);
  const before = `addEventListener("jBeforeunload", () => window.told.push(["jBeforeunload"]));`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  await jivo.call("setContactInfo", { name: "John Smith" });
  await jivo.call("open");
  await jivo.write("Shall I be forgotten?");
  await jivo.call("close");
  const told = (await jivo.told()).length;

  // The elements go a moment later.
  const seen = await page.evaluate(() => {
    const { jivo_destroy } = window as unknown as { jivo_destroy: () => unknown };
    const returned = [jivo_destroy(), jivo_destroy()];
    return [returned, document.querySelectorAll("#jcont").length, Boolean((window as unknown as { jivo_magic_var: unknown }).jivo_magic_var)];
  });
  expect(seen).toEqual([[undefined, undefined], 1, false]);
  await jivo.expectTold("WidgetDestroy");
  await expect(page.locator("jdiv, iframe")).toHaveCount(0);
  await jivo.live("destroy");
  expect((await jivo.told()).slice(told)).toEqual([["jBeforeunload"], ["WidgetDestroy"]]);

  const gone = { result: "fail", reason: "Widget destroyed" };
  for (const [method, ...args] of CALLS.filter(([method]) => !/^(get|is|chatMode|sendOfflineMessage)/.test(method))) expect(await jivo.call(method, ...args), method).toEqual(gone);
  expect(await jivo.call("sendOfflineMessage", {})).toMatchObject({ result: "fail", error: "Widget destroyed" });
  expect(await jivo.call("chatMode")).toBe("offline");
  expect(await jivo.call("getContactInfo")).toEqual({ client_name: null, email: null, phone: null, description: null });
  expect(await jivo.call("getUtm")).toEqual({ content: null, campaign: null, source: null, medium: null, term: null });
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  expect(await jivo.ask("getVisitorNumber")).toEqual(["Widget destroyed"]);
  expect(await jivo.ask("isCallbackEnabled")).toEqual([gone]);

  expect(await page.evaluate("jivo_init()")).toBeUndefined();
  await jivo.expectTold("LoadCallback", 2);
  expect(await jivo.call("getContactInfo")).toMatchObject({ client_name: "John Smith" });
  await jivo.call("open");
  await jivo.panel.log.expectOnce("Shall I be forgotten?");
  expect(await jivo.states()).toEqual(["chat", "chat/min", "chat"]);

  // Legal while it is there, too: another beginning, and no destroying.
  await jivo.live("init");
  await jivo.expectTold("LoadCallback", 3);
  expect(await jivo.times("jBeforeunload")).toBe(2);
  expect(await jivo.times("WidgetDestroy")).toBe(1);
  await expect(jivo.window).toBeHidden();
  await expect(page.locator("#jcont")).toHaveCount(1);
  await watch.expectQuiet();
});

test("jivo_config says what the site's settings say", proves("1.2 jivo_config keys", "1.2 jivo_config", "1.6 chatMode"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, RULED);
  const config = (): Promise<unknown> => jivo.global("jivo_config");
  await expect.poll(config).toMatchObject({
    widget_id: "globals-jivo-ruled",
    site_id: "globals-jivo-ruled",
    base_url: set.usher.url,
    chat_mode: "online",
    locale: "ru",
    widget_color: "#c2410c",
    rules: [{ name: "Greet", enabled: true, type: "all", commands: [{ command: "proactive" }] }],
  });
  await set.desk.setAvailability("Away");
  await expect.poll(config).toMatchObject({ chat_mode: "offline" });
  expect(await jivo.call("chatMode")).toBe("offline");
  await set.desk.setAvailability("Online");
  await expect.poll(config).toMatchObject({ chat_mode: "online" });
  expect(await jivo.call("chatMode")).toBe("online");
});

test("what the page has put into jivo_config stays", proves("1.2 jivo_config", "1.2 jivo_config others"), async ({ page }) => {
  const before = `window.jivo_config = { widget_color: "#123456", hide_offline: true, departments: [7], mine: { a: 1 } };`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  expect(await jivo.global("jivo_config")).toMatchObject({ widget_color: "#123456", hide_offline: true, departments: [7], mine: { a: 1 }, chat_mode: "online" });
  await page.evaluate(`jivo_config.chat_mode = "offline"; jivo_config.locale = "xx"; jivo_init()`);
  await jivo.expectTold("LoadCallback", 2);
  expect(await jivo.global("jivo_config")).toMatchObject({ chat_mode: "offline", locale: "xx" });
  expect(await jivo.call("chatMode")).toBe("online");
  await expect(jivo.label).toBeVisible();
});

for (const [when, before, expected] of [
  ["the site's rules", "", INVITATION],
  ["none, from before the start", "window.jivo_config = { rules: [] };", null],
  ["none, from the last moment", `jivo_onLoadCallback = () => { jivo_config.rules = []; window.told.push(["LoadCallback"]); };`, null],
  [
    "the page's own",
    `window.jivo_config = { rules: [{ conditions: [{ condition: "time_on_page", comparator: "greater", value: 1 }], commands: [{ command: "proactive", params: { message: "The page's own words" } }] }] };`,
    "The page's own words",
  ],
] as const) {
  test(`the rules are ${when}`, proves("1.2 jivo_config"), async ({ page }) => {
    await page.clock.install();
    const jivo = await Jivo.loaded(page, set, RULED, { before });
    await expect.poll(() => page.evaluate("'rules' in jivo_config")).toBe(true);
    await page.clock.fastForward(2_000);
    if (expected !== null) await expect(jivo.inside.getByText(expected)).toBeVisible();
    // The page's rules are judged before this is answered.
    await jivo.ask("getVisitorNumber");
    expect(await jivo.times("Open")).toBe(expected === null ? 0 : 1);
  });
}

test("behind a policy with a nonce", proves("1.2 jivo_cspNonce", "JX11"), async ({ page }) => {
  const watch = await Watch.over(page);
  const policy = "default-src 'none'; script-src 'nonce-once' {{usher}}; frame-src {{usher}}; img-src data:; require-trusted-types-for 'script'";
  const jivo = await Jivo.loaded(page, set, ID, {
    head: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    nonce: "once",
    tag: usual(ID, `async nonce="once"`),
  });
  expect(await jivo.global("jivo_cspNonce")).toBe("once");
  await jivo.call("setWidgetColor", "#c2410c", "#7c2d12");
  await jivo.call("showProactiveInvitation", "Behind a policy");
  await jivo.write("And I can write");
  await jivo.call("close");
  await jivo.live("init");
  await jivo.expectTold("LoadCallback", 2);
  await jivo.live("destroy");
  await jivo.expectTold("WidgetDestroy");
  await watch.expectQuiet();
});

test("a page that is nothing but chat", proves("1.2 jivo_chat_page"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID, { before: "window.jivo_chat_page = true;" });
  await expect(jivo.panel.composer).toBeVisible();
  await expect(jivo.label).toBeHidden();
  expect(await measures(jivo.window)).toMatchObject({ width: 1280, height: 800, left: 0, top: 0 });
  await jivo.write("On a page of its own");
  expect(await jivo.call("close")).toEqual({ result: "ok" });
  await expect(jivo.window).toBeVisible();
});

for (const [name, writing] of [
  ["a variable", { before: "window.jivo_custom_widget = true;" }],
  ["an element", { body: `<div id="jivo_custom_widget">Talk to us</div>` }],
  [
    "an element that comes with jivo_onLoadCallback",
    {
      before: `jivo_onLoadCallback = () => {
        const label = document.createElement("div");
        label.id = "jivo_custom_widget";
        document.body.append(label);
        window.told.push(["LoadCallback"]);
      };`,
    },
  ],
] as const) {
  test(`a site that draws its own label: ${name}`, proves("1.2 jivo_custom_widget", "1.4 onMessageReceived"), async ({ page }) => {
    const jivo = await Jivo.loaded(page, set, ID, writing);
    await jivo.call("open");
    const words = `Of ${name}`;
    await jivo.write(words);
    await jivo.call("close");
    await expect(jivo.window).toBeHidden();
    await expect(jivo.label).toBeHidden();
    await set.desk.take(words);
    await set.desk.say(`To ${name}`);
    await jivo.expectTold("MessageReceived");
    await expect.poll(() => jivo.call("getUnreadMessagesCount")).toBe(1);
    expect(await page.evaluate(() => String((window as unknown as { jivo_custom_widget: unknown }).jivo_custom_widget))).toMatch(/^(true|\[object HTMLDivElement\])$/);
  });
}

test("the label is where pages hide it, and press it", proves("1.2 label", "1.2 elements", "JX9"), async ({ page }) => {
  const head = `<style>
    #jivo_chat_widget { display: none; }
    .shown #jivo_chat_widget { display: block; }
    button, iframe { display: none !important; background: red !important; }
    * { margin: 30px; transition: none; }
  </style>`;
  const jivo = await Jivo.loaded(page, set, ID, { head });
  await expect(page.locator("body > jdiv#jcont > jdiv#jivo_chat_widget")).toHaveCount(1);
  await expect(page.locator("body > jdiv#jcont > #jivo-iframe-container")).toHaveCount(1);
  await expect(jivo.label).toBeHidden();
  await page.evaluate(() => {
    document.documentElement.className = "shown";
  });
  await expect(jivo.label).toBeVisible();
  expect(await page.evaluate(() => document.styleSheets.length + document.adoptedStyleSheets.length)).toBe(1);
  await page.evaluate(() => {
    document.getElementById("jivo_chat_widget")?.click();
  });
  await expect(jivo.panel.composer).toBeVisible();
  expect(await jivo.states()).toEqual(["chat"]);
  await page.evaluate(() => {
    document.documentElement.className = "";
  });
  await expect(jivo.panel.composer).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("its elements are marked", proves("1.2 elements"), async ({ page }) => {
    const jivo = await Jivo.loaded(page, set, ID);
    await expect(page.locator(".__jivoMobileButton, .jivo-c-mobile")).toHaveCount(2);
    await jivo.label.tap();
    await expect(jivo.panel.composer).toBeVisible();
  });
});

test("a page may remove what is ours, whenever it likes", proves("1.2 elements", "1.2 no elements", "1.2 hooks"), async ({ page }) => {
  const watch = await Watch.over(page);
  const before = `window.__jivoConfigOnLoad = window.__jivoBundleOnLoad = window.__jivoBundleInit = () => void window.told.push(["hook"]);`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  await expect(page.locator("jdiv .__jivoMobileButton, .jivo-c-mobile, #jivo_container, #jivo-mouse-tracker")).toHaveCount(0);
  for (const selector of ["#jivo_chat_widget", "#jivo-iframe-container", "jdiv", "#jcont", "body > *"]) {
    await jivo.call("open");
    await page.evaluate((selector) => {
      document.querySelectorAll(selector).forEach((element) => {
        element.remove();
      });
    }, selector);
    for (const [method, ...args] of CALLS.filter(([method]) => method !== "clearHistory")) await jivo.call(method, ...args);
    await jivo.live("init");
    await expect(jivo.label).toBeVisible();
  }
  await jivo.call("open");
  await jivo.write("Still there");
  await expect(page.locator("#jcont")).toHaveCount(1);
  expect(await jivo.times("hook")).toBe(0);
  await watch.expectQuiet();
});

test("nothing is kept in the page's own storage", proves("1.2 storage"), async ({ page }) => {
  const watch = await Watch.over(page);
  const before = `for (const key of ["jv_store_${ID}_client", "jv_loader_info_${ID}"]) localStorage.removeItem(key);`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  await jivo.call("open");
  await jivo.write("Where is this kept?");
  expect((await kept(page)).filter((thing) => thing.includes(set.customer.origin))).toEqual([]);
  await page.reload();
  await jivo.expectTold("LoadCallback");
  await jivo.call("open");
  await jivo.panel.log.expectOnce("Where is this kept?");
  await watch.expectQuiet();
});

test("every method can be called in jivo_onLoadCallback", proves("1.3 calls"), async ({ page }) => {
  const watch = await Watch.over(page);
  const before = `jivo_onLoadCallback = () => {
    window.answers = ${JSON.stringify(CALLS)}.map(([method, ...args]) => jivo_api[method](...(/Number|Enabled/.test(method) ? [() => void window.told.push([method])] : args)));
    window.told.push(["LoadCallback"]);
  };`;
  const jivo = await Jivo.loaded(page, set, ID, { before });
  const answers = (await jivo.global("answers")) as unknown[];
  const OK = { result: "ok" };
  expect(Object.fromEntries(CALLS.map(([method], index) => [method, answers[index]]))).toEqual({
    ...{ open: OK, close: OK, showProactiveInvitation: OK, setWidgetColor: OK, chatMode: "online" },
    startCall: { result: "fail", reason: "Callback disabled" },
    sendOfflineMessage: { result: "fail", error: "Chat is online" },
    ...{ sendPageTitle: OK, setContactInfo: OK, setClientAttributes: OK, setCustomData: OK, setRules: OK, clearHistory: OK },
    setUserToken: { result: "ok", token: "token" },
    getContactInfo: { client_name: "John Smith", email: null, phone: null, description: null },
    getVisitorNumber: undefined,
    getUnreadMessagesCount: 0,
    getUtm: { content: null, campaign: null, source: null, medium: null, term: null },
    isCallbackEnabled: undefined,
  });
  await jivo.expectTold("isCallbackEnabled");
  await jivo.expectTold("getVisitorNumber");
  await expect(jivo.label).toBeVisible();
  await watch.expectQuiet();
});

for (const [name, before, below] of [
  ["a declaration", "", "function jivo_onLoadCallback() { told.push(['declared', arguments.length]); }"],
  ["a variable", "", "var jivo_onLoadCallback = function (state) { told.push(['declared', arguments.length]); };"],
  ["a property", "window.jivo_onLoadCallback = (...all) => told.push(['declared', all.length]);", ""],
  ["an async function", "window.jivo_onLoadCallback = async (...all) => { await null; told.push(['declared', all.length]); };", ""],
] as const) {
  test(`jivo_onLoadCallback as ${name}`, proves("1.3 declared", "1.4 onLoadCallback"), async ({ page }) => {
    const jivo = new Jivo(page);
    await page.goto(publish(set, ID, { before, tag: `${usual(ID)}<script>${below}</script>` }));
    await expect.poll(() => jivo.told()).toEqual([["declared", 0]]);
  });
}

test("a jivo_onLoadCallback that comes too late is not called", proves("1.3 declared"), async ({ page }) => {
  const jivo = new Jivo(page);
  await page.goto(publish(set, ID, { before: "delete window.jivo_onLoadCallback;" }));
  await expect(jivo.label).toBeVisible();
  await page.evaluate(`jivo_onLoadCallback = () => told.push(["late"])`);
  await jivo.call("open");
  await jivo.write("Too late");
  expect(await jivo.times("late")).toBe(0);
  await jivo.live("init");
  await jivo.expectTold("late");
});

test("and it is called once, with a history and with nobody there", proves("1.3 at last", "1.4 onLoadCallback"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.call("open");
  await jivo.write("This is history now");
  await set.desk.setAvailability("Away");
  await page.reload();
  await jivo.expectTold("LoadCallback");
  await jivo.call("open");
  await jivo.panel.log.expectOnce("This is history now");
  expect(await jivo.times("LoadCallback")).toBe(1);
  await set.desk.setAvailability("Online");
});
