/** How Jivo's script comes onto a page, how it finds out whose it is, and what a second one makes of the first. */

import { expect, type Page, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { word } from "../../compat/words";
import { inserting, Jivo, publish, usual, type Writing } from "../../jivo/page";
import { ELSEWHERE, ID, jivoStage, NO_PHONES } from "../../jivo/stage";
import { freePort } from "../../support/process.mjs";
import { Watch } from "../../support/watch";
import { Wire } from "../../support/wire";

const set = jivoStage("embedding");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** Has the script run without an element that says that it is running. */
const NOBODY_RUNS = `Object.defineProperty(document, "currentScript", { value: null });`;

/** Tags of the vendor's, by what they are. */
const TAGS = [
  ["async", "JE1", usual(ID)],
  ["defer", "JE2", usual(ID, "defer")],
  ["neither", "JE2", usual(ID, "")],
  ["a query", "JE3", usual(`${ID}?locale=en&plugin=shop`)],
  ["jv-id", "JE4", `<script src="{{usher}}/widget.js" jv-id="${ID}" async></script>`],
  ["data-jv-id", "JE5", `<script src="{{usher}}/widget.js" data-jv-id="${ID}" async></script>`],
  ["geo-widget", "JE6", `<script src="{{usher}}/script/geo-widget/${ID}"></script>`],
  [
    "a tag manager",
    "JE2",
    `<script>(function (w, d, s) {
      var first = d.getElementsByTagName(s)[0], script = d.createElement(s);
      script.async = true; script.src = "{{usher}}/widget/${ID}"; first.parentNode.insertBefore(script, first);
    })(window, document, "script");</script>`,
  ],
  [
    "the old snippet",
    "JE6",
    `<script>(function () {
      var d = document, w = window;
      function l() {
        var s = d.createElement("script"); s.type = "text/javascript"; s.async = true;
        s.src = "{{usher}}/script/widget/${ID}"; var ss = d.getElementsByTagName("script")[0]; ss.parentNode.insertBefore(s, ss);
      }
      if (d.readyState == "complete") l();
      else if (w.attachEvent) w.attachEvent("onload", l);
      else w.addEventListener("load", l, false);
    })();</script>`,
  ],
] as const;

for (const [name, row, tag] of TAGS) {
  test(`a tag: ${name}`, proves(row), async ({ page }) => {
    const watch = await Watch.over(page);
    const jivo = await Jivo.loaded(page, set, ID, { tag });
    await expect(jivo.label).toBeVisible();
    await jivo.call("open");
    await expect(jivo.panel.composer).toBeVisible();
    expect(await jivo.times("LoadCallback")).toBe(1);
    await watch.expectQuiet();
  });
}

test("the language is in the address", proves("JE3"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID, { tag: usual(`${ID}?locale=ru`) });
  await expect(page.getByRole("button", { name: word("ru", "openChat") })).toBeVisible();
  await jivo.call("open");
  await expect(jivo.inside.getByRole("textbox", { name: word("ru", "message"), exact: true })).toBeVisible();
});

test.describe("without document.currentScript", () => {
  for (const [name, tag] of [
    ["the address in the stack", usual(ID)],
    ["jv-id before data-jv-id", `<script data-jv-id="1" type="text/plain" src="{{usher}}/nothing"></script><script jv-id="${ID}" src="{{usher}}/widget.js"></script>`],
    ["data-jv-id before the stack", `<script data-jv-id="${ID}" type="text/plain" src="{{usher}}/nothing"></script>${usual(NO_PHONES)}`],
  ] as const) {
    test(name, proves("JE7", "JE2"), async ({ page }) => {
      const jivo = await Jivo.loaded(page, set, ID, { before: NOBODY_RUNS, tag });
      await expect(jivo.window).toHaveAttribute("src", new RegExp(`/frame/${ID}$`));
    });
  }

  test("any script of our host", proves("JE7"), async ({ page }) => {
    const code = await (await page.request.get(`${set.usher.url}/widget/${ID}`)).text();
    const jivo = new Jivo(page);
    await page.goto(publish(set, ID, { tag: `<script type="text/plain" src="{{usher}}/widget/${ID}"></script>` }));
    await page.addScriptTag({ content: code });
    await jivo.expectTold("LoadCallback");
    await expect(jivo.window).toHaveAttribute("src", new RegExp(`^${set.usher.url}/frame/${ID}$`));
  });
});

