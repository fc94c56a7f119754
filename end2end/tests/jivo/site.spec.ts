/** A site's names, by people and by pages that were written for Jivo, and its end. */

import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { proves } from "../../compat/rule";
import { Jivo, publish } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";

/** The id that a page has, and that nobody has told yet. */
const UNTOLD = "QwErTy5678";
/** That of a site which comes to its end. */
const ENDING = "1000000009";

const MORE = `
[[sites]]
id = "site-ending"
name = "Nordlys, ending"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { jivo = "${ENDING}" }
`;

const set = jivoStage("site", MORE);
const settings = (site: string): string => `${set.usher.url}/settings/site/${site}/site`;

/** A page of the operator's, who may change everything. */
async function admin(browser: Browser, options = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await set.desk.page.context().storageState() });
  return context.newPage();
}

test("an id from Jivo is told, and the page that has it finds its site", proves("JE1"), async ({ browser, page: visitor }) => {
  const page = await admin(browser);
  await page.goto(`${set.usher.url}/install?vendor=jivo`);
  await expect(page.getByText(`<script src="${set.usher.url}/widget/${ID}" async></script>`)).toBeVisible();
  await page.getByRole("link", { name: "Tell it" }).first().click();
  await expect(page).toHaveURL(settings("site"));

  await page.goto(settings("site-jivo"));
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await expect(page.getByLabel("Jivo", { exact: true })).toHaveValue(ID);
  await page.getByLabel("Jivo", { exact: true }).fill(`${ID}, <b>`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 to 100 letters, digits, and - _ . : / are expected.")).toBeVisible();
  await page.getByLabel("Jivo", { exact: true }).fill(`${ID}, ${UNTOLD}`);
  await page.getByLabel("Name", { exact: true }).fill("Nordlys by another name");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".told")).toHaveText("Saved");
  await expect(page.getByRole("heading", { name: "Nordlys by another name" })).toBeVisible();
  await expect(page.getByLabel("Jivo", { exact: true })).toHaveValue(`${ID}, ${UNTOLD}`);

  const jivo = await Jivo.loaded(visitor, set, UNTOLD);
  await jivo.call("open");
  await expect(jivo.inside.getByRole("heading", { name: "Nordlys by another name" })).toBeVisible();
  await page.context().close();
});

test("a site that is deleted shows nothing, and the browser remembers it for a week", proves("JE14"), async ({ browser, page: visitor }) => {
  const jivo = await Jivo.loaded(visitor, set, ENDING);
  await jivo.call("open");
  await jivo.panel.submit("Before the end");
  await jivo.panel.log.expectOnce("Before the end");

  // Without JavaScript it is the same.
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(settings("site-ending"));
  await page.getByText("Delete this site").click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page).toHaveURL(`${set.usher.url}/settings`);
  await expect(page.getByText("Nordlys, ending")).toHaveCount(0);
  expect((await page.goto(settings("site-ending")))?.status()).toBe(404);

  // The script of before is in the browser's store for some minutes; a browser that comes then is told.
  const context = await browser.newContext();
  const later = await context.newPage();
  const said: string[] = [];
  later.on("console", (message) => said.push(message.text()));
  const answer = later.waitForResponse(`${set.usher.url}/widget/${ENDING}`);
  await later.goto(publish(set, ENDING));
  expect(await (await answer).headerValue("cache-control")).toBe("public, max-age=604800");
  await expect.poll(() => said).toContain("Usher: Widget ID is permanently removed");
  await expect(later.locator("jdiv")).toHaveCount(0);
  expect(await new Jivo(later).global("jivo_api")).toBeUndefined();
  await context.close();

  await set.desk.openConversation("Before the end");
  await page.context().close();
});

for (const [device, viewport] of [["desk", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`pictures: ${device}, ${colorScheme}`, async ({ browser }) => {
      const page = await admin(browser, { viewport, colorScheme });
      const picture = async (name: string): Promise<void> => {
        const path = fileURLToPath(new URL(`../../screenshots/${name}-${device}-${colorScheme}.png`, import.meta.url));
        await page.screenshot({ path, fullPage: true, animations: "disabled" });
      };
      await page.goto(settings("site-jivo"));
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      await page.getByText("Delete this site").click();
      await picture("settings-site");
      await page.goto(`${set.usher.url}/install?vendor=jivo`);
      await expect(page.getByRole("link", { name: "Tell it" }).first()).toBeVisible();
      await picture("install-jivo");
      await page.context().close();
    });
  }
}
