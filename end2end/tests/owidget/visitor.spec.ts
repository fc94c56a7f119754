/** What the page says of its visitor, and to them: data, numbers, the window (CONTRACT 3.2). */

import { type Browser, expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { COMPANY, Owidget } from "../../guests/owidget";
import { ASKING, guestStage, TOLD } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-visitor");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** The conversation with these words is on the operator's screen, who sees this of the visitor. */
async function expectSeen(words: string, ...seen: string[]): Promise<void> {
  await set.desk.openConversation(words);
  for (const text of seen) await expect(set.desk.visitor).toContainText(text);
}

test("custom data, before connecting and after", proves("3.2 addCustomData"), async ({ page }) => {
  const watch = await Watch.over(page);
  const json = JSON.stringify({ cart: "  two  lamps  ", note: "x".repeat(4_500), "ключ": "<b>" });
  const between = `owidget.addCustomData("plan", "free"); owidget.addCustomData("plan", "pro"); owidget.addCustomData("cart", ${JSON.stringify(json).replaceAll("<", "\\u003c")});`;
  const chat = await Owidget.shown(page, set, { between });
  await chat.open();
  await chat.write("What is in my cart?");
  await expectSeen("What is in my cart?", "pro");
  await expect(set.desk.visitor).not.toContainText("free");
  // Word for word, of which blanks are part.
  await expect.poll(() => set.desk.visitor.evaluate((visitor, json) => visitor.textContent.includes(json), json)).toBe(true);
  await chat.call("addCustomData", "plan", "premium");
  await chat.call("addCustomData", "step", "checkout");
  await expect(set.desk.visitor).toContainText("checkout");
  await expect(set.desk.visitor).toContainText("premium");
  await chat.call("addCustomData", "oo1_widget_lang", "es");
  await chat.call("addCustomData", "step", "paid");
  await expect(set.desk.visitor).toContainText("paid");
  await expect(set.desk.visitor).not.toContainText("checkout");
  await watch.expectQuiet();
});

/** The company whose rules look at what pages say. */
const RULED = `"${TOLD.company}"`;

test("a page hides and shows the chat by a rule", proves("3.2 addCustomData live"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set, { init: RULED });
  const say = (value: string): Promise<unknown> => chat.call("addCustomData", "chatVisibility", value);
  for (const round of [1, 2]) {
    await say("0");
    await expect(chat.launcher, `hidden, ${String(round)}`).toBeHidden();
    await say("1");
    await expect(chat.launcher, `shown, ${String(round)}`).toBeVisible();
  }
  await chat.expectTold("status 1");

  // Also what the visitor has opened meanwhile, and with what was written there.
  await chat.launcher.click();
  await chat.panel.composer.fill("Half a word");
  await say("0");
  await expect(chat.window).toBeHidden();
  await expect(chat.launcher).toBeHidden();
  await say("1");
  await expect(chat.panel.composer).toHaveValue("Half a word");
  await chat.expectTold("status 1", "chatWindowOpen", "chatWindowClosed", "chatWindowOpen");
  await watch.expectQuiet();
});

test("a page begins without the chat", proves("3.2 addCustomData live"), async ({ page }) => {
  const chat = await Owidget.on(page, set, { init: RULED, between: `owidget.addCustomData("chatVisibility", "0");` });
  await chat.expectTold("status 1");
  await expect(chat.launcher).toBeHidden();
  // Another value is no rule's, and whoever asks for the chat has it.
  await chat.call("addCustomData", "chatVisibility", "2");
  await chat.call("addCustomData", "plan", "1");
  await chat.call("openChat");
  await expect(chat.panel.composer).toBeVisible();
  await chat.call("addCustomData", "chatVisibility", "0");
  await expect(chat.window).toBeHidden();
  await chat.call("addCustomData", "chatVisibility", "1");
  await expect(chat.panel.composer).toBeVisible();
});

test("a rule calls the page's function", proves("3.2 owidget._name", "OX2"), async ({ page }) => {
  const watch = await Watch.over(page);
  const first = `
    owidget._broken = function () { throw new Error("a fault of the page"); };
    owidget._clientUndecided = function () { told.push("undecided " + (this === $owidget) + arguments.length); };`;
  const chat = await Owidget.shown(page, set, { init: RULED, first });
  const say = (value: string): Promise<unknown> => chat.call("addCustomData", "step", value);
  await say("checkout 1");
  await chat.expectTold("undecided true0");
  // Still true, and then not, and then again: by a function of another day.
  await say("checkout 2");
  await say("cart");
  await chat.run(`$owidget._clientUndecided = function () { told.push("later"); }`);
  await say("checkout 2");
  await chat.expectTold("undecided true0", "later");
  await expect(chat.window).toBeHidden();
  expect(watch.errors.map((error) => error.includes("a fault of the page"))).toEqual([true, true]);
});

test("address, number and language", proves("3.2 oo1_guest_email", "3.2 oo1_widget_lang"), async ({ page }) => {
  const between = `owidget.addCustomData("oo1_guest_email", "ann@shop.example"); owidget.addCustomData("oo1_widget_lang", "es");`;
  const chat = await Owidget.shown(page, set, { between });
  await chat.open();
  await chat.write("You know me");
  await expectSeen("You know me", "ann@shop.example", "oo1_widget_lang");
  await expect(set.desk.visitor).not.toContainText("oo1_guest");
  await chat.call("addCustomData", "oo1_guest_phone", "+420 777 666 555");
  await expect(set.desk.visitor).toContainText("+420 777 666 555");
  // Still in English.
  await expect(chat.panel.composer).toBeVisible();
});

