/** The operators' side: accounts, the inbox as a URL, two operators at once, and what is refused. */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk, SignUpForm, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const doors = organisation("doors");
const url = organisation("url");
const two = organisation("two");
const bad = organisation("bad");
const known = organisation("known");
const set = stage([doors, url, two, bad, known]);

test("sign up, paste the snippet, talk", async ({ page, browser }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  const form = new SignUpForm(page, usher);
  const ida = {
    organisation: "Lampemagasinet",
    website: customer.origin,
    name: "Ida Holm",
    email: "ida@lampemagasinet.example",
    password: "evenings are long here",
  };
  await form.send({ ...ida, password: "too short" });
  await expect(page.getByText(/Use 15 to 128 characters/)).toBeVisible();
  await expect(form.field("E-mail")).toHaveValue(ida.email);
  watch.errors.splice(0);
  await form.field("Password").fill(ida.password);
  await form.submit.click();

  await expect(page).toHaveURL(`${usher.url}/install`);
  await expect(page.getByLabel("policy", { exact: true })).toHaveText(`script-src ${usher.url}; frame-src ${usher.url}`);
  const snippet = await page.getByLabel("snippet", { exact: true }).innerText();
  expect(snippet).toContain(`${usher.url}/widget/usher.js`);

  // The snippet as it stands, on the page it was given for.
  const visitor = await (await browser.newContext()).newPage();
  const pasted = await Watch.over(visitor);
  const address = customer.paste("pasted", `<!doctype html><title>Pasted</title><h1>Pasted</h1>${snippet}`);
  const widget = await WidgetPage.openAt(visitor, address);
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
  await new SignUpForm(second, usher).send({ ...ida, organisation: "Another", website: "another.example" });
  await expect(second.getByText(/an account with this address/)).toBeVisible();
  await expect(second).toHaveURL(/\/signup/);
  await second.context().close();
  await visitor.context().close();
});

test("log in, log out", async ({ page }) => {
  const { usher } = set;
  const watch = await Watch.over(page);
  const desk = new Desk(page, usher);
  await page.goto(`${usher.url}/install`);
  await expect(page).toHaveURL(`${usher.url}/login?next=%2Finstall`);
  await desk.enter(doors.anna.email, "not the password at all");
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("E-mail", { exact: true })).toHaveValue(doors.anna.email);
  const wrong = watch.errors.splice(0);
  expect(wrong.every((error) => error.includes("401"))).toBe(true);

  // Whoever was asked to log in on the way somewhere gets there.
  await desk.enter(doors.anna.email, doors.anna.password);
  await expect(page).toHaveURL(`${usher.url}/install`);
  await expect(page.getByRole("heading", { name: "Install", exact: true })).toBeVisible();
  await page.goto(`${usher.url}/inbox`);
  await desk.ready();
  const cookies = await page.context().cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ name: "usher_session", httpOnly: true, sameSite: "Lax" });

  await desk.logOut();
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
  // The old session is over on the server, too.
  await page.context().addCookies(cookies);
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
    await expect(anna.page.getByText("A message has at most 4000 characters; this one has 4999.")).toBeVisible();
    await expect(anna.reply).toHaveValue(long);
    // The visitor's box takes no more than fits; a browser that lets more through hears it from the server.
    await panel.composer.fill(long);
    await expect(panel.composer).toHaveValue(long.slice(0, 4000));
    await panel.composer.evaluate((box) => {
      box.removeAttribute("maxlength");
    });
    await panel.write(long);
    const refused = panel.log.root.locator(".is-failed");
    await expect(refused).toContainText("Not sent. A message has at most 4000 characters.");
    await expect(refused.getByRole("button", { name: "Try again" })).toBeVisible();
    await refused.getByRole("button", { name: "Delete" }).click();
    await expect(refused).toHaveCount(0);
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
    const failed = anna.log.root.locator(".is-failed").filter({ hasText: "Written in the tunnel" });
    await expect(failed).toContainText("Not sent. This conversation is closed.");
    await expect(panel.log.text("Written in the tunnel")).toHaveCount(0);

    await anna.reopen.click();
    await expect(anna.close).toBeVisible();
    await failed.getByRole("button", { name: "Try again" }).click();
    await panel.log.expectOnce("Written in the tunnel");
    await expect(failed).toHaveCount(0);
  });
  for (const { page } of [anna, tom]) await page.context().close();
});

test("what is known of a visitor is written in place", async ({ page, browser }) => {
  const { usher, customer } = set;
  const widget = await WidgetPage.openAt(page, customer.page("index", known.site));
  await widget.panel.write("Who am I?");
  const anna = await Desk.logIn(browser, usher, known.anna);
  const watch = await Watch.over(anna.page);
  await anna.openConversation("Who am I?");
  const tom = await Desk.logIn(browser, usher, known.tom);
  await tom.openConversation("Who am I?");

  // A click, words, Enter: the pane, the head and the inbox of everybody say it.
  await expect(anna.field("Name")).toHaveAttribute("placeholder", "Add a name");
  await anna.field("Name").click();
  await anna.page.keyboard.type("Vera");
  await anna.page.keyboard.press("Enter");
  await expect(anna.field("Name")).not.toBeFocused();
  for (const desk of [anna, tom]) {
    await expect(desk.visitor.getByRole("heading", { name: "Vera", exact: true })).toBeVisible();
    await expect(desk.field("Name")).toHaveValue("Vera");
    await expect(desk.row("Who am I?")).toContainText("Vera");
  }

  // By the keyboard alone: leaving saves, Escape gives it up.
  await anna.page.keyboard.press("Tab");
  await expect(anna.field("E-mail")).toBeFocused();
  await anna.page.keyboard.type("vera@known.example");
  await anna.page.keyboard.press("Tab");
  await expect(tom.visitor.getByRole("link", { name: "Write an e-mail" })).toHaveAttribute("href", "mailto:vera@known.example");
  await anna.field("Name").fill("Somebody else");
  await anna.page.keyboard.press("Escape");
  await expect(anna.field("Name")).toHaveValue("Vera");

  // What is no number is refused in words, and kept to be mended.
  await anna.field("Phone").fill("12");
  await anna.field("Phone").press("Enter");
  await expect(anna.visitor.getByRole("alert").filter({ hasText: "A number of 7 to 15 digits is expected." })).toBeVisible();
  await expect(anna.field("Phone")).toHaveValue("12");
  await expect(anna.field("Phone")).toBeFocused();
  expect(watch.errors.splice(0).every((error) => error.includes("422"))).toBe(true);
  await anna.field("Phone").fill("+47 21 00 00 00");
  await anna.field("Phone").press("Enter");
  await expect(tom.visitor.getByRole("link", { name: "Dial", exact: true })).toHaveAttribute("href", "tel:+4721000000");

  // What one writes is not undone by what another writes meanwhile.
  await tom.field("Notes").fill("Likes https://lamps.example\nand tea");
  await anna.field("Name").fill("Vera Holm");
  await anna.field("Name").press("Enter");
  await expect(tom.field("Name")).toHaveValue("Vera Holm");
  await expect(tom.field("Notes")).toBeFocused();
  await tom.field("Notes").press("Enter");
  await expect(anna.field("Notes")).toHaveValue("Likes https://lamps.example\nand tea");
  await expect(anna.visitor.getByText("The visitor’s page can read this.")).toBeVisible();
  await expect(anna.visitor.getByRole("link", { name: "https://lamps.example" })).toHaveAttribute("href", "https://lamps.example");
  await anna.page.reload();
  await expect(anna.field("Name")).toHaveValue("Vera Holm");
  await watch.expectQuiet();
});
