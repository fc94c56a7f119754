/** Automatic actions: an admin writes them as a form or as JSON, and the visitor's page does them. */

import { type Browser, expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../jivo/page";
import { ID, jivoStage } from "../jivo/stage";
import { Watch } from "../support/watch";

const set = jivoStage("acts");
const list = (site = "acts-jivo"): string => `${set.usher.url}/settings/site/${site}/rules`;

/** A page of the operator's, who may change everything. */
async function admin(browser: Browser, options = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await set.desk.page.context().storageState() });
  return context.newPage();
}

/** The part of a rule that is about this. */
const part = (page: Page, title: string) => page.getByRole("listitem").filter({ has: page.getByText(title, { exact: true }) });

test("an action is written as a form, seen as JSON, and done on the visitor's page", async ({ browser, page: visitor }) => {
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.goto(list());
  await page.getByRole("button", { name: "Add the usual three" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await page.getByRole("link", { name: /^Invitation/ }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");

  for (const title of ["Time on your site", "Time since the chat was closed", "Time since the last invitation"]) {
    await page.getByRole("button", { name: new RegExp(`^Remove: ${title}`) }).click();
    await expect(part(page, title)).toHaveCount(0);
  }
  await page.getByLabel("Another condition").selectOption({ label: "Address of the page" });
  await page.getByRole("button", { name: "Add condition" }).click();
  await expect(page.getByRole("status")).toHaveText("Unsaved changes");
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Address of the page", { exact: true }).fill("(");
  await page.getByLabel("Address of the page: how it is compared").selectOption({ label: "fits the pattern" });
  await page.getByLabel("Time on this page", { exact: true }).fill("1");
  await page.getByLabel("What the visitor reads").fill("Which <b>lamp</b>?");
  await page.getByLabel("Who answers").selectOption({ label: "Sales" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Address of the page", { exact: true })).toHaveAccessibleDescription(/This is no pattern/);
  await expect(page.getByLabel("Address of the page", { exact: true })).toBeFocused();
  await page.getByLabel("Address of the page", { exact: true }).fill("^https?://");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");

  await page.getByRole("link", { name: "All actions" }).click();
  await page.getByRole("link", { name: "JSON structure" }).click();
  const text = page.getByLabel("JSON structure");
  const rules = JSON.parse(await text.inputValue()) as unknown[];
  expect(rules[0]).toEqual({
    name: "Invitation",
    enabled: true,
    type: "all",
    conditions: [
      { condition: "online", value: true },
      { condition: "time_on_page", comparator: "greater", value: 1 },
      { condition: "page_url", comparator: "regexp", value: "^https?://" },
    ],
    commands: [{ command: "proactive", params: { message: "Which <b>lamp</b>?", department: "3" } }],
  });
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await text.fill(JSON.stringify([{ ...(rules[0] as object), name: "Lamps", moon: 1 }]));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(text).toHaveAccessibleDescription(/^Rule 1, moon: unknown field/);
  await text.fill(JSON.stringify([{ ...(rules[0] as object), name: "Lamps" }]));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");

  const jivo = await Jivo.loaded(visitor, set, ID);
  await expect(jivo.panel.log.root.getByText("Which <b>lamp</b>?")).toBeVisible();
  expect(await jivo.times("Open")).toBe(1);

  // What has happened is counted, and the owner sees what would have.
  await visitor.goto("about:blank");
  await expect(async () => {
    await page.goto(list());
    await expect(page.getByRole("link", { name: /^Lamps/ })).toContainText("Once in 30 days", { timeout: 500 });
  }).toPass();
  await page.getByRole("link", { name: "Try on last week’s visits" }).click();
  await expect(page.getByText("In 1 visit, 1 time in all")).toBeVisible();
  await expect(page.getByText("A page of Jivo's")).toBeVisible();
  // The browser itself writes down what was refused.
  expect(watch.errors.filter((error) => !error.includes("422"))).toEqual([]);
  await page.context().close();
});

test("without JavaScript an action is added, written, moved and deleted", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(list("acts-elsewhere"));
  await page.getByRole("button", { name: "New action" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Night");
  await page.getByLabel("Another condition").selectOption({ label: "Hour of the day" });
  await page.getByRole("button", { name: "Add condition" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Night");
  await page.getByLabel("Hour of the day", { exact: true }).fill("late");
  await page.getByRole("button", { name: "Remove: Ask for a message while you are away, 1" }).click();
  await page.getByLabel("Another step").selectOption({ label: "Hide the chat" });
  await page.getByRole("button", { name: "Add step" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A number is expected.")).toBeVisible();
  await page.getByLabel("Hour of the day", { exact: true }).fill("23");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved");
  await page.getByRole("link", { name: "All actions" }).click();
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveText([/Night.*Hide the chat when nobody is online, and hour of the day is 23/]);
  await page.getByRole("button", { name: "New action" }).click();
  await page.getByRole("link", { name: "All actions" }).click();
  await page.getByRole("button", { name: "Move down “Night”" }).click();
  await expect(rows).toHaveText([/New action/, /Night/]);
  await page.getByRole("link", { name: /^Night/ }).click();
  await page.getByText("Delete this action").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(rows).toHaveText([/New action/]);
  await page.context().close();
});

test("without JavaScript an action asks for what pages say, and calls their function", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(list("acts-elsewhere"));
  await page.getByRole("button", { name: "New action", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).fill("Undecided");
  await page.getByRole("button", { name: "Remove: Somebody is online, 1" }).click();
  await page.getByRole("button", { name: "Remove: Ask for a message while you are away, 1" }).click();
  await page.getByLabel("Another condition").selectOption({ label: "Custom data" });
  await page.getByRole("button", { name: "Add condition" }).click();
  for (const step of ["Show the chat", "Call a function of the page"]) {
    await page.getByLabel("Another step").selectOption({ label: step });
    await page.getByRole("button", { name: "Add step" }).click();
  }
  await page.getByLabel("Custom data", { exact: true }).fill("checkout");
  await page.getByLabel("Custom data: how it is compared").selectOption({ label: "contains" });
  await page.getByLabel("Name of the function").fill("_clientUndecided");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Give the name of the field, in 1 to 100 characters.")).toBeVisible();
  await expect(page.getByLabel("Name of the field")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name of the field").fill("Step");
  await page.getByLabel("Name of the function").fill("clientUndecided()");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Name of the function")).toHaveAccessibleDescription(/^A function’s name is expected: “_”/);
  await page.getByLabel("Name of the function").fill("_clientUndecided");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved");
  await expect(page.getByLabel("Name of the field")).toHaveValue("Step");
  await page.getByRole("link", { name: "All actions" }).click();
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Undecided" });
  await expect(row).toContainText("Show the chat, Call a function of the page when custom data “Step” contains checkout");
  await page.getByRole("link", { name: "Try on last week’s visits" }).click();
  await expect(page.getByText("Not tried: what pages say of their visitors is not kept with visits")).toBeVisible();
  await page.context().close();
});

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const [device, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`pictures: ${device}, ${colorScheme}`, async ({ browser }) => {
      const page = await admin(browser, { viewport, colorScheme, reducedMotion: "reduce" });
      const picture = async (name: string): Promise<void> => {
        const path = fileURLToPath(new URL(`../screenshots/settings-${name}-${device}-${colorScheme}.png`, import.meta.url));
        await page.screenshot({ path, animations: "disabled" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, `${name} is wider than the window`).toBe(false);
      };
      await page.goto(list());
      if ((await page.getByRole("main").getByRole("listitem").count()) < 3) await page.getByRole("button", { name: "Add the usual three" }).click();
      await expect(page.getByRole("link", { name: /^Contacts while/ })).toBeVisible();
      await picture("rules");
      await page.getByRole("link", { name: /^Contacts while/ }).click();
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      await picture("rule");
      await page.getByRole("button", { name: "Add step" }).scrollIntoViewIfNeeded();
      await picture("rule-end");
      await page.goto(`${list()}/json`);
      await picture("rules-json");
      await page.goto(`${list()}/try`);
      await picture("rules-try");
      await page.context().close();
    });
  }
}
