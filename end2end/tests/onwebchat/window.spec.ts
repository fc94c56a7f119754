/** The window of onWebChat, and the callbacks that tell of it (CONTRACT 4.2). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { OnWebChat } from "../../guests/onwebchat";
import { GREETING, guestStage, RULED } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("onwebchat-window");

test.use({ contextOptions: { reducedMotion: "reduce" } });

test("max, by every word for it", proves("4.2 max", "4.2 onMaximize", "4.2 onMinimize"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set);
  const told = ["onWebChatLoaded"];
  for (const [open, close] of [[1, 0], ["1", "0"], [true, false]] as const) {
    for (let time = 1; time <= 2; time++) await chat.set("max", open);
    await expect(chat.panel.composer).toBeVisible();
    for (let time = 1; time <= 2; time++) await chat.set("max", close);
    await expect(chat.window).toBeHidden();
    told.push("onMaximize", "onMinimize");
    await chat.expectTold(...told);
  }
  for (const neither of [2, "yes", null, undefined, {}, [], ""]) await chat.set("max", neither);
  await expect(chat.window).toBeHidden();
  await chat.expectTold(...told);
});

test("show, and what is remembered while all is hidden", proves("4.2 show", "4.2 max hidden"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set);
  const expectNothing = async (): Promise<void> => {
    for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
  };
  await chat.set("show", 0);
  await expectNothing();
  await chat.set("max", 1);
  await expectNothing();
  await chat.expectTold("onWebChatLoaded");
  await chat.set("show", 1);
  await expect(chat.panel.composer).toBeVisible();
  await chat.expectTold("onWebChatLoaded", "onMaximize");
  // As it was.
  await chat.set("show", "0");
  await expectNothing();
  await chat.set("show", true);
  await expect(chat.window).toBeVisible();
  await chat.expectTold("onWebChatLoaded", "onMaximize");
  await chat.set("show", false);
  await chat.set("max", 0);
  await chat.set("show", 1);
  await expect(chat.launcher).toBeVisible();
  await expect(chat.window).toBeHidden();
  await chat.expectTold("onWebChatLoaded", "onMaximize", "onMinimize");
});

test("hidden from the first", proves("4.2 show", "NE2"), async ({ page }) => {
  const chat = await OnWebChat.on(page, set, { code: `onWebChat.set("show", 0); onWebChat.set("onWebChatLoaded", function () { told.push("loaded"); });` });
  await chat.expectTold("loaded");
  for (const part of [chat.launcher, chat.window]) await expect(part).toBeHidden();
  await chat.set("show", 1);
  await expect(chat.launcher).toBeVisible();
});

test(
  "the visitor clicks and writes",
  proves("4.2 onClick", "4.2 onMaximize", "4.2 onMinimize", "4.2 onStartWriting"),
  async ({ page }) => {
    const watch = await Watch.over(page);
    const chat = await OnWebChat.shown(page, set);
    await chat.forget();
    await chat.launcher.click();
    await chat.expectTold("onClick", "onMaximize");
    await chat.forget();
    for (const words of ["Hi there", "More of it"]) {
      await chat.panel.composer.pressSequentially(words);
      await chat.panel.composer.press("Enter");
      await chat.panel.log.expectOnce(words);
    }
    await chat.expectTold("onStartWriting", "onStartWriting");
    // Whoever deletes all of it begins again.
    await chat.panel.composer.pressSequentially("x");
    await chat.panel.composer.press("Backspace");
    await chat.panel.composer.pressSequentially("yz");
    await chat.expectTold("onStartWriting", "onStartWriting", "onStartWriting", "onStartWriting");
    await chat.picture("onwebchat");
    await chat.forget();
    await chat.launcher.click();
    await chat.expectTold("onClick", "onMinimize");

    await set.desk.take("More of it");
    await set.desk.say("What is beside the button");
    await chat.forget();
    await chat.teaser.getByText("What is beside the button").click();
    await chat.expectTold("onClick", "onMaximize");
    await watch.expectQuiet();
  },
);

test("a trigger", proves("4.2 onTrigger", "4.2 onMaximize"), async ({ page }) => {
  const chat = await OnWebChat.on(page, set, { query: `?${RULED}` });
  await expect(chat.inside.getByText(GREETING)).toBeVisible();
  await expect.poll(async () => (await chat.told()).sort()).toEqual(["onMaximize", "onTrigger", "onWebChatLoaded"]);
});

test("a trigger while all is hidden", proves("4.2 onTrigger", "4.2 show"), async ({ page }) => {
  const chat = await OnWebChat.on(page, set, {
    query: `?${RULED}`,
    code: `onWebChat.set("show", 0); onWebChat.set("onTrigger", function () { told.push("onTrigger"); });`,
  });
  await chat.expectTold("onTrigger");
  for (const part of [chat.launcher, chat.window, chat.teaser]) await expect(part).toBeHidden();
});

test("onMinimized is onMinimize", proves("4.2 onMinimize", "4.2 callback replaced"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set, { code: "" });
  await chat.run(`for (const name of ["onMinimize", "onMinimized"]) onWebChat.set(name, () => void told.push(name));`);
  await chat.set("max", 1);
  await chat.set("max", 0);
  await chat.expectTold("onMinimized");
  await chat.run(`onWebChat.set("onMinimize", () => void told.push("onMinimize"));`);
  await chat.set("max", 1);
  await chat.set("max", 0);
  await chat.expectTold("onMinimized", "onMinimize");
});

test("callbacks are replaced and taken away", proves("4.2 callback replaced", "4.2 callback removed"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set);
  await chat.forget();
  await chat.run(`onWebChat.set("onMaximize", function () { told.push("another"); });`);
  await chat.set("max", 1);
  await chat.expectTold("another");
  for (const none of [null, undefined, "words", {}]) {
    await chat.run(`onWebChat.set("onMaximize", function () { told.push("one more"); });`);
    await chat.set("onMaximize", none);
    await chat.set("max", 0);
    await chat.set("max", 1);
  }
  await chat.expectTold("another", "onMinimize", "onMinimize", "onMinimize", "onMinimize");
  await watch.expectQuiet();
});
