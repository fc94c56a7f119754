/** Operators take so many conversations at once; a page that asks is told when all of them are busy (CONTRACT 3.2 status 2). */

import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { proves } from "../../compat/rule";
import { organisation } from "../../support/organisation";
import { Desk, Panel } from "../../support/pages";
import { staffed } from "../../support/stage";

const COMPANY = "9f2504e0-4f89-41d3-9a0c-0305e82c3301";
const busy = organisation("busy", `
[[sites]]
id = "busy-site"
name = "Nordlys, from mluvii"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { mluvii = "${COMPANY}" }
`);
const set = staffed(busy);

const told = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as { told: number[] }).told);

/** A visitor of the customer's page, in a browser of their own. */
async function visitor(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(set.customer.paste(name, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"></head><body><script>
  window.told = [];
  var scr = document.createElement("script"); scr.src = "{{usher}}/widget/OOWidget.js"; scr.async = true;
  scr.$owidgetOnLoad = function (owidget) {
    owidget.setStatusUpdateCallback(function (code) { told.push(code); });
    owidget.init("${COMPANY}");
    owidget.connectToServer();
  };
  document.head.append(scr);
</script></body></html>`));
  await expect.poll(() => told(page)).toEqual([1]);
  return page;
}

async function say(page: Page, words: string): Promise<void> {
  await page.locator(".owidget-launcher").click();
  const panel = new Panel(page.locator(".owidget-window").contentFrame());
  await panel.write(words);
  await panel.log.expectOnce(words);
}

test("the third visitor's page is told that everybody is busy, and when somebody is free again", proves("3.2 status 2"), async ({ browser }) => {
  const tom = await Desk.logIn(browser, set.usher, busy.tom);
  const settings = await (await browser.newContext({ storageState: await set.desk.page.context().storageState() })).newPage();
  await settings.goto(`${set.usher.url}/settings/operators`);
  await expect(settings.locator("form.sheet")).toHaveAttribute("novalidate");
  const limit = settings.getByLabel(/^Conversations at once/);
  await limit.first().fill("none");
  await limit.last().fill("1");
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(settings.getByText("A whole number from 1 to 1000 is expected, or nothing for no limit.")).toBeVisible();
  await limit.first().fill("1");
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(settings.locator(".told")).toHaveText("Saved");
  await settings.screenshot({
    path: fileURLToPath(new URL("../../screenshots/settings-operators.png", import.meta.url)),
    animations: "disabled",
  });

  const [first, second, third] = [await visitor(browser, "busya"), await visitor(browser, "busyb"), await visitor(browser, "busyc")];
  await say(first, "I am the first");
  await say(second, "I am the second");
  await set.desk.take("I am the first");
  expect(await told(third)).toEqual([1]);
  await tom.take("I am the second");
  await expect.poll(() => told(third)).toEqual([1, 2]);
  await set.desk.close.click();
  await expect.poll(() => told(third)).toEqual([1, 2, 1]);
  for (const page of [first, second, third, settings, tom.page]) await page.context().close();
});
