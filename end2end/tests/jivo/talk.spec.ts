/** A page of Jivo's and an operator: the widget's life, its states, and what the page is told of it. */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Jivo } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const set = jivoStage("jivo");

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a visitor writes, an operator answers, and the page is told each once", proves("1.4 onMessageSent", "1.4 onClientStartChat", "1.4 onAccept", "1.4 onMessageReceived", "1.4 onOpen", "1.4 order", "1.5 chat/min", "1.6 getUnreadMessagesCount"), async ({ page }) => {
  const watch = await Watch.over(page);
  const jivo = await Jivo.loaded(page, set, ID);
  expect(await jivo.call("chatMode")).toBe("online");
  expect(await jivo.told()).toEqual([["LoadCallback"]]);

  await jivo.label.click();
  await expect(jivo.panel.composer).toBeVisible();
  expect((await jivo.told()).slice(1)).toEqual([["ChangeState", "chat"], ["Open"], ["ResizeCallback"]]);
  await jivo.write("Is the lamp in stock?");
  await jivo.expectTold("MessageSent");
  await jivo.expectTold("ClientStartChat");

  await set.desk.take("Is the lamp in stock?");
  await jivo.expectTold("Accept");
  await set.desk.say("Yes, in all colours.");
  await jivo.panel.log.expectOnce("Yes, in all colours.");
  await jivo.expectTold("MessageReceived");

  expect(await jivo.call("close")).toEqual({ result: "ok" });
  await expect(jivo.window).toBeHidden();
  expect(await jivo.states()).toEqual(["chat", "chat/min"]);
  await set.desk.say("Shall I put one aside?");
  await jivo.expectTold("MessageReceived", 2);
  await expect.poll(() => jivo.call("getUnreadMessagesCount")).toBe(1);
  expect(await jivo.call("open")).toEqual({ result: "ok" });
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  await jivo.write("Please do.");
  for (const name of ["MessageSent", "ClientStartChat", "Accept", "LoadCallback"]) expect(await jivo.times(name), name).toBe(1);

  // The first message of the next page is not the first of all.
  await page.reload();
  await jivo.expectTold("LoadCallback");
  await jivo.call("open");
  await jivo.write("And thank you.");
  await set.desk.say("You are welcome.");
  await jivo.expectTold("MessageReceived");
  for (const name of ["MessageSent", "ClientStartChat", "Accept"]) expect(await jivo.times(name), name).toBe(0);
  expect(watch.errors).toEqual([]);
});

test("what the page says of its visitor reaches the operator", proves("1.6 setContactInfo", "1.6 setCustomData", "1.6 setClientAttributes", "1.6 getVisitorNumber", "1.6 getUtm", "JX6"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID, { query: "?utm_source=google&utm_campaign=lamps" });
  expect(await jivo.call("getUtm")).toEqual({ content: null, campaign: "lamps", source: "google", medium: null, term: null });
  await jivo.call("setContactInfo", { name: "John Smith", email: "email@example.com", phone: "+14084987855", description: "Description text" });
  expect(await jivo.call("getContactInfo")).toEqual({
    client_name: "John Smith",
    email: "email@example.com",
    phone: "+14084987855",
    description: "Description text",
  });
  await jivo.call("setCustomData", [{ content: "User balance: $56" }, { title: "Actions", key: "Add", content: "<b>contact</b>", link: "javascript:alert(1)" }]);
  await jivo.call("setClientAttributes", { plan: "pro", age: 42, moon: "full" });
  const [error, number] = await jivo.ask("getVisitorNumber");
  expect([error, typeof number]).toEqual([null, "number"]);

  await jivo.call("open");
  await jivo.write("Who am I?");
  await set.desk.openConversation("Who am I?");
  const side = set.desk.visitor;
  for (const words of ["John Smith", "email@example.com", "+14084987855", "Description text", "User balance: $56", "<b>contact</b>", "Plan of the customer", "pro", "42", "source: google"]) {
    await expect(side.getByText(words).first(), words).toBeVisible();
  }
  await expect(side.getByRole("link", { name: "<b>contact</b>" })).toHaveCount(0);
  await expect(side.getByText(`Visitor ${String(number)}`)).toBeVisible();
  await jivo.call("setCustomData", [{ content: "User balance: $12" }]);
  await expect(side.getByText("User balance: $12")).toBeVisible();
  await expect(side.getByText("User balance: $56")).toHaveCount(0);
});

test("an invitation opens the window, and suppresses what it has caused", proves("1.6 showProactiveInvitation", "1.4 onClientStartChat", "1.4 onMessageSent"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID);
  expect(await jivo.call("showProactiveInvitation", "How can I help you?\nJust ask.")).toEqual({ result: "ok" });
  await expect(jivo.panel.log.root.getByText("How can I help you?")).toBeVisible();
  expect(await jivo.states()).toEqual(["chat"]);
  await jivo.write("With a lamp.");
  await jivo.expectTold("MessageSent");
  expect(await jivo.times("ClientStartChat")).toBe(0);
  await set.desk.openConversation("With a lamp.");
  await expect(set.desk.log.root.getByText("How can I help you?")).toBeVisible();
  await expect(set.desk.log.root.getByText("Automatic message:")).toHaveCount(1);
});

test("a rule fires after its time, once, and none do when they are taken away", proves("1.7 proactive", "1.7 once", "1.6 setRules"), async ({ page }) => {
  const rule = (message: string, value: number): object => ({
    type: "all",
    conditions: [{ condition: "time_on_page", comparator: "greater", value }],
    commands: [{ command: "proactive", params: { message } }],
  });
  const jivo = await Jivo.loaded(page, set, ID);
  expect(await jivo.call("setRules", [rule("Hi", 1)])).toEqual({ result: "ok" });
  await expect(jivo.panel.log.root.getByText("Hi", { exact: true })).toBeVisible();
  expect(await jivo.times("Open")).toBe(1);
  expect(await jivo.call("setRules", [])).toEqual({ result: "ok" });
  expect(await jivo.call("setRules", "no rules")).toMatchObject({ result: "fail" });
});

test("the page forgets its visitor, and destroys and makes the widget as often as it likes", proves("1.6 clearHistory", "1.3 again"), async ({ page }) => {
  const watch = await Watch.over(page);
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.call("open");
  await jivo.write("Forget me.");
  await jivo.call("setContactInfo", { name: "John Smith" });
  expect(await jivo.call("clearHistory")).toEqual({ result: "ok" });
  expect(await jivo.call("getContactInfo")).toEqual({ client_name: null, email: null, phone: null, description: null });
  await expect(jivo.panel.log.text("Forget me.")).toHaveCount(0);
  await expect(jivo.panel.composer).toBeVisible();

  for (let round = 1; round <= 10; round++) {
    await page.evaluate(() => { (window as unknown as { jivo_destroy: () => void }).jivo_destroy(); });
    await jivo.expectTold("WidgetDestroy", round);
    expect(await page.locator("jdiv, #jivo-iframe-container").count()).toBe(0);
    await page.evaluate(() => { (window as unknown as { jivo_init: () => void }).jivo_init(); });
    await jivo.expectTold("LoadCallback", round + 1);
  }
  await expect(page.locator("#jcont")).toHaveCount(1);
  await expect(jivo.label).toBeVisible();
  expect(watch.errors).toEqual([]);
});
