/** Every code sample of onWebChat's page on its API, as it stands, below the snippet of a page of its own (CONTRACT 4). */

import { expect, type Page, test } from "@playwright/test";

import type { OnWebChatRowId } from "../../compat/onwebchat_rows";
import { ONWEBCHAT_SAMPLES } from "../../compat/onwebchat_samples";
import { proves } from "../../compat/rule";
import { OnWebChat } from "../../guests/onwebchat";
import { installCode } from "../../guests/page";
import { GREETING, guestStage, NAME, RULED } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("onwebchat-samples");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** What is done on the page of a sample, and what comes of it. */
interface Story {
  readonly row: OnWebChatRowId;
  readonly query?: string;
  readonly happens?: (chat: OnWebChat) => Promise<void>;
  /** What the sample says: in a box of the browser's, or in the console. */
  readonly says: readonly string[];
}

const STORIES: Readonly<Record<keyof typeof ONWEBCHAT_SAMPLES, Story>> = {
  notes: {
    row: "4.2 name",
    happens: async (chat) => {
      expect(await chat.get("notes")).toBe("notes for visitor ..");
      await chat.open();
      await chat.write("I have notes");
      await set.desk.openConversation("I have notes");
      await expect(set.desk.visitor).toContainText("notes for visitor ..");
    },
    says: [],
  },
  name: { row: "4.3 name", says: ["visitor name: "] },
  status: { row: "4.3 status", says: ["chat status: online"] },
  onClick: { row: "4.2 onClick", happens: (chat) => chat.launcher.click(), says: ["chat widget is clicked"] },
  onMaximize: { row: "4.2 onMaximize", happens: (chat) => chat.launcher.click(), says: ["chat maximized"] },
  onMinimize: {
    row: "4.2 onMinimize",
    happens: async (chat) => {
      await chat.launcher.click();
      await expect(chat.panel.composer).toBeVisible();
      await chat.launcher.click();
      await expect(chat.window).toBeHidden();
    },
    says: ["chat maximized"],
  },
  onTrigger: {
    row: "4.2 onTrigger",
    query: `?${RULED}`,
    happens: async (chat) => {
      await expect(chat.inside.getByText(GREETING)).toBeVisible();
    },
    says: ["trigger activated"],
  },
  onStartWriting: {
    row: "4.2 onStartWriting",
    happens: async (chat) => {
      await chat.open();
      await chat.panel.composer.pressSequentially("Hello");
    },
    says: ["visitor is writing"],
  },
  onWebChatLoaded: { row: "4.2 onWebChatLoaded", says: ["chat widget is loaded"] },
};

/** Keeps what the page says in boxes and in the console, and presses the boxes' buttons. */
function listen(page: Page): readonly string[] {
  const said: string[] = [];
  page.on("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.accept();
  });
  page.on("console", (message) => {
    if (message.type() === "log") said.push(message.text());
  });
  return said;
}

for (const [name, { row, query = "", happens, says }] of Object.entries<Story>(STORIES)) {
  test(name, proves(row, "NE1", "NE7"), async ({ page }) => {
    const watch = await Watch.over(page);
    const said = listen(page);
    const code = ONWEBCHAT_SAMPLES[name as keyof typeof STORIES];
    const chat = await OnWebChat.on(page, set, { code, query });
    await expect(chat.launcher).toBeVisible();
    await happens?.(chat);
    await expect.poll(() => said).toEqual(says);
    await watch.expectQuiet();
  });
}

test("all of them on one page", proves("NE7", "4.2 callback replaced"), async ({ page }) => {
  const watch = await Watch.over(page);
  const said = listen(page);
  const chat = await OnWebChat.on(page, set, { code: Object.values(ONWEBCHAT_SAMPLES).join("\n") });
  await expect(chat.launcher).toBeVisible();
  await chat.launcher.click();
  await chat.panel.composer.pressSequentially("Hello");
  await expect.poll(() => said).toEqual(["chat widget is loaded", "chat widget is clicked", "chat maximized", "visitor is writing"]);
  await watch.expectQuiet();
});

test("the code of the install page", proves("NE1", "NE7"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await OnWebChat.shown(page, set, { snippet: await installCode(set, "onwebchat", NAME) });
  await chat.expectTold("onWebChatLoaded");
  await chat.open();
  await expect(chat.inside.getByRole("heading", { name: NAME, exact: true })).toBeVisible();
  await chat.write("With the code of the install page");
  await watch.expectQuiet();
});
