/** What admins decide about their sites, and what visitors see of it. */

import { type Browser, expect, type Page, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const shop = organisation("shop");
const other = organisation("other");
const set = stage([shop, other]);

const appearance = (): string => `${set.usher.url}/settings/site/${shop.site}`;

/** A page of Anna's, who may change everything. */
async function admin(browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  return logIn(browser, shop.anna, options);
}

async function logIn(browser: Browser, { email, password }: { email: string; password: string }, options = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${set.usher.url}/login`);
  await new Desk(page, set.usher).enter(email, password);
  await expect(page).toHaveURL(/\/inbox/);
  return page;
}

/** Where the launcher of a fresh visitor stands, and its colour. */
async function launcher(browser: Browser): Promise<{ x: number; y: number; color: string }> {
  const context = await browser.newContext();
  const widget = new WidgetPage(await context.newPage());
  await widget.page.goto(set.customer.page("index", shop.site));
  await expect(widget.open).toBeVisible();
  const box = await widget.open.boundingBox();
  if (box === null) throw new Error("the launcher has no place");
  const color = await widget.open.evaluate((element) => getComputedStyle(element).backgroundColor);
  const size = widget.page.viewportSize();
  await context.close();
  return { x: (box.x + box.width / 2) / (size?.width ?? 1), y: (box.y + box.height / 2) / (size?.height ?? 1), color };
}

test("an admin changes colour and place, and the visitor's widget follows", async ({ browser }) => {
  const before = await launcher(browser);
  expect(before.x).toBeGreaterThan(0.8);
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("main").getByRole("link", { name: /^Nordlys(?!,)/ }).click();
  await expect(page).toHaveURL(appearance());
  await expect(page.getByRole("status")).toHaveText("");

  const preview = page.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole("button", { name: "Open chat", exact: true })).toBeVisible();
  await page.getByLabel("Accent", { exact: true }).fill("#c2410c");
  await page.getByRole("radio", { name: "Left edge, middle" }).check();
  await expect(page.getByRole("status")).toHaveText("Unsaved changes");
  // The preview shows it before it is saved, and nobody else does.
  await expect
    .poll(async () => (await preview.getByRole("button", { name: "Open chat", exact: true }).boundingBox())?.x)
    .toBeLessThan(1000);
  expect(await launcher(browser)).toEqual(before);

  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expect(page).toHaveURL(appearance());
  const after = await launcher(browser);
  expect(after.x).toBeLessThan(0.2);
  expect(after.y).toBeGreaterThan(0.3);
  expect(after.y).toBeLessThan(0.7);
  expect(after.color).not.toBe(before.color);

  await page.reload();
  await expect(page.getByLabel("Accent", { exact: true })).toHaveValue("#c2410c");
  await expect(page.getByRole("radio", { name: "Left edge, middle" })).toBeChecked();
  await watch.expectQuiet();
  await page.context().close();
});

test("wrong values are told beside their field, and nothing is lost", async ({ browser }) => {
  const page = await admin(browser);
  await page.goto(appearance());
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Chat width", { exact: true }).fill("20");
  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*\nfine.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Chat width", { exact: true })).toHaveAccessibleDescription("At least 280 pixels are expected.");
  await expect(page.getByLabel("Chat width", { exact: true })).toBeFocused();
  await expect(page.getByRole("status")).toHaveText("Not saved");
  await expect(page.getByLabel("Pages that may show this chat")).toHaveValue(/fine\.example/);

  await page.getByLabel("Chat width", { exact: true }).fill("420");
  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*\na b");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Pages that may show this chat")).toHaveAccessibleDescription(/“a b”: A host is expected/);

  // Leaving now would lose words.
  const asked = page.waitForEvent("dialog");
  void page.getByRole("link", { name: "Inbox" }).click();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(page).toHaveURL(appearance());

  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await page.getByRole("link", { name: "Inbox" }).click();
  await expect(page).toHaveURL(/\/inbox/);
  await page.context().close();
});

test("what the panel says is the site's own words", async ({ browser }) => {
  const page = await admin(browser);
  await page.goto(appearance());
  await page.getByRole("navigation", { name: "Site", exact: true }).getByRole("link", { name: "Texts" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Title", { exact: true }).fill("Lamps & <b>light</b>");
  await page.getByLabel("Welcome", { exact: true }).fill("x".repeat(501));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Welcome", { exact: true })).toHaveAccessibleDescription("Write at most 500 characters.");
  await page.getByLabel("Welcome", { exact: true }).fill("Which lamp?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await page.goto(`${set.usher.url}/chat/${shop.site}`);
  await expect(page.getByText("Lamps & <b>light</b>").first()).toBeVisible();
  await page.context().close();
});

test("a stranger is led to the door, and from there to the settings", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(appearance());
  await expect(page).toHaveURL(/\/login\?next=/);
  await new Desk(page, set.usher).enter(shop.anna.email, shop.anna.password);
  await expect(page).toHaveURL(appearance());
  await expect(page.getByLabel("Accent", { exact: true })).toBeVisible();
  await context.close();
});

test("without JavaScript a site is changed, too", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(appearance());
  await page.getByLabel("Button size", { exact: true }).fill("1000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL((url) => url.pathname === new URL(appearance()).pathname);
  await expect(page.getByLabel("Button size", { exact: true })).toHaveAccessibleDescription("40 to 100 pixels are expected.");
  await page.getByLabel("Button size", { exact: true }).fill("80");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expect(page.getByLabel("Button size", { exact: true })).toHaveValue("80");
  await page.context().close();
});

test("to an agent and to another organisation there are no settings", async ({ browser }) => {
  for (const operator of [shop.tom, other.anna]) {
    const page = await logIn(browser, operator);
    const response = await page.goto(appearance());
    expect(response?.status()).toBe(404);
    await expect(page.getByText("There is nothing here.")).toBeVisible();
    const preview = await page.goto(`${set.usher.url}/preview/${shop.site}`);
    expect(preview?.status()).toBe(404);
    await page.context().close();
  }
  const page = await logIn(browser, shop.tom);
  await expect(page.getByRole("link", { name: "Install" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await page.context().close();
});
