/** What holds for every embed, of mluvii's pages (CONTRACT 0.2). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { expectPlace, expectSize } from "../../compat/seen";
import { COMPANY, Owidget, tag, telling } from "../../guests/owidget";
import { added, expectAlive, JUNK, NAMES, NONCE, POLICY, STYLES } from "../../guests/page";
import { ELSEWHERE, guestStage } from "../../guests/stage";
import { freePort } from "../../support/process.mjs";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-everywhere");

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("its one name", proves("OX1", "OE4"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, { before: NAMES });
  await chat.open();
  await chat.write("Which names are new?");
  expect(await added(page)).toEqual(["$owidget"]);
});

test("functions of the page that throw", proves("OX2"), async ({ page }) => {
  const watch = await Watch.over(page);
  const fault = `throw new Error("a fault of the page");`;
  const chat = await Owidget.shown(page, set, {
    first: `owidget.setStatusUpdateCallback(function () { ${fault} }); owidget.setAppEventCallback(function (e) { told.push(e.type); ${fault} });`,
    after: fault,
  });
  await chat.open();
  await chat.write("Does it stop anything?");
  await chat.launcher.click();
  await chat.expectTold("chatWindowOpen", "chatSessionCreated", "chatWindowClosed");
  expect(watch.errors.filter((error) => !error.includes("a fault of the page"))).toEqual([]);
  // The loading, a status, three events.
  expect(watch.errors).toHaveLength(5);
  expect(await watch.violations()).toEqual([]);
});

test("callbacks that are none", proves("OX4", "3.2 setCustomNumberNormalization"), async ({ page }) => {
  const watch = await Watch.over(page);
  const setters = ["setAppEventCallback", "setStatusUpdateCallback", "setCustomNumberNormalization"];
  const first = setters.map((setter) => `owidget.${setter}("words");`).join("");
  const chat = await Owidget.shown(page, set, { first: `${telling()} ${first}` });
  for (const setter of setters) for (const none of [null, undefined, {}, 7]) await chat.call(setter, none);
  await chat.open();
  await chat.write("Nobody is told");
  expect(await chat.told()).toEqual([]);
  await watch.expectQuiet();
});

test("arguments of every wrong kind", proves("OX5", "3.2 openAppOnCurrentPage"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set, { first: "" });
  const wrong = await chat.run(`(() => {
    const wrong = [], junk = ${JUNK};
    for (const method of Object.keys($owidget).filter((key) => typeof $owidget[key] === "function")) {
      for (const argument of junk) {
        try {
          if ($owidget[method](argument, argument, argument, argument) !== undefined) wrong.push(method + " returned something");
        } catch (error) {
          wrong.push(method + ": " + error);
        }
      }
    }
    return wrong;
  })()`);
  expect(wrong).toEqual([]);
  await expectAlive(page);
  await page.reload();
  await expect(chat.launcher).toBeVisible();
  await chat.open();
  await chat.write("After the noise");
  // The server refuses what is too long and too much; and what can not be written as text, not even we can.
  expect(watch.errors.filter((error) => !/owidget: |Failed to load resource|Cannot convert object to primitive/.test(error))).toEqual([]);
});

test("words of the page are no HTML", proves("OX6"), async ({ page }) => {
  const html = `<img src=x onerror="document.title='taken'">`;
  const chat = await Owidget.shown(page, set, { between: `owidget.addCustomData("note", ${JSON.stringify(html)}); owidget.addCustomData("<i>name</i>", "value");` });
  await chat.open();
  await chat.write(`${html} said the visitor`);
  await set.desk.openConversation(`${html} said the visitor`);
  await expect(set.desk.visitor).toContainText(html);
  await expect(set.desk.visitor).toContainText("<i>name</i>");
  await expect(set.desk.page.locator("img[src=x]")).toHaveCount(0);
  await expect(chat.inside.locator("img[src=x]")).toHaveCount(0);
});

test("a page whose styles are about everything", proves("OX9"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, { head: STYLES });
  await expectSize(chat.launcher, 60, 60);
  await expectPlace(chat.launcher, "bottom right");
  await chat.open();
  await expectSize(chat.window, 400, 600);
  await expect(chat.host).toHaveCSS("position", "fixed");
  expect(await page.evaluate(() => [document.styleSheets.length, document.adoptedStyleSheets.length])).toEqual([1, 0]);
  await expect(page.locator("body > *")).toHaveCount(3);
});

test("the script can not be had, or nothing answers it", proves("OX10"), async ({ page }) => {
  const watch = await Watch.over(page);
  const nowhere = `http://localhost:${await freePort()}`;
  await Owidget.on(page, set, { query: `?usher=${encodeURIComponent(nowhere)}` });
  await expect.poll(() => watch.errors.join()).toContain(nowhere);
  await expectAlive(page);
  expect(watch.errors.filter((error) => !error.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);

  watch.errors.splice(0);
  await page.route(`${set.usher.url}/frame/**`, (route) => route.abort("connectionrefused"));
  await page.clock.install();
  const chat = await Owidget.on(page, set);
  await expect(page.locator("iframe")).toHaveCount(1);
  await page.clock.fastForward(60_000);
  await expect.poll(() => watch.errors.filter((error) => !error.includes("ERR_")).join()).toContain(set.usher.url);
  await chat.call("openChat", true);
  await chat.call("addCustomData", "plan", "pro");
  await expectAlive(page);
  for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
  expect(await chat.told()).toEqual([]);
  expect(watch.errors.filter((error) => error.includes("Uncaught") || error.startsWith("Error"))).toEqual([]);
});

test("a strict policy with a nonce", proves("OX11"), async ({ page }) => {
  const watch = await Watch.over(page);
  // Trusted types forbid the vendor's loader to insert a script, so the page has it itself.
  const before = `window.$owidgetOnLoad = function (owidget) { ${telling()} owidget.init(${COMPANY}); owidget.connectToServer(); };`;
  const chat = await Owidget.shown(page, set, { head: POLICY, nonce: NONCE, before, tags: tag(`async nonce="${NONCE}"`) });
  await chat.open();
  await chat.write("Behind a policy");
  await chat.launcher.click();
  await expect(chat.window).toBeHidden();
  await watch.expectQuiet();
});

test("a page that may not embed the site", proves("OX12"), async ({ page }) => {
  const watch = await Watch.over(page);
  await page.clock.install();
  const chat = await Owidget.on(page, set, { init: `"${ELSEWHERE.company}"` });
  await expect.poll(() => watch.errors.join()).toMatch(/frame-ancestors/);
  await page.clock.fastForward(60_000);
  await expect.poll(() => watch.errors.join()).toMatch(/domain/i);
  await chat.call("openChat", true);
  for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
  expect(await chat.told()).toEqual([]);
  expect(watch.sockets).toEqual([]);
  expect(watch.errors.filter((error) => error.includes("Uncaught"))).toEqual([]);
});