for (const id of ["no-id", "AbCdEf12345", "12345678x"]) {
  test(`${id} can be no id: nothing is shown, and the console says why`, proves("JE8"), async ({ page }) => {
    const watch = await Watch.over(page);
    await page.goto(publish(set, id));
    await expect.poll(() => watch.errors.join()).toContain("Widget id is not valid.");
    const names = await page.evaluate(() => Object.keys(window).filter((name) => /jivo_(?!on)/.test(name)));
    expect(names).toEqual([]);
    await expect(page.locator("jdiv")).toHaveCount(0);
  });
}

test("names of other embeds are no ids", proves("JE8a", "JX1"), async ({ page }) => {
  for (const [script, name] of [
    ["svyazio.js", "Svyazio"],
    ["usher.js", "Usher"],
  ] as const) {
    await page.goto(publish(set, ID, { tag: `<script src="{{usher}}/widget/${script}"></script>` }));
    expect(await page.evaluate((name) => [typeof (window as unknown as Record<string, unknown>)[name], "jivo_init" in window], name)).toEqual(["function", false]);
  }
});

test("it starts when the window has loaded", proves("JE9", "1.3 at once"), async ({ page }) => {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("**/slow.png", async (route) => {
    await arrived;
    await route.abort();
  });
  const asked = page.waitForRequest("**/slow.png");
  const jivo = new Jivo(page);
  const body = `<img src="slow.png" alt="" />${usual(ID, "")}<script>window.ran = Object.keys(window).filter((name) => /jivo_(?!on)/.test(name));</script>`;
  await page.goto(publish(set, ID, { tag: "", body }), { waitUntil: "commit" });
  await asked;
  await expect.poll(() => jivo.global("ran")).toEqual(expect.arrayContaining(["jivo_magic_var", "jivo_version", "jivo_init", "jivo_destroy"]));
  expect(await jivo.global("ran")).not.toContain("jivo_api");
  expect(await page.evaluate(() => [document.readyState, document.querySelectorAll("jdiv").length])).toEqual(["interactive", 0]);
  arrive();
  await jivo.expectTold("LoadCallback");
  await expect(jivo.label).toBeVisible();
});

test("and at once in a window that has", proves("JE9", "JE2", "JE10"), async ({ page }) => {
  const jivo = new Jivo(page);
  await page.goto(publish(set, ID, { tag: "", body: inserting(ID) }));
  expect(await page.evaluate(() => document.readyState)).toBe("complete");
  await page.evaluate("insert()");
  await jivo.expectTold("LoadCallback");
  await expect(jivo.label).toBeVisible();
});

/** A page that has the chat, and what does this to it and then inserts the script again. */
async function again(page: Page, cleanup: string, writing: Writing = {}): Promise<[jivo: Jivo, insert: () => Promise<void>]> {
  const jivo = await Jivo.loaded(page, set, ID, { ...writing, body: inserting(ID) });
  return [jivo, () => page.evaluate(`{ ${cleanup} insert(); }`)];
}

const SCRIPTS = `document.querySelectorAll("script[src]").forEach((script) => script.remove());`;
const NODES = `document.querySelectorAll("jdiv").forEach((node) => node.remove());`;

test("the script ten times is one chat with one socket", proves("JE10", "JE13", "JX7", "1.2 jivo_magic_var"), async ({ page }) => {
  const watch = await Watch.over(page);
  const [jivo, insert] = await again(page, SCRIPTS);
  await jivo.call("open");
  await jivo.write("Still the same");
  for (let time = 1; time <= 10; time++) await insert();
  await expect(jivo.panel.log.text("Still the same")).toBeVisible();
  await expect(page.locator("#jcont")).toHaveCount(1);
  await expect(page.locator("iframe")).toHaveCount(1);
  expect(await jivo.times("LoadCallback")).toBe(1);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});

for (const [name, row, cleanup] of [
  ["resets jivo_magic_var", "JE11", `${NODES} jivo_magic_var = undefined;`],
  ["deletes every global", "JE12", `${NODES} delete window.jivo_api; delete window.jivo_config; delete window.jivo_init; delete window.jivo_magic_var; delete window.jivo_version;`],
] as const) {
  test(`a page that ${name} has a fresh chat, as often as it likes`, proves(row, "1.2 elements", "1.2 jivo_magic_var"), async ({ page }) => {
    const watch = await Watch.over(page);
    const wire = await Wire.to(set.usher);
    const [jivo, insert] = await again(page, cleanup, { query: `?usher=${encodeURIComponent(wire.url)}` });
    await jivo.call("open");
    await jivo.write(`Whoever ${name}`);
    for (let round = 1; round <= 5; round++) {
      await insert();
      await jivo.expectTold("LoadCallback", round + 1);
      await expect(jivo.label).toBeVisible();
    }
    await expect(page.locator("#jcont")).toHaveCount(1);
    await expect(page.locator("iframe")).toHaveCount(1);
    await expect.poll(() => wire.sockets).toBe(1);
    await jivo.call("open");
    await jivo.panel.log.expectOnce(`Whoever ${name}`);
    await watch.expectQuiet();
    wire.close();
  });
}

