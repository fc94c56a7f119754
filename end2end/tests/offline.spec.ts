/** What is written without a network is kept, survives a reload, and goes out once and in order. */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";

/** Clients come back by themselves within their longest wait. */
const BACK_MS = 45_000;

const reload = organisation("reload");
const tabs = organisation("tabs");
const net = organisation("net");
const set = stage([reload, tabs, net]);

test("three messages, a reload, and the server comes back", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, reload.anna);
  const widget = await WidgetPage.openAt(page, customer.page("index", reload.site));
  const { panel } = widget;
  await panel.write("Are you there?");
  await desk.take("Are you there?");

  const words = ["The first", "The second", "The third"];
  await usher.stop();
  for (const text of words) await panel.write(text);
  await panel.log.expectOrder(words);

  // The customer's page comes from the customer's server, which is well.
  await page.reload();
  await usher.restart();
  await expect(widget.open.or(widget.close)).toBeVisible({ timeout: BACK_MS });
  await widget.openPanel();
  await expect(async () => desk.log.expectOrder(["Are you there?", ...words])).toPass({ timeout: BACK_MS });
  await panel.log.expectOrder(["Are you there?", ...words]);
  await expect(panel.log.root.locator(".is-failed")).toHaveCount(0);
  await desk.page.context().close();
});

test("two tabs that both write without a server", async ({ page, context, browser }) => {
  test.setTimeout(120_000);
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, tabs.anna);
  const address = customer.page("index", tabs.site);
  const one = await WidgetPage.openAt(page, address);
  await one.panel.write("Hello from the first tab");
  await desk.take("Hello from the first tab");
  const two = await WidgetPage.openAt(await context.newPage(), address);
  await two.panel.log.expectOnce("Hello from the first tab");

  await usher.kill9();
  const words = ["one 1", "two 1", "one 2", "two 2", "one 3", "two 3"];
  for (const text of words) {
    const tab = text.startsWith("one") ? one : two;
    await tab.page.bringToFront();
    await tab.panel.write(text);
    await tab.panel.log.expectOnce(text);
  }
  // Each tab sees the other's words too: there is one visitor.
  for (const tab of [one, two]) await tab.panel.log.expectOrder(words);

  await usher.restart();
  await expect(async () => desk.log.expectOrder(words)).toPass({ timeout: BACK_MS });
  for (const tab of [one, two]) {
    await expect(async () => tab.panel.log.expectOrder(["Hello from the first tab", ...words])).toPass({ timeout: BACK_MS });
  }
  await desk.page.context().close();
});

test("the browser itself loses the network", async ({ page, context, browser }) => {
  test.setTimeout(90_000);
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, net.anna);
  const { panel } = await WidgetPage.openAt(page, customer.page("index", net.site));
  await panel.write("Online still");
  await desk.take("Online still");

  await context.setOffline(true);
  const words = ["In the tunnel 1", "In the tunnel 2", "In the tunnel 3"];
  for (const text of words) await panel.write(text);
  await panel.log.expectOrder(words);
  await expect(desk.log.text("In the tunnel 1")).toHaveCount(0);
  await desk.say("Said meanwhile");

  await context.setOffline(false);
  // The browser says that the network is back: nobody waits for a timer.
  const talk = ["Online still", "Said meanwhile", ...words];
  await expect(async () => desk.log.expectOrder(talk)).toPass({ timeout: 10_000 });
  await panel.log.expectOrder(talk);
  await desk.page.context().close();
});