test("one person in two browsers", proves("3.2 oo1_guest_ident"), async ({ page, browser }) => {
  const elsewhere = async (browser: Browser, init = COMPANY): Promise<Owidget> => {
    const chat = await Owidget.shown(await (await browser.newContext()).newPage(), set, { init, between });
    await chat.open();
    return chat;
  };
  const between = `owidget.addCustomData("oo1_guest_ident", "customer 42");`;
  const first = await Owidget.shown(page, set, { between });
  await first.open();
  await first.write("From the first browser");
  const second = await elsewhere(browser);
  await second.panel.log.expectOnce("From the first browser");
  await second.write("From the second browser");
  await first.panel.log.expectOnce("From the second browser");

  // In a scope nobody is known.
  const scoped = await elsewhere(browser, `${COMPANY}, null, null, "scoped"`);
  await scoped.write("From a scope");
  await expectSeen("From a scope", "customer 42");
  await expect(scoped.panel.log.text("From the first browser")).toHaveCount(0);
  for (const chat of [second, scoped]) await chat.page.context().close();
});

const NUMBERS = `owidget.addCustomData("oo1_guest_email", "ann@shop.example");
owidget.setCustomNumberNormalization(function (phone) {
  told.push("number " + phone);
  if (phone === "666666666") throw new Error("a fault of the page");
  if (phone === "555555555") return;
  return /^\\d{9}$/.test(phone) ? "+420 " + phone : null;
});`;

for (const [what, wrong, row] of [
  ["null", "777", "3.2 number null"],
  ["nothing", "555555555", "3.2 number broken"],
  ["an error", "666666666", "3.2 number broken"],
] as const) {
  test(`the page's word on a number is ${what}, and then a better number`, proves("3.2 setCustomNumberNormalization", row, "OX2"), async ({ page }) => {
    const watch = await Watch.over(page);
    await set.desk.setAvailability("Away");
    const chat = await Owidget.shown(page, set, { first: "", between: NUMBERS });
    await chat.launcher.click();
    const phone = chat.form.locator("[name=phone]");
    const text = chat.form.locator("textarea");
    const words = `Call me, my number is ${wrong}`;
    await phone.fill(wrong);
    await text.fill(words);
    await chat.submit.click();
    await expect(phone).toHaveAttribute("aria-invalid", "true");
    // What was written stays.
    await expect(phone).toHaveValue(wrong);
    await expect(text).toHaveValue(words);
    await phone.fill("777666555");
    await chat.submit.click();
    await expect(chat.inside.locator("body")).toHaveAttribute("data-usher-scene", "offline/success");
    await chat.expectTold(`number ${wrong}`, "number 777666555");
    await expectSeen(words, "+420 777666555");
    await set.desk.setAvailability("Online");
    expect(watch.errors.filter((error) => !/a fault of the page|Failed to load resource/.test(error))).toEqual([]);
  });
}

test("and takes it back", proves("3.2 setCustomNumberNormalization"), async ({ page }) => {
  await set.desk.setAvailability("Away");
  const chat = await Owidget.shown(page, set, { first: "", between: NUMBERS });
  await chat.call("setCustomNumberNormalization", null);
  await chat.launcher.click();
  await chat.form.locator("[name=phone]").fill("+420 777 666 444");
  await chat.form.locator("textarea").fill("Call me as I am");
  await chat.submit.click();
  await expect(chat.inside.locator("body")).toHaveAttribute("data-usher-scene", "offline/success");
  expect(await chat.told()).toEqual([]);
  await expectSeen("Call me as I am", "+420 777 666 444");
  await set.desk.setAvailability("Online");
});

test("openChat shows the form that the site has before conversations", proves("3.2 openChat"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, { init: `"${ASKING.company}"` });
  await chat.call("openChat");
  const email = chat.form.locator("[name=email]");
  await expect(email).toBeVisible();
  await expect(chat.panel.composer).toBeHidden();
  await email.fill("zoe@shop.example");
  await chat.submit.click();
  await expect(chat.panel.composer).toBeVisible();
  await chat.write("You have asked me");
  await expectSeen("You have asked me", "zoe@shop.example");
});

test("openChat(true) does not", proves("3.2 openChat enqueue"), async ({ page }) => {
  const chat = await Owidget.shown(page, set, { init: `"${ASKING.company}"` });
  await chat.call("openChat", true);
  await expect(chat.panel.composer).toBeVisible();
  await expect(chat.form.locator("[name=email]")).toBeHidden();
  await chat.write("You have not asked me");
});

for (const [argument, company, site, sees] of [
  ["", COMPANY, "a site that asks nothing", "composer"],
  ["", `"${ASKING.company}"`, "one that asks", "form"],
  ["true", `"${ASKING.company}"`, "one that asks", "composer"],
] as const) {
  test(`openChat(${argument}) before connecting to ${site}`, proves("3.2 openChat early", "3.2 openChat", "3.2 openChat enqueue"), async ({ page }) => {
    const chat = await Owidget.on(page, set, { init: company, first: `owidget.openChat(${argument});` });
    await expect(sees === "form" ? chat.form.locator("[name=email]") : chat.panel.composer).toBeVisible();
  });
}

test("apps on the page", proves("3.2 openAppOnCurrentPage"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set);
  await chat.call("openAppOnCurrentPage", "fax");
  await expect.poll(() => watch.warnings.join()).toContain("fax");
  await expect(chat.window).toBeHidden();
  for (const app of ["chat", "av", "callshow"]) {
    await chat.call("openAppOnCurrentPage", app, "AB12CD");
    await expect(chat.window).toBeVisible();
    await chat.launcher.click();
    await expect(chat.window).toBeHidden();
  }
  expect(watch.warnings).toHaveLength(1);
  await watch.expectQuiet();
});
