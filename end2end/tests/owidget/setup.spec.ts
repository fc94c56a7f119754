/** `init` and `connectToServer`: whose chat it is, in which language and for which scope (CONTRACT 3.2). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { word } from "../../compat/words";
import { COMPANY, Owidget } from "../../guests/owidget";
import { idle } from "../../guests/page";
import { ASKING, guestStage, NAME, PRESET, SITE, TENANT, TENANT_NAME } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-setup");

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const [what, company, name] of [
  ["a company in small letters", `"${SITE.company.toLowerCase()}"`, NAME],
  ["a company in an array", `[${COMPANY}]`, NAME],
  ["a tenant by its number", `[${COMPANY}, ${TENANT}]`, TENANT_NAME],
  ["a tenant by its text", `[${COMPANY}, "${TENANT}"]`, TENANT_NAME],
  ["a tenant without a site of its own", `[${COMPANY}, 13]`, NAME],
] as const) {
  test(what, proves(what.startsWith("a tenant") ? "3.2 init tenant" : "3.2 init"), async ({ page }) => {
    const chat = await Owidget.shown(page, set, { init: company });
    await chat.open();
    await expect(chat.inside.getByRole("heading", { name, exact: true })).toBeVisible();
  });
}

test("what is no company", proves("3.2 init refused", "3.2 init again"), async ({ page }) => {
  const watch = await Watch.over(page);
  const wrong = ["shop", "", null, 7, {}, [], SITE.company.replaceAll("-", "")];
  const code = `for (const wrong of ${JSON.stringify(wrong)}) {
    if (owidget.init(wrong) !== undefined || owidget.connectToServer() !== undefined) told.push("returned");
  }
  told.push("done");`;
  const chat = await Owidget.on(page, set, { code });
  await chat.expectTold("done");
  await idle(page);
  await expect(page.locator("iframe")).toHaveCount(0);
  // One word on the company, and one on the connection that can not be.
  expect(watch.errors).toHaveLength(2 * wrong.length);
  expect(watch.errors.filter((error) => !error.includes("owidget"))).toEqual([]);
  await chat.call("init", SITE.company);
  await chat.call("connectToServer");
  await expect(chat.launcher).toBeVisible();
});

test("init again, before connecting and after", proves("3.2 init again"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, {
    first: `owidget.init("${ASKING.company}");`,
    after: `owidget.init("${ASKING.company}");`,
  });
  await chat.call("init", ASKING.company);
  await chat.call("connectToServer");
  await chat.open();
  await expect(chat.inside.getByRole("heading", { name: NAME, exact: true })).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(1);
});

test("a preset: its looks, its texts and its department", proves("3.2 init preset"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, { init: `${COMPANY}, "${PRESET.name}"` });
  const heading = chat.inside.getByRole("heading", { name: PRESET.title, exact: true });
  await chat.open();
  await expect(heading).toBeVisible();
  await expect(chat.inside.locator(":root")).toHaveCSS("--accent", "rgb(122, 31, 92)");
  await chat.write("An order of mine");
  await set.desk.tab("Unassigned").click();
  await expect(set.desk.row("An order of mine")).toContainText(PRESET.department);
  // What another preset has begun goes on: it is the same visitor of the same site.
  for (const preset of ["null", "undefined", `""`, `"No such preset"`, "7"]) {
    await Owidget.shown(page, set, { init: `${COMPANY}, ${preset}` });
    await chat.open();
    await expect(chat.inside.getByRole("heading", { name: NAME, exact: true })).toBeVisible();
    await chat.panel.log.expectOnce("An order of mine");
  }
});

for (const [what, init, lang, locale, spoken] of [
  ["its argument", `, null, "es"`, "pt", "ru-RU", "es"],
  ["the page's, with its region", ", null, undefined", "pt-BR", "ru-RU", "pt"],
  ["the page's, for an empty argument", `, null, ""`, "es", "ru-RU", "es"],
  ["the browser's", "", "", "ru-RU", "ru"],
  ["the site's, for one that there is not", `, null, "cs"`, "es", "ru-RU", "en"],
] as const) {
  test(`the language: ${what}`, proves("3.2 init language"), async ({ browser }) => {
    const context = await browser.newContext({ locale });
    const page = await context.newPage();
    const chat = await Owidget.on(page, set, { init: COMPANY + init, lang });
    await expect(chat.launcher).toHaveAccessibleName(word(spoken, "openChat"));
    await chat.launcher.click();
    await expect(chat.inside.getByRole("textbox", { name: word(spoken, "message"), exact: true })).toBeVisible();
    await context.close();
  });
}

test("a conversation goes on in its scope alone", proves("3.2 init scope"), async ({ page }) => {
  const scopes = ["", `, null, null, "eshop"`, `, null, null, "help"`];
  const words = (scope: string): string => `In the scope “${scope}”`;
  for (const scope of scopes) {
    const chat = await Owidget.shown(page, set, { init: COMPANY + scope });
    await chat.open();
    await chat.write(words(scope));
  }
  for (const scope of scopes) {
    const chat = await Owidget.shown(page, set, { init: COMPANY + scope });
    await chat.open();
    await chat.panel.log.expectOnce(words(scope));
    for (const other of scopes) if (other !== scope) await expect(chat.panel.log.text(words(other))).toHaveCount(0);
  }
});

test("connecting before init, and twice", proves("3.2 connectToServer early", "3.2 connectToServer twice", "3.2 connectToServer"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.on(page, set, { first: "owidget.connectToServer();", init: null });
  await expect.poll(() => watch.errors.join("\n")).toMatch(/owidget: init comes before connectToServer/);
  await idle(page);
  await expect(page.locator("iframe")).toHaveCount(0);
  watch.errors.splice(0);
  await chat.call("init", SITE.company);
  for (let time = 1; time <= 3; time++) await chat.call("connectToServer");
  await expect(chat.launcher).toBeVisible();
  await chat.open();
  await chat.write("Connected once");
  await expect(page.locator("iframe")).toHaveCount(1);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});
