/** What a page of mluvii's is told while people talk (CONTRACT 3.2 setAppEventCallback, setStatusUpdateCallback). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Owidget, telling } from "../../guests/owidget";
import { GREETING, guestStage, RULED } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-talk");

test.use({ contextOptions: { reducedMotion: "reduce" } });

test(
  "a whole conversation, and the next one",
  proves("3.2 order", "3.2 chatWindowOpen", "3.2 chatWindowClosed", "3.2 chatSessionCreated", "3.2 chatSessionStarted", "3.2 chatSessionEnded"),
  async ({ page }) => {
    const watch = await Watch.over(page);
    const chat = await Owidget.shown(page, set);
    const all = ["status 1"];
    const expectNext = async (...words: string[]): Promise<void> => {
      all.push(...words);
      await chat.expectTold(...all);
    };
    await expectNext();
    await chat.launcher.click();
    await expectNext("chatWindowOpen");
    await chat.write("Is the lamp in stock?");
    await expectNext("chatSessionCreated");
    await chat.write("The large one");
    await set.desk.take("The large one");
    await expectNext("chatSessionStarted");
    await set.desk.say("Yes.");
    await chat.panel.log.expectOnce("Yes.");
    await chat.picture("owidget");
    await set.desk.close.click();
    await expectNext("chatSessionEnded");
    await chat.launcher.click();
    await expectNext("chatWindowClosed");

    await chat.call("openChat");
    await chat.call("openChat");
    await expectNext("chatWindowOpen");
    await chat.write("And the small one?");
    await expectNext("chatSessionCreated");
    await watch.expectQuiet();
  },
);

test("a page that was loaded in the middle of it", proves("3.2 chatSessionEnded", "3.2 chatSessionStarted"), async ({ page }) => {
  const chat = await Owidget.shown(page, set);
  await chat.open();
  await chat.write("Do you go on?");
  await page.reload();
  await chat.expectTold("status 1");
  await chat.open();
  await set.desk.take("Do you go on?");
  await chat.expectTold("status 1", "chatWindowOpen", "chatSessionStarted");
  await page.reload();
  await chat.expectTold("status 1");
  await set.desk.say("I do.");
  await expect(chat.teaser).toContainText("I do.");
  await set.desk.close.click();
  await chat.expectTold("status 1", "chatSessionEnded");
});

test("a rule opens the window", proves("3.2 chatWindowOpen"), async ({ page }) => {
  const chat = await Owidget.on(page, set, { query: `?${RULED}` });
  await expect(chat.inside.getByText(GREETING)).toBeVisible();
  await expect.poll(async () => (await chat.told()).sort()).toEqual(["chatWindowOpen", "status 1"]);
});

test("the function of events is replaced, after connecting and for none", proves("3.2 setAppEventCallback"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set, { first: telling("first ") });
  await chat.expectTold("first status 1");
  await chat.run(`$owidget.setAppEventCallback((e) => void told.push("second " + JSON.stringify(e)))`);
  await chat.open();
  await chat.expectTold("first status 1", `second {"type":"chatWindowOpen"}`);
  await chat.call("setAppEventCallback", null);
  await chat.launcher.click();
  await expect(chat.window).toBeHidden();
  await chat.run(`$owidget.setAppEventCallback((e) => void told.push("third " + e.type))`);
  await chat.open();
  await chat.expectTold("first status 1", `second {"type":"chatWindowOpen"}`, "third chatWindowOpen");
  await watch.expectQuiet();
});

const STATUS = `owidget.setStatusUpdateCallback(function (code) { told.push(typeof code + " " + code); });`;
for (const [when, writing] of [
  ["before init", { first: STATUS }],
  ["before connectToServer", { first: "", between: STATUS }],
  ["after connectToServer", { first: "", after: STATUS }],
] as const) {
  test(`the first status is told to a function that was set ${when}`, proves("3.2 setStatusUpdateCallback", "3.2 status 1"), async ({ page }) => {
    const chat = await Owidget.shown(page, set, writing);
    await chat.expectTold("number 1");
  });
}

test(
  "somebody goes and comes back",
  proves("3.2 setStatusUpdateCallback", "3.2 status at once", "3.2 status 0", "3.2 status 1"),
  async ({ page }) => {
    const chat = await Owidget.shown(page, set, { first: "" });
    expect(await chat.run(`$owidget.setStatusUpdateCallback((code) => void told.push("first " + code)); told.join()`)).toBe("first 1");
    await set.desk.setAvailability("Away");
    await expect.poll(() => chat.told(), { timeout: 20_000 }).toEqual(["first 1", "first 0"]);
    expect(await chat.run(`$owidget.setStatusUpdateCallback((code) => void told.push("second " + code)); told.at(-1)`)).toBe("second 0");
    const again = await Owidget.shown(page, set);
    await again.expectTold("status 0");
    await set.desk.setAvailability("Online");
    await again.expectTold("status 0", "status 1");
  },
);
