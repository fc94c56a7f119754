/** How owidget's script comes onto a page, and what the page finds there (CONTRACT 3.1). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { COMPANY, loader, Owidget, tag, telling } from "../../guests/owidget";
import { idle, inline } from "../../guests/page";
import { ASKING, ASKING_NAME, guestStage, NAME } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-embedding");

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("the vendor's loader", proves("OE1", "OE3", "3.2 connectToServer"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set);
  await chat.expectTold("status 1");
  await chat.launcher.click();
  await expect(chat.inside.getByRole("heading", { name: NAME })).toBeVisible();
  await watch.expectQuiet();
});

/** The functions of elements and of the page say who they are. */
const OF_ELEMENTS = inline(`document.querySelectorAll("script[src]").forEach((script, index) => {
  script.$owidgetOnLoad = (owidget) => void told.push("element " + index + " " + typeof owidget.init);
});`);
const OF_PAGE = `window.$owidgetOnLoad = (owidget) => void told.push("page " + typeof owidget.init);`;

test("the element's function and not the page's", proves("OE1"), async ({ page }) => {
  const chat = await Owidget.on(page, set, { before: OF_PAGE, tags: tag("defer") + OF_ELEMENTS });
  await chat.expectTold("element 0 function");
});

test("the page's function, where the element has none", proves("OE2"), async ({ page }) => {
  const chat = await Owidget.on(page, set, { before: OF_PAGE, tags: tag("async") });
  await chat.expectTold("page function");
});

test("without document.currentScript, the last element that was not used", proves("OE1"), async ({ page }) => {
  const before = `Object.defineProperty(document, "currentScript", { value: null }); ${OF_PAGE}`;
  const chat = await Owidget.on(page, set, { before, tags: tag("defer") + tag("defer") + OF_ELEMENTS });
  await chat.expectTold("element 1 function", "element 0 function");
});

test("a browser that can not show the chat", proves("OE3"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.on(page, set, { before: "delete CSSStyleSheet.prototype.replaceSync;" });
  await expect.poll(() => chat.run("window.$owidget?.isSupported")).toBe(false);
  await idle(page);
  await expect(chat.host).toHaveCount(0);
  await watch.expectQuiet();
});

test("$owidget is there when the page is told, and whoever looks for it finds it", proves("OE4"), async ({ page }) => {
  const before = `const looking = setInterval(() => {
    if (typeof $owidget === "undefined") return;
    clearInterval(looking);
    told.push("found " + $owidget._clientUndecided());
  }, 10);`;
  const code = `told.push(String($owidget === owidget)); $owidget._clientUndecided = function () { return "yes"; };`;
  const chat = await Owidget.on(page, set, { before, code });
  await chat.expectTold("true", "found yes");
});

for (const [what, first, second, name] of [
  ["companies", COMPANY, `"${ASKING.company}"`, ASKING_NAME],
  ["scopes of one company", `${COMPANY}, null, null, "shop"`, `${COMPANY}, null, null, "help"`, NAME],
] as const) {
  test(`two ${what} on a page`, proves("OE5", "3.2 init scope"), async ({ page }) => {
    const watch = await Watch.over(page);
    const code = (by: string, init: string): string => `${telling(`${by} `)} owidget.init(${init}); owidget.connectToServer(); window.${by} = owidget;`;
    const one = await Owidget.on(page, set, { tags: loader(code("one", first)) + loader(code("two", second)) });
    const two = new Owidget(page, 2);
    for (const chat of [one, two]) await expect(chat.launcher).toBeVisible();
    expect((await one.told()).sort()).toEqual(["one status 1", "two status 1"]);
    // Which of the two came first is the network's matter.
    const [here, there] = (await one.run("$owidget === two")) === true ? [one, two] : [two, one];
    await one.forget();
    await one.run("one.openChat()");
    await here.write(`To the first of two ${what}`);
    await one.expectTold("one chatWindowOpen", "one chatSessionCreated");
    await one.run("two.openChat(true)");
    await expect(there.inside.getByRole("heading", { name })).toBeVisible();
    await expect(there.panel.composer).toBeVisible();
    await there.write(`To the second of two ${what}`);
    await one.expectTold("one chatWindowOpen", "one chatSessionCreated", "two chatWindowOpen", "two chatSessionCreated");
    await expect(there.panel.log.text(`To the first of two ${what}`)).toHaveCount(0);
    await expect(here.panel.log.text(`To the second of two ${what}`)).toHaveCount(0);

    await set.desk.take(`To the first of two ${what}`);
    await set.desk.say(`Only for the first of two ${what}`);
    await here.panel.log.expectOnce(`Only for the first of two ${what}`);
    await expect(there.panel.log.text(`Only for the first of two ${what}`)).toHaveCount(0);
    await watch.expectQuiet();
  });
}

test("nothing happens before init and connectToServer", proves("OE6", "3.2 init"), async ({ page }) => {
  const watch = await Watch.over(page);
  const code = `window.owidget = owidget; owidget.setStatusUpdateCallback(function () {}); owidget.openChat(); owidget.addCustomData("plan", "pro");`;
  const chat = await Owidget.on(page, set, { code });
  await expect.poll(() => chat.run("typeof owidget")).toBe("object");
  await idle(page);
  await chat.call("init", ASKING.company);
  await idle(page);
  await expect(page.locator("iframe")).toHaveCount(0);
  await expect(chat.host).toHaveCount(0);
  expect(watch.to(set.usher.url)).toEqual(["GET /widget/OOWidget.js"]);
  await chat.call("connectToServer");
  await expect(chat.launcher).toBeVisible();
});
