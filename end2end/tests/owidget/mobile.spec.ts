/** The page that the vendor's libraries for Android and iOS show in an app (CONTRACT 3.3). */

import { expect, type Page, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { word } from "../../compat/words";
import { Guest } from "../../guests/page";
import { guestStage, PRESET, SITE, TENANT, TENANT_NAME } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-mobile");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** What an app of either kind puts beside the page, which keeps what it is told. */
const APP = `
  window.told = [];
  window.mluviiLibrary = { setOperatorStatus: function (code) { told.push("android " + code); } };
  window.webkit = { messageHandlers: { mluviiLibrary: { postMessage: function (m) { told.push("ios " + m.type + " " + m.value); } } } };
  window.mluviiEventHandler = function (event, session) { told.push(event + "(" + session + ")"); };
  window.close = function () { told.push("closed"); };`;

async function app(page: Page, query: string): Promise<Guest> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(APP);
  await page.goto(`${set.usher.url}/MobileSdkWidget?c=${SITE.company}${query}`);
  return new Guest(page, "owidget");
}

test("an app opens the chat and is told of it", proves("3.3 MobileSdkWidget"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await app(page, `&l=es&p=${encodeURIComponent(PRESET.name)}&s=app`);
  await chat.expectTold("android 1", "ios status 1");
  await chat.run("openChat()");
  await expect(chat.inside.getByRole("heading", { name: PRESET.title, exact: true })).toBeVisible();
  const composer = chat.inside.getByRole("textbox", { name: word("es", "message"), exact: true });
  await chat.run(`$owidget.addCustomData("version", "7")`);
  await composer.fill("From my phone");
  await composer.press("Enter");
  await chat.expectTold("android 1", "ios status 1", "chatWindowOpen()", "chatSessionCreated()");
  await chat.picture("owidget-mobile");
  await set.desk.take("From my phone");
  await expect(set.desk.visitor).toContainText("version");
  await chat.forget();
  await expect(chat.launcher).toHaveAccessibleName(word("es", "closeChat"));
  await chat.launcher.click();
  await chat.expectTold("chatWindowClosed()", "closed");
  await watch.expectQuiet();
});

test("an app of a tenant, opened at once", proves("3.3 MobileSdkWidget"), async ({ page }) => {
  await page.addInitScript(`window.addEventListener("load", function () { openChat(); });`);
  const chat = await app(page, `&t=${TENANT}&l=en`);
  await expect(chat.inside.getByRole("heading", { name: TENANT_NAME, exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
});
