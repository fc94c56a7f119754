/** How onWebChat's script comes onto a page, and what it makes of the snippet there (CONTRACT 4.1). */

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { OnWebChat, snippet } from "../../guests/onwebchat";
import { idle, inline } from "../../guests/page";
import { ASKING, ASKING_NAME, NUMBERED, guestStage, NAME, SITE } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("onwebchat-embedding");

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const [end, name] of [
  [SITE.chat, NAME],
  [`${SITE.chat}/`, NAME],
  [`${SITE.chat}/1`, NAME],
  [`${SITE.chat}/1/0`, NAME],
  [`${SITE.chat.toUpperCase()}//12//34`, NAME],
  [`${SITE.chat}/1/2`, NUMBERED],
  [`${SITE.chat.toUpperCase()}//1//2/`, NUMBERED],
  [ASKING.chat, ASKING_NAME],
  [`${ASKING.chat}/0/0`, ASKING_NAME],
] as const) {
  test(`the vendor's snippet, with ${end}`, proves("NE1", "NE6", "NE7"), async ({ page }) => {
    const watch = await Watch.over(page);
    const chat = await OnWebChat.shown(page, set, { chat: end });
    await chat.expectTold("onWebChatLoaded");
    await chat.launcher.click();
    await expect(chat.inside.getByRole("heading", { name, exact: true })).toBeVisible();
    await watch.expectQuiet();
  });
}

for (const end of ["0123", `${SITE.chat.slice(0, 31)}g`, `${ASKING.chat}0`, `${SITE.chat}/123`]) {
  test(`${end} is no chat`, proves("NE6", "NX5"), async ({ page }) => {
    const watch = await Watch.over(page);
    const chat = await OnWebChat.on(page, set, { chat: end });
    await expect.poll(() => watch.errors.join()).toContain(`/clientchat/${end}`);
    await idle(page);
    await expect(page.locator("iframe")).toHaveCount(0);
    // Whatever the page says to it and asks.
    expect(await chat.set("max", 1)).toBeUndefined();
    expect([await chat.get("name"), await chat.get("status")]).toEqual(["", "offline"]);
    expect(watch.errors).toHaveLength(1);
  });
}

test("what was collected is set in its order, and then the page is told", proves("NE2", "NE3", "NE7", "4.2 onWebChatLoaded", "4.3 name", "4.3 status"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, {
    code: `onWebChat.set("name", "Ann"); onWebChat.set("name", "Zoe"); onWebChat.set("email", "zoe@shop.example");
      onWebChat.set("onWebChatLoaded", function () {
        told.push(["loaded", arguments.length, onWebChat.get("name"), onWebChat.get("email"), onWebChat.get("notes"), onWebChat.get("status"), onWebChat.ar.length].join());
      });
      onWebChat.set("notes", "after it");
      onWebChat.set("onMaximize", function () { told.push("onMaximize"); });
      onWebChat.set("max", 1);
      told.push(typeof onWebChat_ + " " + onWebChat.ar.length);`,
  });
  await expect(chat.panel.composer).toBeVisible();
  await chat.expectTold("undefined 7", "loaded,0,Zoe,zoe@shop.example,after it,online,0", "onMaximize");
  expect(await chat.run("[typeof onWebChat_.set, typeof onWebChat_.get, typeof onWebChat.w].join()")).toBe("function,function,undefined");
  await chat.write("Who am I?");
  await set.desk.openConversation("Who am I?");
  for (const text of ["Zoe", "zoe@shop.example", "after it"]) await expect(set.desk.visitor).toContainText(text);
  await watch.expectQuiet();
});

test("who comes late is told, after set has returned", proves("NE4"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set);
  await chat.expectTold("onWebChatLoaded");
  await chat.run(`onWebChat.set("onWebChatLoaded", () => void told.push("late " + onWebChat.get("status"))); told.push("returned");`);
  await chat.expectTold("onWebChatLoaded", "returned", "late online");
  await chat.open();
  await chat.write("Told once");
  expect((await chat.told()).filter((word) => /late|Loaded/.test(word))).toEqual(["onWebChatLoaded", "late online"]);
});

test("to ask before the script is there", proves("NE5"), async ({ page }) => {
  const chat = await OnWebChat.shown(page, set, {
    code: `try { told.push(String(onWebChat.get("name"))); } catch (error) { told.push(error.name); }`,
  });
  await chat.expectTold("ReferenceError");
  expect(await chat.get("name")).toBe("");
});

test("a page without the snippet", proves("NE8", "NE2"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, {
    snippet: `<script async src="{{usher}}/clientchat/${SITE.chat}/1/0"></script>`,
    code: "",
  });
  await chat.set("name", "Ann");
  expect(await chat.get("name")).toBe("Ann");
  expect(await chat.run("onWebChat === onWebChat_")).toBe(true);
  await chat.open();
  await chat.write("Without a snippet");
  await watch.expectQuiet();
});

test("the script ten times, and a page that deletes the object", proves("NX7", "NE2"), async ({ page }) => {
  const watch = await Watch.over(page);
  const insert = `function insert() {
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = "{{usher}}/clientchat/${SITE.chat}/1/0";
      script.onload = () => done();
      document.head.append(script);
    });
  }`;
  const chat = await OnWebChat.shown(page, set, { snippet: inline(insert) + snippet(SITE.chat) });
  await chat.open();
  await chat.write("Still the same");
  await chat.set("name", "Ann");
  for (let time = 1; time <= 5; time++) await chat.run("insert()");
  for (let time = 1; time <= 5; time++) {
    await chat.run(`delete window.onWebChat_; onWebChat.set("notes", "note ${time}"); insert()`);
    expect(await chat.get("notes")).toBe(`note ${time}`);
  }
  expect(await chat.get("name")).toBe("Ann");
  await expect(chat.host).toHaveCount(1);
  await expect(page.locator("iframe")).toHaveCount(1);
  await chat.panel.log.expectOnce("Still the same");
  expect((await chat.told()).filter((word) => word === "onWebChatLoaded")).toHaveLength(1);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});
