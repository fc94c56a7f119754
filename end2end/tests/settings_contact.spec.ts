/** What forms ask and when visitors are called back: admins decide, visitors' pages obey. */

import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../jivo/page";
import { ID, jivoStage } from "../jivo/stage";

const set = jivoStage("reach");
const settings = (): string => `${set.usher.url}/settings/site/reach-jivo/contact`;

/** A page of the operator's, who may change everything. */
async function admin(browser: Browser, options = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await set.desk.page.context().storageState() });
  return context.newPage();
}

test("forms ask for what the owner wants to know, and calls come at the owner's hours", async ({ browser, page: visitor }) => {
  const page = await admin(browser);
  await page.goto(settings());
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("E-mail", { exact: true }).selectOption({ label: "not asked" });
  await page.getByLabel("Phone", { exact: true }).selectOption({ label: "must be filled" });
  await page.getByText("Visitors may ask to be called").click();
  await page.getByLabel("When somebody calls").fill("Every day");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("“Every day”: write a line like Mon-Fri 09:00-17:30 or Sat 10:00-14:00.")).toBeVisible();
  await page.getByLabel("When somebody calls").fill("Sun-Sat 00:00-24:00");
  await page.getByLabel("By the clock of").fill("Europe/Atlantis");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A name like Europe/Oslo is expected.")).toBeVisible();
  await page.getByLabel("By the clock of").fill("Europe/Oslo");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");

  const jivo = await Jivo.loaded(visitor, set, ID);
  expect(await jivo.ask("isCallbackEnabled")).toEqual([{ result: "ok" }]);
  await set.desk.setAvailability("Away");
  await expect.poll(() => jivo.ask("isCallbackEnabled")).toEqual([{ result: "fail", reason: "Callback disabled" }]);
  await jivo.call("open");
  const form = jivo.inside.getByRole("region", { name: "Leave a message" });
  await expect(form.getByLabel("Phone")).toBeVisible();
  await expect(form.getByLabel("E-mail")).toHaveCount(0);
  await set.desk.setAvailability("Online");
  await page.context().close();
});

test("without JavaScript the same is saved, and what is wrong is told", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(settings());
  await page.getByLabel("Most calls a month").fill("many");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Write a whole number")).toBeVisible();
  await expect(page.getByLabel("Most calls a month")).toHaveValue("many");
  await page.getByLabel("Most calls a month").fill("100");
  await page.getByLabel("Account SID").fill("AC12");
  await page.getByLabel("Auth token").fill("secret");
  await page.getByLabel("Number that is shown").fill("+4721000000");
  await page.getByLabel("Number that rings first").fill("+4721000001");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expect(page.getByLabel("Auth token")).toHaveValue("");
  expect(await page.content()).not.toContain("secret");
  await page.context().close();
});

for (const [device, viewport] of [["desk", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`pictures: ${device}, ${colorScheme}`, async ({ browser }) => {
      const page = await admin(browser, { viewport, colorScheme });
      await page.goto(settings());
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      const path = fileURLToPath(new URL(`../screenshots/settings-contact-${device}-${colorScheme}.png`, import.meta.url));
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
      await page.context().close();
    });
  }
}