test("a library that deletes jivo_api alone has it back", proves("JE18"), async ({ page }) => {
  const watch = await Watch.over(page);
  const [jivo, insert] = await again(page, `${SCRIPTS} delete window.jivo_api;`);
  for (let round = 1; round <= 5; round++) {
    await insert();
    expect(await jivo.call("chatMode")).toBe("online");
    await jivo.expectTold("LoadCallback", round + 1);
  }
  await expect(page.locator("#jcont")).toHaveCount(1);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a site that is not for phones is not there", proves("JE15"), async ({ page }) => {
    const watch = await Watch.over(page);
    await page.goto(publish(set, NO_PHONES));
    await expect.poll(() => watch.requests.filter((request) => request.url().includes(`/frame/${NO_PHONES}`)).length).toBe(1);
    await expect(page.locator("jdiv, iframe")).toHaveCount(0);
    expect(await page.evaluate(() => "jivo_api" in window)).toBe(false);
    expect(watch.sockets).toEqual([]);
    await watch.expectQuiet();
  });
});

test("and on a computer it is", proves("JE15"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, NO_PHONES);
  await expect(jivo.label).toBeVisible();
});

test("a server that is not there is asked four times, and then no more", proves("JE16", "JX10", "1.2 __jivoOnError"), async ({ page }) => {
  const watch = await Watch.over(page);
  let asked = 0;
  await page.route("**/frame/**", (route) => {
    asked++;
    return route.abort("connectionrefused");
  });
  await page.clock.install();
  const jivo = new Jivo(page);
  await page.goto(publish(set, ID, { before: `window.__jivoOnError = () => void window.told.push(["Error"]);` }));
  for (let attempt = 1; attempt <= 4; attempt++) {
    await expect.poll(() => asked).toBe(attempt);
    await page.clock.fastForward(10_000);
  }
  await jivo.expectTold("Error");
  await page.clock.fastForward("01:00:00");
  expect(asked).toBe(4);
  expect(await jivo.told()).toEqual([["Error"]]);
  await expect(page.locator("jdiv, iframe")).toHaveCount(0);
  expect(await page.evaluate(() => "jivo_api" in window)).toBe(false);
  expect(watch.errors.filter((error) => !error.includes("ERR_"))).toEqual([]);
});

test("a script that can not be had leaves the page alone", proves("JX10"), async ({ page }) => {
  const watch = await Watch.over(page);
  const nowhere = `http://localhost:${await freePort()}`;
  await page.goto(publish(set, ID, { query: `?usher=${encodeURIComponent(nowhere)}` }));
  await page.getByLabel("A field of the page").fill("alive");
  await expect(page.getByLabel("A field of the page")).toHaveValue("alive");
  expect(watch.errors.filter((error) => !error.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);
});

test("a page that may not embed the site shows nothing, and is told", proves("JX12"), async ({ page }) => {
  const watch = await Watch.over(page);
  await page.clock.install();
  await page.goto(publish(set, ELSEWHERE));
  await expect.poll(() => watch.errors.join()).toMatch(/frame-ancestors/);
  for (let attempt = 1; attempt <= 4; attempt++) await page.clock.fastForward(10_000);
  await expect(page.locator("jdiv, iframe")).toHaveCount(0);
  expect(await page.evaluate(() => "jivo_api" in window)).toBe(false);
  expect(watch.sockets).toEqual([]);
  expect(watch.errors.filter((error) => error.includes("Uncaught"))).toEqual([]);
});

test("the chat comes with the first movement, or after five seconds", proves("JE17"), async ({ page }) => {
  const jivo = new Jivo(page);
  const address = publish(set, ID, { before: "window.jivo_config = { enable_bundle_wait: true };" });
  // Time goes on when the test says so.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.goto(address);
  await expect(page.locator("jdiv")).toHaveCount(0);
  await page.mouse.move(300, 300);
  await expect(page.locator("#jcont")).toHaveCount(1);

  await page.goto(address);
  await page.clock.fastForward(4_900);
  await expect(page.locator("jdiv")).toHaveCount(0);
  await page.clock.fastForward(200);
  await expect(page.locator("#jcont")).toHaveCount(1);
  await page.clock.resume();
  await jivo.expectTold("LoadCallback");
});
