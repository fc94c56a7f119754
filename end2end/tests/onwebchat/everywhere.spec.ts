/** What holds for every embed, of onWebChat's pages (CONTRACT 0.2). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { expectPlace, expectSize } from "../../compat/seen";
import { OnWebChat } from "../../guests/onwebchat";
import { added, expectAlive, JUNK, NAMES, NONCE, POLICY, STYLES } from "../../guests/page";
import { ELSEWHERE, guestStage, SITE } from "../../guests/stage";
import { freePort } from "../../support/process.mjs";
import { Watch } from "../../support/watch";

const set = guestStage("onwebchat-everywhere");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const SCRIPT = `<script async src="{{usher}}/clientchat/${SITE.chat}"></script>`;

for (const [what, writing, names] of [
  ["with the snippet", {}, ["onWebChat", "onWebChat_"]],
  ["without it", { snippet: SCRIPT, code: "" }, ["onWebChat", "onWebChat_"]],
] as const) {
  test(`its names, ${what}`, proves("NX1"), async ({ page }) => {
    const chat = await OnWebChat.shown(page, set, { before: NAMES, ...writing });
    await chat.open();
    await chat.write(`Which names are new ${what}?`);
    expect((await added(page)).sort()).toEqual(names);
  });
}

test("callbacks that throw", proves("NX2"), async ({ page }) => {
  const watch = await Watch.over(page);
  const names = ["onWebChatLoaded", "onClick", "onMaximize", "onMinimize", "onStartWriting"];
  const code = names.map((name) => `onWebChat.set("${name}", function () { told.push("${name}"); throw new Error("a fault of the page"); });`);
  const chat = await OnWebChat.shown(page, set, { code: code.join("\n") });
  await chat.launcher.click();
  await chat.panel.composer.pressSequentially("Does it stop anything?");
  await chat.panel.composer.press("Enter");
  await chat.panel.log.expectOnce("Does it stop anything?");
  await chat.set("max", 0);
  await expect(chat.window).toBeHidden();
  await chat.expectTold("onWebChatLoaded", "onClick", "onMaximize", "onStartWriting", "onMinimize");
  expect(watch.errors.filter((error) => !error.includes("a fault of the page"))).toEqual([]);
  expect(watch.errors).toHaveLength(names.length);
  expect(await watch.violations()).toEqual([]);
});

test("arguments of every wrong kind", proves("NX5", "4.2 returns", "4.3 unknown"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, { code: "" });
  const wrong = await chat.run(`(() => {
    const wrong = [], junk = ${JUNK};
    const keys = ["name", "email", "phone", "notes", "language", "languageFile", "max", "show", "onClick", "onMaximize", "onMinimize", "onTrigger", "onStartWriting", "onWebChatLoaded"];
    for (const key of [...keys, ...junk]) {
      for (const value of junk) {
        try {
          if (onWebChat.set(key, value) !== undefined) wrong.push("set returned something");
          if (!keys.includes(key) && onWebChat.get(key) !== undefined) wrong.push("get returned something");
        } catch (error) {
          wrong.push(String(error));
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
  expect(watch.errors.filter((error) => !/Failed to load resource|Cannot convert object to primitive/.test(error))).toEqual([]);
});

test("words of the page are no HTML", proves("NX6"), async ({ page }) => {
  const html = `<img src=x onerror="document.title='taken'">`;
  const chat = await OnWebChat.shown(page, set);
  await chat.set("name", html);
  await chat.set("notes", "<b>notes</b>");
  expect(await chat.get("name")).toBe(html);
  await chat.open();
  await chat.write(`${html} said the visitor`);
  await set.desk.openConversation(`${html} said the visitor`);
  await expect(set.desk.visitor).toContainText(html);
  await expect(set.desk.visitor).toContainText("<b>notes</b>");
  await expect(set.desk.page.locator("img[src=x]")).toHaveCount(0);
  await expect(chat.inside.locator("img[src=x]")).toHaveCount(0);
});

test("a page whose styles are about everything", proves("NX9"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set, { head: STYLES });
  await expectSize(chat.launcher, 60, 60);
  await expectPlace(chat.launcher, "bottom right");
  await chat.open();
  await expectSize(chat.window, 400, 600);
  await expect(chat.host).toHaveCSS("position", "fixed");
  expect(await page.evaluate(() => [document.styleSheets.length, document.adoptedStyleSheets.length])).toEqual([1, 0]);
  await expect(page.locator("body > *")).toHaveCount(3);
});

test("the script can not be had, or nothing answers it", proves("NX10"), async ({ page }) => {
  const watch = await Watch.over(page);
  const nowhere = `http://localhost:${await freePort()}`;
  const chat = await OnWebChat.on(page, set, { query: `?usher=${encodeURIComponent(nowhere)}` });
  await expect.poll(() => watch.errors.join()).toContain(nowhere);
  // The snippet goes on collecting.
  await chat.set("name", "Ann");
  await expectAlive(page);
  expect(watch.errors.filter((error) => !error.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);

  watch.errors.splice(0);
  await page.route(`${set.usher.url}/frame/**`, (route) => route.abort("connectionrefused"));
  await page.clock.install();
  await OnWebChat.on(page, set);
  await expect(page.locator("iframe")).toHaveCount(1);
  await page.clock.fastForward(60_000);
  await expect.poll(() => watch.errors.filter((error) => !error.includes("ERR_")).join()).toContain(set.usher.url);
  expect([await chat.get("status"), await chat.get("name")]).toEqual(["offline", ""]);
  for (const [key, value] of [["max", 1], ["show", 0], ["show", 1], ["language", "l2"], ["name", "Ann"]] as const) await chat.set(key, value);
  expect(await chat.get("name")).toBe("Ann");
  await expectAlive(page);
  for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
  expect(await chat.told()).toEqual([]);
  expect(watch.errors.filter((error) => error.includes("Uncaught") || error.startsWith("Error"))).toEqual([]);
});

test("a strict policy with a nonce", proves("NX11"), async ({ page }) => {
  const watch = await Watch.over(page);
  // Trusted types forbid the vendor's snippet to insert a script, so the page has it itself.
  const snippet = SCRIPT.replace("async", `async nonce="${NONCE}"`);
  const chat = await OnWebChat.shown(page, set, { head: POLICY, nonce: NONCE, snippet, code: "" });
  await chat.open();
  await chat.write("Behind a policy");
  await chat.set("max", 0);
  await expect(chat.window).toBeHidden();
  await watch.expectQuiet();
});

test("a page that may not embed the site", proves("NX12"), async ({ page }) => {
  const watch = await Watch.over(page);
  await page.clock.install();
  const chat = await OnWebChat.on(page, set, { chat: ELSEWHERE.chat });
  await expect.poll(() => watch.errors.join()).toMatch(/frame-ancestors/);
  await page.clock.fastForward(60_000);
  await expect.poll(() => watch.errors.join()).toMatch(/domain/i);
  await chat.set("max", 1);
  for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
  expect([await chat.told(), await chat.get("status")]).toEqual([[], "offline"]);
  expect(watch.sockets).toEqual([]);
  expect(watch.errors.filter((error) => error.includes("Uncaught"))).toEqual([]);
});
