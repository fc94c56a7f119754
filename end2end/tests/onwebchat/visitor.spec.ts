/** What a page of onWebChat's sets of its visitor, and gets (CONTRACT 4.2, 4.3). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { word } from "../../compat/words";
import { OnWebChat } from "../../guests/onwebchat";
import { ASKING, guestStage, SPANISH } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("onwebchat-visitor");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const KINDS = ["name", "email", "phone", "notes"] as const;

/** All that is known of the visitor. */
const known = (chat: OnWebChat): Promise<unknown[]> => Promise.all(KINDS.map((kind) => chat.get(kind)));

test("what the page sets it gets, and operators see it", proves("4.2 name", "4.2 name empty", "4.2 email", "4.3 name"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set);
  expect(await known(chat)).toEqual(["", "", "", ""]);
  const values = { name: "Ann of the shop", email: "ann@shop.example", phone: "+47 210 00 000", notes: "a regular" };
  const sets = Object.entries(values).map(([key, value]) => `onWebChat.set("${key}", "${value}");`);
  // At once, and for good.
  expect(await chat.run(`${sets.join("")} ${JSON.stringify(KINDS)}.map((kind) => onWebChat.get(kind))`)).toEqual(Object.values(values));
  await expect.poll(() => known(chat)).toEqual(Object.values(values));
  await chat.open();
  await chat.write("Do you know me?");
  await set.desk.openConversation("Do you know me?");
  for (const value of Object.values(values)) await expect(set.desk.visitor).toContainText(value);

  await chat.set("email", "no address at all");
  await chat.set("notes", "");
  await chat.set("phone", null);
  await expect.poll(() => known(chat)).toEqual(["Ann of the shop", "no address at all", "", ""]);
  await expect(set.desk.visitor).toContainText("no address at all");
  for (const gone of ["a regular", "+47 210 00 000", "ann@shop.example"]) await expect(set.desk.visitor).not.toContainText(gone);
  await watch.expectQuiet();
});

test("it is known on the next page, too", proves("4.3 name"), async ({ page }) => {
  const stored = page.waitForResponse(/\/api\/visitor\/update/);
  const first = await OnWebChat.shown(page, set, { code: `onWebChat.set("name", "Mia"); onWebChat.set("notes", "comes back");` });
  await stored;
  expect(await first.get("name")).toBe("Mia");
  const next = await OnWebChat.on(page, set, { code: `onWebChat.set("onWebChatLoaded", function () { told.push(onWebChat.get("name") + ", " + onWebChat.get("notes")); });` });
  await next.expectTold("Mia, comes back");
});

test("what the visitor writes into a form, the page gets", proves("4.3 name"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set, { chat: ASKING.chat });
  await chat.launcher.click();
  const email = chat.form.locator("[name=email]");
  await expect(email).toBeVisible();
  await chat.picture("onwebchat-before");
  await email.fill("zoe@shop.example");
  await chat.submit.click();
  await expect(chat.panel.composer).toBeVisible();
  expect(await chat.get("email")).toBe("zoe@shop.example");
  await chat.write("I was asked first");
  await set.desk.openConversation("I was asked first");
  await expect(set.desk.visitor).toContainText("zoe@shop.example");
});

test("what an operator saves, every page knows at once", proves("4.3 operator"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, { code: `onWebChat.set("email", "vera@shop.example");` });
  await chat.open();
  await chat.write("What do you call me?");
  await set.desk.openConversation("What do you call me?");
  await set.desk.field("Name").fill("Vera Holm");
  await set.desk.field("Name").press("Enter");
  await set.desk.field("Notes").fill("Tall\nand kind");
  await set.desk.field("Notes").press("Enter");
  await expect.poll(() => known(chat)).toEqual(["Vera Holm", "vera@shop.example", "", "Tall\nand kind"]);
  await set.desk.field("E-mail").fill("");
  await set.desk.field("E-mail").press("Enter");
  await expect.poll(() => chat.get("email")).toBe("");

  // Another tab knows it from the beginning, and what one of them says, the other knows, and the operator.
  const tab = await OnWebChat.shown(await page.context().newPage(), set, { code: "" });
  expect(await known(tab)).toEqual(["Vera Holm", "", "", "Tall\nand kind"]);
  await tab.set("phone", "+47 210 00 000");
  await expect.poll(() => chat.get("phone")).toBe("+47 210 00 000");
  await expect(set.desk.field("Phone")).toHaveValue("+47 210 00 000");
  await watch.expectQuiet();
});

test("the status, as it changes", proves("4.3 status"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set);
  expect(await chat.get("status")).toBe("online");
  await set.desk.setAvailability("Away");
  await expect.poll(() => chat.get("status"), { timeout: 20_000 }).toBe("offline");
  const next = await OnWebChat.on(page, set, { code: `onWebChat.set("onWebChatLoaded", function () { told.push(onWebChat.get("status")); });` });
  await next.expectTold("offline");
  await set.desk.setAvailability("Online");
  await expect.poll(() => next.get("status")).toBe("online");
});

test("other keys", proves("4.3 unknown", "4.2 unknown", "4.2 returns"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set);
  for (const key of ["colour", "description", "toString", "__proto__", "constructor", "onClick", "max", "show", "language"]) {
    expect(await chat.get(key), key).toBeUndefined();
  }
  for (const key of ["colour", "description", "toString", "__proto__", "constructor"]) {
    expect(await chat.set(key, "value"), key).toBeUndefined();
    expect(await chat.get(key), key).toBeUndefined();
  }
  for (const [key, value] of [["name", "Ann"], ["language", "l1"], ["max", 0], ["show", 1], ["onClick", null]] as const) {
    expect(await chat.set(key, value), key).toBeUndefined();
  }
  await watch.expectQuiet();
});

test("languages", proves("4.2 language", "4.2 language texts", "4.2 language code"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, { chat: SPANISH.chat });
  const speaks = async (language: "es" | "pt" | "ru"): Promise<void> => {
    await expect(chat.launcher).toHaveAccessibleName(word(language, "closeChat"));
    await expect(chat.inside.getByRole("textbox", { name: word(language, "message"), exact: true })).toBeVisible();
  };
  await chat.set("max", 1);
  await speaks("es");
  for (const [said, spoken] of [["l2", "pt"], ["l1", "es"], ["ru", "ru"], ["l1", "es"], ["fr", "es"], ["l2", "pt"]] as const) {
    await chat.set("language", said);
    await speaks(spoken);
  }
  await watch.expectQuiet();
});

test("English for visitors from elsewhere, where the site says nothing", proves("4.2 language"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set, { lang: "es", code: `onWebChat.set("language", "es");` });
  await expect(chat.launcher).toHaveAccessibleName(word("es", "openChat"));
  await chat.set("language", "l2");
  await expect(chat.launcher).toHaveAccessibleName(word("en", "openChat"));
});

test("a file of words", proves("4.2 languageFile"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, { code: `onWebChat.set("languageFile", location.origin + "/words.json");` });
  expect(await chat.set("languageFile", "https://words.example/words.js")).toBeUndefined();
  await chat.open();
  await chat.write("In my own words");
  expect(watch.requests.filter((request) => request.url().includes("words.js"))).toEqual([]);
  await watch.expectQuiet();
});
