/** What pages may tell of their visitors and say for them, and who is told what happens: admins decide, visitors' pages obey. */

import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../jivo/page";
import { ID, jivoStage } from "../jivo/stage";
import { Watch } from "../support/watch";

const set = jivoStage("facts");
const settings = (tab: string): string => `${set.usher.url}/settings/site/facts-jivo/${tab}`;
/** Nobody of this machine is ever told anything, so that there is a log of failures. */
const HOOK = "http://127.0.0.1:9/hook";

/** A page of the operator's, who may change everything. */
async function admin(browser: Browser, options = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await set.desk.page.context().storageState() });
  return context.newPage();
}

test("pages write in their visitor's name as the owner says", async ({ browser, page: visitor }) => {
  const page = await admin(browser);
  const watch = await Watch.over(page);
  const canSend = async (): Promise<boolean> => {
    await Jivo.loaded(visitor, set, ID);
    return visitor.evaluate(() => "sendMessage" in (window as unknown as { jivo_api: object }).jivo_api);
  };
  // The frame's document is cached for a minute, unless requests are looked at on their way.
  await visitor.route("**/frame/**", (route) => route.continue());
  expect(await canSend()).toBe(true);
  for (const [choice, can] of [["No", false], ["Yes", true]] as const) {
    await page.goto(settings("visitors"));
    await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
    await page.getByLabel("Pages may write in the visitor’s name").selectOption({ label: choice });
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("status")).toHaveText("Saved");
    expect(await canSend()).toBe(can);
  }
  await watch.expectQuiet();
  await page.context().close();
});

test("without JavaScript attributes are added, renamed and removed", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(settings("visitors"));
  const add = page.locator("form.part");
  await add.getByLabel("Name", { exact: true }).fill("Loyalty");
  await add.getByLabel("Id", { exact: true }).fill("age");
  await page.getByRole("button", { name: "Add attribute" }).click();
  await expect(page.getByText("“age” is the id of another attribute.")).toBeVisible();
  await expect(add.getByLabel("Name", { exact: true })).toHaveValue("Loyalty");
  await add.getByLabel("Id", { exact: true }).fill("loyalty");
  await page.getByRole("button", { name: "Add attribute" }).click();
  await page.getByLabel("Name of loyalty").fill("Points");
  await page.getByRole("button", { name: "Rename loyalty" }).click();
  await expect(page.getByLabel("Name of loyalty")).toHaveValue("Points");
  await page.getByRole("button", { name: "Remove loyalty" }).click();
  await expect(page.getByLabel("Name of loyalty")).toHaveCount(0);
  await expect(page.getByLabel("Name of age")).toHaveValue("Age");
  await page.context().close();
});

test("a webhook is made, and its log says what came of it", async ({ browser, page: visitor }) => {
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.goto(settings("webhooks"));
  await page.getByRole("link", { name: "New webhook" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Address", { exact: true }).fill("https://user:word@crm.example/");
  await page.getByText("Our own, signed").click();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByLabel("Address", { exact: true })).toHaveAccessibleDescription(/has no password/);
  await page.getByLabel("Address", { exact: true }).fill(HOOK);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("group", { name: "secret" })).toContainText("whsec_");
  await page.goto(settings("webhooks"));
  await page.getByRole("link", { name: new RegExp(`^${HOOK}`) }).click();
  await expect(page.getByText("whsec_")).toHaveCount(0);

  const jivo = await Jivo.loaded(visitor, set, ID);
  await jivo.call("setContactInfo", { name: "Vera" });
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/1 attempt · .* · Next: /)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole("button", { name: /^Send again: client_updated/ }).click();
  await expect(page.getByRole("heading", { name: "Log" })).toBeVisible();
  await page.getByText("Delete this webhook").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("Nobody is told anything yet")).toBeVisible();
  // The browser itself writes down what was refused.
  expect(watch.errors.filter((error) => !error.includes("422"))).toEqual([]);
  await page.context().close();
});

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`pictures: ${device}, ${colorScheme}`, async ({ browser, page: visitor }) => {
      const page = await admin(browser, { viewport, colorScheme, reducedMotion: "reduce" });
      const picture = async (name: string): Promise<void> => {
        const path = fileURLToPath(new URL(`../screenshots/settings-${name}-${device}-${colorScheme}.png`, import.meta.url));
        await page.screenshot({ path, animations: "disabled", fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, `${name} is wider than the window`).toBe(false);
      };
      await page.goto(settings("visitors"));
      await picture("visitors");
      await page.goto(settings("webhooks/new"));
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      await page.getByLabel("Address", { exact: true }).fill(HOOK);
      await page.getByText("Our own, signed").click();
      await page.getByRole("button", { name: "Create" }).click();
      await expect(page.getByRole("group", { name: "secret" })).toContainText("whsec_");
      const jivo = await Jivo.loaded(visitor, set, ID);
      await jivo.call("setContactInfo", { name: `Vera ${device} ${colorScheme}` });
      await expect(async () => {
        await page.reload();
        await expect(page.getByText(/1 attempt · /).first()).toBeVisible({ timeout: 500 });
      }).toPass();
      await picture("webhook");
      await page.getByText("Delete this webhook").scrollIntoViewIfNeeded();
      await picture("webhook-log");
      await page.goto(settings("webhooks"));
      await picture("webhooks");
      await page.context().close();
    });
  }
}
