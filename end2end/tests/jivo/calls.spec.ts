/** Calls back on a page of Jivo's: the form, the method, the menu of a phone, and the operator who takes the call. */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Jivo } from "../../jivo/page";
import { jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const CALLED = "CaLlEd1234";
const set = jivoStage(
  "calls",
  `[[sites]]
id = "calls-site"
name = "Nordlys, which calls"
domains = ["localhost:*", "127.0.0.1:*"]
calls = { enabled = true, country = "NO" }
vendor_ids = { jivo = "${CALLED}" }
`,
);

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("a visitor asks for a call in the form, and the page is told how it goes on", proves("1.5 call", "1.4 onCallStart", "1.4 onCallEnd", "1.6 isCallbackEnabled", "1.6 open call"), async ({ page }) => {
  const watch = await Watch.over(page);
  await set.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, set, CALLED);
  expect(await jivo.ask("isCallbackEnabled")).toEqual([{ result: "ok" }]);
  expect(await jivo.call("open", { start: "call" })).toEqual({ result: "ok" });
  expect(await jivo.states()).toEqual(["call"]);
  const form = jivo.inside.getByRole("region", { name: "We call you back" });
  await form.getByLabel("Phone").fill("12");
  await form.getByRole("button", { name: "Call me" }).click();
  await expect(form.getByText("Check the number: 7 to 15 digits.")).toBeVisible();
  await form.getByLabel("Name").fill("Mia");
  await form.getByLabel("Phone").fill("21 00 00 07");
  await form.getByRole("button", { name: "Call me" }).click();
  await expect(form.getByText("We are calling you.")).toBeVisible();
  await jivo.expectTold("CallStart");

  await set.desk.openConversation("Please call me back: +4721000007");
  const bar = set.desk.page.getByRole("status").filter({ hasText: "Asks to be called back: +4721000007" });
  await expect(bar).toBeVisible();
  const dial = set.desk.page.getByRole("link", { name: "Call", exact: true });
  expect(await dial.getAttribute("href")).toBe("tel:+4721000007");
  // The telephone itself is nobody's here.
  await set.desk.page.evaluate(() => {
    addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a[href^='tel:']") !== null) event.preventDefault();
    });
  });
  await dial.click();
  await expect(set.desk.page.getByText("You call +4721000007. How did it go?")).toBeVisible();
  await set.desk.page.getByRole("button", { name: "We have talked" }).click();
  await jivo.expectTold("CallEnd");
  expect((await jivo.told()).filter(([name]) => name === "CallEnd")).toEqual([["CallEnd", { result: "ok" }]]);
  await expect(form.getByText("Thank you for the call.")).toBeVisible();
  await form.getByRole("button", { name: "Back to the chat" }).click();
  await jivo.panel.log.expectOnce("Please call me back: +4721000007");
  expect(await jivo.states()).toEqual(["call", "chat"]);
  expect(watch.errors).toEqual([]);
});

test("startCall asks for one, and says why there is none", proves("1.6 startCall", "1.6 startCall refused", "1.4 onCallStart", "1.4 onCallEnd"), async ({ page }) => {
  await set.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, set, CALLED);
  expect(await jivo.call("startCall", "call me")).toEqual({ result: "fail", reason: "Invalid phone number" });
  expect(await jivo.call("startCall", "+47 21 00 00 08")).toEqual({ result: "ok" });
  await jivo.expectTold("CallStart");
  await set.desk.openConversation("Please call me back: +4721000008");
  await set.desk.page.getByRole("link", { name: "Call", exact: true }).evaluate((link) => {
    link.removeAttribute("href");
  });
  await set.desk.page.getByText("Call", { exact: true }).last().click();
  await set.desk.page.getByRole("button", { name: "Not reached" }).click();
  await jivo.expectTold("CallEnd");
  expect((await jivo.told()).at(-1)).toEqual(["CallEnd", { result: "fail", reason: "No answer" }]);

  await set.desk.setAvailability("Away");
  await jivo.page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.ask("isCallbackEnabled")).toEqual([{ result: "fail", reason: "Callback disabled" }]);
  expect(await jivo.call("startCall", "x")).toEqual({ result: "fail", reason: "Callback disabled" });
  expect(await jivo.call("open", { start: "call" })).toEqual({ result: "fail", reason: "Callback disabled" });
});

test("from the chat the form is another state; on a phone there is a menu", proves("1.5 chat/call", "1.5 menu"), async ({ browser }) => {
  await set.desk.setAvailability("Online");
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const jivo = await Jivo.loaded(page, set, CALLED);
  await jivo.call("open", { start: "menu" });
  const menu = jivo.inside.getByRole("region", { name: "How do you want to talk?" });
  await expect(menu).toBeVisible();
  await menu.getByRole("button", { name: "Write a message" }).click();
  await expect(jivo.panel.composer).toBeVisible();
  expect(await jivo.call("open", { start: "call" })).toEqual({ result: "ok" });
  expect(await jivo.states()).toEqual(["menu", "chat", "chat/call"]);
  await expect(jivo.inside.getByLabel("Phone")).toBeVisible();
  await page.close();
});

test("a rule offers a call, once a day if it says so", proves("1.7 show_callform"), async ({ page }) => {
  await set.desk.setAvailability("Online");
  const jivo = await Jivo.loaded(page, set, CALLED);
  const offer = (title: string, params: object = {}): object => ({
    conditions: [],
    commands: [{ command: "show_callform", params: { title, ...params } }],
  });
  await jivo.call("setRules", [offer("Shall we call you?", { onceADay: true })]);
  await expect(jivo.inside.getByRole("region", { name: "Shall we call you?" })).toBeVisible();
  expect(await jivo.states()).toEqual(["call"]);
  await jivo.call("close");
  await jivo.call("setRules", [offer("Once more?", { once_aday: "true" })]);
  expect(await jivo.states()).toEqual(["call", "label"]);
  await jivo.call("setRules", [offer("As often as you like")]);
  await expect(jivo.inside.getByRole("region", { name: "As often as you like" })).toBeVisible();
});
