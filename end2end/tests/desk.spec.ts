/** The operators' side: accounts, the inbox as a URL, two operators at once, and what is refused. */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const doors = organisation("doors");
const url = organisation("url");
const two = organisation("two");
const bad = organisation("bad");
const set = stage([doors, url, two, bad]);

test("sign up, paste the snippet, talk", async ({ page, browser }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  await page.goto(`${usher.url}/signup`);
  await page.getByLabel("Organisation").fill("Lampemagasinet");
  await page.getByLabel("Website").fill(customer.origin);
  await page.getByLabel("Name", { exact: true }).fill("Ida Holm");
  await page.getByLabel("E-mail").fill("ida@lampemagasinet.example");
  await page.getByLabel("Password").fill("too short");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByText(/15 to 128 characters/)).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("ida@lampemagasinet.example");
  await page.getByLabel("Password").fill("evenings are long here");
  await page.getByRole("button", { name: "Sign up" }).click();

  await expect(page).toHaveURL(`${usher.url}/install`);
  const shown = await page.getByRole("main").innerText();
  expect(shown).toContain(`script-src ${usher.url}`);
  expect(shown).toContain(`frame-src ${usher.url}`);
  const snippet = await page.locator("code, pre").filter({ hasText: "widget/usher.js" }).first().innerText();
  expect(snippet).toContain(`${usher.url}/widget/usher.js`);

  // The snippet as it stands, on the page it was given for.
  const visitor = await (await browser.newContext()).newPage();
  const pasted = await Watch.over(visitor);
  await visitor.route(`${customer.origin}/pasted`, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Pasted</title><h1>Pasted</h1>${snippet}` }),
  );
  const widget = await WidgetPage.openAt(visitor, `${customer.origin}/pasted`);
  await widget.panel.write("Does the snippet work?");
  const desk = new Desk(page, usher);
  await page.goto(`${usher.url}/inbox`);
  await desk.take("Does the snippet work?");
  await desk.write("It does.");
  await widget.panel.log.expectOnce("It does.");
  await pasted.expectQuiet();
  await watch.expectQuiet();

  // The address is taken now, and nobody is told more than that.
  const second = await (await browser.newContext()).newPage();
  await second.goto(`${usher.url}/signup`);
  await second.getByLabel("Organisation").fill("Another");
  await second.getByLabel("Website").fill("another.example");
  await second.getByLabel("Name", { exact: true }).fill("Ida Holm");
  await second.getByLabel("E-mail").fill("ida@lampemagasinet.example");
  await second.getByLabel("Password").fill("evenings are long here");
  await second.getByRole("button", { name: "Sign up" }).click();
  await expect(second.getByRole("alert").or(second.locator(".is-bad")).first()).toBeVisible();
  await expect(second).toHaveURL(/\/signup/);
  await second.context().close();
  await visitor.context().close();
});

test("log in, log out", async ({ page }) => {
  const { usher } = set;
  const watch = await Watch.over(page);
  const desk = new Desk(page, usher);
  await page.goto(`${usher.url}/install`);
  await expect(page).toHaveURL(/\/login/);
  await desk.enter(doors.anna.email, "not the password at all");
  await expect(page.getByText(/do(es)? not (fit|match)|wrong|check/i).first()).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel("E-mail")).toHaveValue(doors.anna.email);
  const wrong = watch.errors.splice(0);
  expect(wrong.every((error) => error.includes("401"))).toBe(true);

  // Whoever was asked to log in on the way somewhere gets there.
  await desk.enter(doors.anna.email, doors.anna.password);
  await expect(page).toHaveURL(`${usher.url}/install`);
  await page.goto(`${usher.url}/inbox`);
  await desk.ready();
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: "usher_session", httpOnly: true, sameSite: "Lax" });

  await desk.logOut();
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
  // The old session is over on the server, too.
  await page.context().addCookies([cookie as NonNullable<typeof cookie>]);
  await page.goto(`${usher.url}/inbox`);
  await expect(page).toHaveURL(/\/login/);
  await watch.expectQuiet();
});

test("the URL is the state: reload and Back", async ({ page, browser }) => {
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, url.anna);
  const watch = await Watch.over(desk.page);
  const one = await WidgetPage.openAt(page, customer.page("index", url.site));
  await one.panel.write("The first visitor");
  const other = await WidgetPage.openAt(await (await browser.newContext()).newPage(), customer.page("index", url.site));
  await other.panel.write("The second visitor");
  await desk.expectCount("Unassigned", 2);

  await desk.openConversation("The first visitor");
  const first = desk.page.url();
  expect(first).toMatch(/\/inbox\/unassigned\/[0-9a-f-]{36}$/);
  await desk.row("The second visitor").click();
  await desk.log.expectOnce("The second visitor");
  const second = desk.page.url();
  expect(second).not.toBe(first);

  await desk.page.reload();
  await desk.log.expectOnce("The second visitor");
  await desk.page.goBack();
  await expect(desk.page).toHaveURL(first);
  await desk.log.expectOnce("The first visitor");
  await expect(desk.log.text("The second visitor")).toHaveCount(0);
  await desk.page.goForward();
  await desk.log.expectOnce("The second visitor");

  // A colleague's link leads to the same picture; an id of nobody's leads to words, not to a fault.
  const colleague = await Desk.logIn(browser, usher, url.tom);
  await colleague.page.goto(first);
  await colleague.log.expectOnce("The first visitor");
  const missing = await colleague.page.goto(`${usher.url}/inbox/all/01890000-0000-7000-8000-000000000000`);
  expect(missing?.status()).toBe(404);
  await expect(colleague.page.getByText(/nothing here|not found|no such/i).first()).toBeVisible();
  await watch.expectQuiet();
  for (const { page } of [desk, colleague, other]) await page.context().close();
});

test("two operators share the inbox", async ({ page, browser }) => {
  const { usher, customer } = set;
  const anna = await Desk.logIn(browser, usher, two.anna);
  const tom = await Desk.logIn(browser, usher, two.tom);
  const address = customer.page("index", two.site);
  const one = await WidgetPage.openAt(page, address);
  const other = await WidgetPage.openAt(await (await browser.newContext()).newPage(), address);
  await one.panel.write("For Anna");
  await other.panel.write("For Tom");
  for (const desk of [anna, tom]) {
    await desk.expectCount("Mine", 0);
    await desk.expectCount("Unassigned", 2);
    await desk.expectCount("All", 2);
  }

  // Both look at the same conversation; one is faster, and the other sees it.
  await tom.openConversation("For Anna");
  await anna.take("For Anna");
  await expect(tom.accept).toBeHidden();
  await anna.expectCount("Mine", 1);
  await tom.expectCount("Mine", 0);
  for (const desk of [anna, tom]) await desk.expectCount("Unassigned", 1);
  await tom.take("For Tom");
  for (const desk of [anna, tom]) {
    await desk.expectCount("Mine", 1);
    await desk.expectCount("Unassigned", 0);
    await desk.expectCount("All", 2);
  }
  await tom.tab("Mine").click();
  await expect(tom.row("For Tom")).toBeVisible();
  await expect(tom.row("For Anna")).toHaveCount(0);
  await tom.tab("All").click();
  await expect(tom.row("For Anna")).toBeVisible();

  await anna.close.click();
  await expect(anna.reopen).toBeVisible();
  await anna.expectCount("Mine", 0);
  await tom.expectCount("All", 1);
  await anna.reopen.click();
  await expect(anna.close).toBeVisible();
  await tom.expectCount("All", 2);
  for (const { page } of [anna, tom, other]) await page.context().close();
});

test("what is refused is kept, with the reason and a way on", async ({ page, browser }) => {
  const { usher, customer } = set;
  const anna = await Desk.logIn(browser, usher, bad.anna);
  const tom = await Desk.logIn(browser, usher, bad.tom);
  const { panel } = await WidgetPage.openAt(page, customer.page("index", bad.site));
  await panel.write("A question");
  await anna.take("A question");

  await test.step("5,000 characters, from either side", async () => {
    const long = "word ".repeat(1000).trim();
    await anna.write(long);
    await expect(anna.page.getByText(/at most 4000 characters/)).toBeVisible();
    await panel.write(long);
    await expect(panel.scope.getByText(/at most 4000 characters/)).toBeVisible();
    // Neither blocks what comes after it.
    await anna.write("A short answer");
    await panel.log.expectOnce("A short answer");
    await panel.write("A short question");
    await anna.log.expectOnce("A short question");
  });

  await test.step("a reply to what a colleague has closed meanwhile", async () => {
    await tom.openConversation("A short question", "All");
    await anna.page.context().setOffline(true);
    await anna.write("Written in the tunnel");
    await tom.close.click();
    await expect(tom.reopen).toBeVisible();
    await anna.page.context().setOffline(false);
    await expect(anna.page.getByText(/This conversation is closed/).first()).toBeVisible();
    const failed = anna.log.root.locator(".is-failed").filter({ hasText: "Written in the tunnel" });
    await expect(failed).toHaveCount(1);
    await expect(panel.log.text("Written in the tunnel")).toHaveCount(0);

    await anna.reopen.click();
    await expect(anna.close).toBeVisible();
    await failed.getByRole("button", { name: "Try again" }).click();
    await panel.log.expectOnce("Written in the tunnel");
    await expect(failed).toHaveCount(0);
  });
  for (const { page } of [anna, tom]) await page.context().close();
});
