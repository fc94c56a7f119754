/** Presets: an admin makes one, and pages that name it wear it (CONTRACT 3.2 init). */

import { type Browser, expect, type Page, test } from "@playwright/test";

import { Owidget } from "../guests/owidget";
import { guestStage, SITE } from "../guests/stage";
import { Watch } from "../support/watch";

const set = guestStage("presets");

const settings = (path: string): string => `${set.usher.url}/settings/site/presets-guests/${path}`;

/** A page of the owner's. */
async function admin(browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const storageState = await set.desk.page.context().storageState();
  return (await browser.newContext({ ...options, storageState })).newPage();
}

/** The colour of the button that a page with this preset has. */
async function colour(page: Page, preset: string): Promise<string> {
  const chat = await Owidget.shown(page, set, { init: `"${SITE.company}", ${JSON.stringify(preset)}` });
  return chat.launcher.evaluate((element) => getComputedStyle(element).backgroundColor);
}

test("an admin makes, renames and deletes a preset, and pages follow", async ({ browser, page }) => {
  // The frame's document is cached for a minute, unless requests are looked at on their way.
  await page.route("**/frame/**", (route) => route.continue());
  const plain = await colour(page, "Winter");
  const desk = await admin(browser);
  const watch = await Watch.over(desk);
  await desk.goto(settings(""));
  await desk.getByRole("link", { name: "Presets", exact: true }).click();
  await desk.getByRole("link", { name: "New preset" }).click();
  await expect(desk.locator("form.sheet")).toHaveAttribute("novalidate");
  const preview = desk.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole("button", { name: "Open chat", exact: true })).toBeVisible();
  await desk.getByLabel("Accent", { exact: true }).fill("#c2410c");
  await desk.getByLabel("Title", { exact: true }).fill("The winter shop");
  await desk.getByLabel("Position", { exact: true }).selectOption("Bottom edge, left");
  // The preview shows it before it is saved.
  await preview.getByRole("button", { name: "Open chat", exact: true }).click();
  await expect(preview.frameLocator("iframe").getByRole("heading", { name: "The winter shop" })).toBeVisible();
  await desk.getByRole("button", { name: "Create" }).click();
  await expect(desk.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/^1 to 60 characters/);
  await desk.getByLabel("Name", { exact: true }).fill("Winter");
  await desk.getByLabel("Button size", { exact: true }).fill("7");
  await desk.getByRole("button", { name: "Create" }).click();
  await expect(desk.getByLabel("Button size", { exact: true })).toHaveAccessibleDescription(/^40 to 100 pixels/);
  await desk.getByLabel("Button size", { exact: true }).fill("");
  watch.errors.length = 0;
  await desk.getByRole("button", { name: "Create" }).click();
  await expect(desk).toHaveURL(settings("presets?saved"));
  const entry = desk.getByRole("main").getByRole("link", { name: /Winter/ });
  await expect(entry).toContainText("Own: colours, position, texts");
  expect(await colour(page, "Winter")).not.toBe(plain);

  await entry.click();
  await expect(desk.locator("form.sheet")).toHaveAttribute("novalidate");
  await expect(desk.getByLabel("Accent", { exact: true })).toHaveValue("#c2410c");
  await desk.getByLabel("Name", { exact: true }).fill("50% / снег?");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk).toHaveURL(/preset\/50%25%20%2F%20/);
  await expect(desk.getByLabel("Title", { exact: true })).toHaveValue("The winter shop");
  expect(await colour(page, "Winter")).toBe(plain);
  expect(await colour(page, "50% / снег?")).not.toBe(plain);
  await watch.expectQuiet();

  await desk.getByText("Delete this preset").click();
  await desk.getByRole("button", { name: "Delete" }).click();
  await expect(desk).toHaveURL(settings("presets?saved"));
  expect(await colour(page, "50% / снег?")).toBe(plain);
  await desk.context().close();
});

test("without JavaScript presets are made and changed, too", async ({ browser, page }) => {
  const desk = await admin(browser, { javaScriptEnabled: false });
  await desk.goto(settings("presets/new"));
  await desk.getByLabel("Name", { exact: true }).fill("Plain");
  await desk.getByLabel("Accent", { exact: true }).fill("pink");
  await desk.getByRole("button", { name: "Create" }).click();
  await expect(desk.getByLabel("Accent", { exact: true })).toHaveAccessibleDescription(/^A colour like/);
  await expect(desk.getByLabel("Name", { exact: true })).toHaveValue("Plain");
  await desk.getByLabel("Accent", { exact: true }).fill("#00ff88");
  await desk.getByRole("button", { name: "Create" }).click();
  await desk.getByRole("main").getByRole("link", { name: /Plain/ }).click();
  await desk.getByLabel("Language", { exact: true }).selectOption("Español");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("status").first()).toHaveText("Saved");
  await desk.context().close();
  // Who chats on the full page, without a script or with one, may be sent there with a preset, too.
  await page.goto(`${set.usher.url}/chat/presets-guests?preset=Plain`);
  await expect(page.getByRole("textbox", { name: "Mensaje", exact: true })).toBeVisible();
});
