/** Five pages that were written for five vendors, one organisation, one operator: nobody hears what is not theirs. */

import { type Browser, expect, type Page, test } from "@playwright/test";

import { Chat } from "../compat/chat";
import { CHATRA, SVYAZIO } from "../compat/facades";
import { OnWebChat } from "../guests/onwebchat";
import { Owidget } from "../guests/owidget";
import { added, NAMES } from "../guests/page";
import { Jivo } from "../jivo/page";
import { organisation } from "../support/organisation";
import type { Panel } from "../support/pages";
import { staffed } from "../support/stage";
import { Watch } from "../support/watch";

const COMPANY = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const CHAT = "0123456789abcdef0123456789abcdef";
const ID = "AbCdEf1234";

/** One site, whatever its pages call it. */
const SITE = "five-site";
const MORE = `
[[sites]]
id = "${SITE}"
name = "Nordlys, of all vendors"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { jivo = "${ID}", mluvii = "${COMPANY}", onwebchat = "${CHAT}" }
`;
const set = staffed(organisation("five", MORE));

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** A page with the chat open. */
interface Opened {
  readonly panel: Panel;
}

/** How each is opened, and the names that it adds to the window. */
const PAGES: Readonly<Record<string, readonly [open: (page: Page) => Promise<Opened>, names: readonly string[]]>> = {
  Jivo: [
    async (page) => {
      const jivo = await Jivo.loaded(page, set, ID, { before: NAMES });
      await jivo.call("open");
      return jivo;
    },
    ["jivo_api", "jivo_config", "jivo_cspNonce", "jivo_destroy", "jivo_init", "jivo_magic_var", "jivo_version"],
  ],
  Svyazio: [(page) => Chat.opened(page, set, SVYAZIO, { site: SITE, before: NAMES }), []],
  Chatra: [(page) => Chat.opened(page, set, CHATRA, { site: SITE, before: NAMES }), []],
  owidget: [
    async (page) => {
      const chat = await Owidget.shown(page, set, { before: NAMES, init: `"${COMPANY}"` });
      await chat.open();
      return chat;
    },
    ["$owidget"],
  ],
  onWebChat: [
    async (page) => {
      const chat = await OnWebChat.shown(page, set, { before: NAMES, chat: CHAT });
      await chat.open();
      return chat;
    },
    ["onWebChat", "onWebChat_"],
  ],
};

/** The page, in a browser of its own. */
async function visit(browser: Browser, name: string): Promise<{ name: string; page: Page; watch: Watch; panel: Panel; names: readonly string[] }> {
  const page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  const watch = await Watch.over(page);
  const [open, names] = PAGES[name] ?? [];
  if (open === undefined || names === undefined) throw new Error(`there is no page of ${name}`);
  const { panel } = await open(page);
  return { name, page, watch, panel, names };
}

test("five vendors' pages at once, and one operator who answers all of them", async ({ browser }) => {
  test.setTimeout(120_000);
  const { desk } = set;
  const visitors = await Promise.all(Object.keys(PAGES).map((name) => visit(browser, name)));
  await Promise.all(visitors.map(({ name, panel }) => panel.write(`A question from ${name}`)));
  for (const { name } of visitors) {
    await desk.take(`A question from ${name}`);
    await desk.say(`An answer to ${name}`);
  }
  // In any order, to and fro.
  for (const { name, panel } of [...visitors].reverse()) {
    await panel.log.expectOnce(`An answer to ${name}`);
    await panel.write(`Thanks from ${name}`);
    await desk.openConversation(`Thanks from ${name}`, "Mine");
    await desk.say(`Goodbye, ${name}`);
  }
  for (const { name, page, panel, watch, names } of visitors) {
    const talk = [`A question from ${name}`, `An answer to ${name}`, `Thanks from ${name}`, `Goodbye, ${name}`];
    await panel.log.expectOrder(talk);
    await desk.openConversation(`Goodbye, ${name}`, "Mine");
    await desk.log.expectOrder(talk);
    for (const other of visitors) {
      if (other.name === name) continue;
      await expect(panel.log.root).not.toContainText(other.name);
      await expect(desk.log.root).not.toContainText(other.name);
    }
    expect((await added(page)).sort(), name).toEqual(names);
    await watch.expectQuiet();
  }
  for (const { page } of visitors) await page.context().close();
});
