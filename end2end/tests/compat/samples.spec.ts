/** Every code sample of the vendor's page, as it stands but for host and id, on a page of its own; and renamed, for the others. */

import { type Browser, expect, type Page, test } from "@playwright/test";

import { Chat } from "../../compat/chat";
import { type Facade, FACADES } from "../../compat/facades";
import type { RowId } from "../../compat/rows";
import { proves } from "../../compat/rule";
import { type SampleName, SAMPLES } from "../../compat/samples";
import { expectColour, expectPlace, expectSize } from "../../compat/seen";
import { shop } from "../../compat/stage";
import { word } from "../../compat/words";
import { Watch } from "../../support/watch";

const DEPARTMENTS = { abc123: "The sample's department", sales_dept_id: "Sales people", vip_dept_id: "Very important" };
const set = shop("samples", DEPARTMENTS);

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** A sample on its page. */
interface Scene {
  readonly facade: Facade;
  readonly page: Page;
  readonly browser: Browser;
  readonly chat: Chat;
  /** Runs the sample now, as a script of the page. */
  readonly run: () => Promise<void>;
  /** Opens the chat and says this; returns what operators see it as. */
  readonly say: (words: string) => Promise<string>;
}

/** Where a sample stands on the page, and what comes of it. */
interface Story {
  readonly rows: readonly RowId[];
  /** Before the tag, as configuration; below it, as calls that wait; in the body; or nowhere: the story runs it itself. */
  readonly at: "before" | "below" | "body" | "later";
  /** The page's own code before all of it. */
  readonly page?: string;
  /** Keys of the configuration beside the id. */
  readonly config?: string;
  readonly happens: (scene: Scene) => Promise<void>;
}

const STORIES: Readonly<Record<SampleName, Story>> = {
  quickStart: {
    rows: ["SE1", "2.2 orgId"],
    at: "later",
    happens: async ({ chat, say }) => {
      await expect(chat.open).toBeVisible();
      await set.desk.openConversation(await say("Does it work?"));
    },
  },
  fullConfiguration: {
    rows: ["2.2 startHidden", "2.2 colors", "2.2 chatWidth", "2.2 headerText", "2.2 groupId", "2.2 clientId", "2.2 onNewMessage"],
    at: "before",
    happens: async ({ chat, page, say }) => {
      const log = page.waitForEvent("console", (message) => message.text().startsWith("New:"));
      await expect(chat.iframe).toHaveCount(1);
      await chat.expectNothing();
      await chat.call("show");
      await expectColour(chat.launcher, "background", "#6c63ff");
      await expectColour(chat.launcher, "color", "#ffffff");
      const words = await say("Fully configured");
      await expectSize(chat.window, 380, 600);
      await expect(chat.inside.getByRole("heading", { name: "Support Team" })).toBeVisible();
      expect((await log).text()).toBe(`New: ${words} from client`);
      await expectDepartment(words, DEPARTMENTS.abc123);
    },
  },
  integration: {
    rows: ["SE9"],
    at: "before",
    happens: async ({ say }) => {
      await set.desk.openConversation(await say("Who am I?"));
      for (const text of ["John Smith", "john@example.com", "+1 555 000-0000", "pro", "12345"]) await expect(set.desk.visitor).toContainText(text);
    },
  },
  link: {
    rows: ["2.4 opens"],
    at: "body",
    happens: async ({ chat, page }) => {
      await expect(chat.open).toBeVisible();
      await page.getByRole("link", { name: "Contact us" }).click();
      await chat.expectOpen();
      await page.goBack();
      await chat.expectClosed();
      await page.getByRole("button", { name: "Ask a question" }).click();
      await chat.expectOpen();
    },
  },
  openChat: {
    rows: ["2.3 openChat"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.panel.composer).toBeFocused();
    },
  },
  expandWidget: {
    rows: ["2.3 expandWidget"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.panel.composer).toBeFocused();
    },
  },
  minimizeWidget: {
    rows: ["2.3 minimizeWidget", "2.3 closeChat"],
    at: "later",
    happens: async ({ chat, run }) => {
      await expect(chat.open).toBeVisible();
      await chat.call("openChat");
      await chat.expectOpen();
      await run();
      await chat.expectClosed();
    },
  },
  hide: {
    rows: ["2.3 hide"],
    at: "later",
    happens: async ({ chat, run }) => {
      await expect(chat.open).toBeVisible();
      await run();
      await chat.expectNothing();
    },
  },
  show: {
    rows: ["2.3 show", "2.2 startHidden"],
    at: "below",
    config: "startHidden: true",
    happens: async ({ chat }) => {
      await expect(chat.open).toBeVisible();
    },
  },
  setIntegrationData: {
    rows: ["2.3 setIntegrationData"],
    at: "below",
    happens: async ({ say }) => {
      await set.desk.openConversation(await say("Set"));
      for (const text of ["John Smith", "john@example.com", "+1 555 000-0000", "pro", "12345"]) await expect(set.desk.visitor).toContainText(text);
    },
  },
  updateIntegrationData: {
    rows: ["2.3 updateIntegrationData"],
    at: "later",
    happens: async ({ chat, say, run }) => {
      await expect(chat.open).toBeVisible();
      await chat.call("setIntegrationData", { name: "John Smith", phone: "+1 555 000-0000" });
      await set.desk.openConversation(await say("Updated"));
      await expect(set.desk.visitor).toContainText("+1 555 000-0000");
      await run();
      await expect(set.desk.visitor).toContainText("new@example.com");
      await expect(set.desk.visitor).toContainText("John Smith");
      await expect(set.desk.visitor).not.toContainText("+1 555 000-0000");
    },
  },
  setButtonPosition: {
    rows: ["2.3 setButtonPosition"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.open).toBeVisible();
      await expectPlace(chat.launcher, "top right");
    },
  },
  setButtonSize: {
    rows: ["2.3 setButtonSize"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.open).toBeVisible();
      await expectSize(chat.launcher, 72, 72);
    },
  },
  setChatWidth: {
    rows: ["2.3 setChatWidth"],
    at: "below",
    happens: async ({ chat }) => {
      await chat.call("openChat");
      await chat.expectOpen();
      await expectSize(chat.window, 480, 600);
    },
  },
  setChatHeight: {
    rows: ["2.3 setChatHeight"],
    at: "below",
    happens: async ({ chat }) => {
      await chat.call("openChat");
      await chat.expectOpen();
      await expectSize(chat.window, 400, 700);
    },
  },
  setZIndex: {
    rows: ["2.3 setZIndex"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.open).toBeVisible();
      await expect(chat.host).toHaveCSS("z-index", "100");
    },
  },
  setColors: {
    rows: ["2.3 setColors"],
    at: "below",
    happens: async ({ chat, say }) => {
      await expect(chat.open).toBeVisible();
      await expectColour(chat.launcher, "background", "#6c63ff");
      await expectColour(chat.launcher, "color", "#ffffff");
      const words = await say("In colour");
      await expectColour(chat.panel.log.text(words), "background", "#e8e5ff");
    },
  },
  resetColors: {
    rows: ["2.3 resetColors"],
    at: "later",
    config: `colors: { buttonBg: "#0b5d3b" }`,
    happens: async ({ chat, run }) => {
      await expect(chat.open).toBeVisible();
      await chat.call("setColors", { buttonBg: "#6c63ff" });
      await expectColour(chat.launcher, "background", "#6c63ff");
      await run();
      await expectColour(chat.launcher, "background", "#0b5d3b");
    },
  },
  setLanguage: {
    rows: ["2.3 setLanguage"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.launcher).toHaveAccessibleName(word("es", "openChat"));
      await chat.call("openChat");
      await expect(chat.composer).toHaveAttribute("placeholder", word("es", "placeholder"));
    },
  },
  setLocale: {
    rows: ["2.3 setLocale"],
    at: "below",
    happens: async ({ chat }) => {
      await chat.call("openChat");
      await expect(chat.panel.composer).toHaveAttribute("placeholder", "Type your message…");
      await expect(chat.inside.getByRole("heading", { name: "Support" })).toBeVisible();
    },
  },
  sendAutoMessage: {
    rows: ["2.3 sendAutoMessage"],
    at: "below",
    happens: async ({ chat }) => {
      await expect(chat.teaser).toContainText("Hi! Need help with your order?");
      await chat.call("openChat");
      await chat.panel.log.expectOnce("Hi! Need help with your order?");
    },
  },
  pageView: {
    rows: ["2.3 pageView"],
    at: "later",
    happens: async ({ chat, page, run, say }) => {
      await expect(chat.open).toBeVisible();
      await set.desk.openConversation(await say("Where am I?"));
      await page.evaluate(() => {
        document.title = "The second view";
      });
      await run();
      await expect(set.desk.visitor).toContainText("The second view");
    },
  },
  setGroupId: {
    rows: ["2.3 setGroupId"],
    at: "below",
    happens: async ({ say }) => {
      const words = await say("To whom?");
      await set.desk.tab("Unassigned").click();
      await expect(set.desk.row(words)).toBeVisible();
      await expect(set.desk.row(words)).not.toContainText(DEPARTMENTS.sales_dept_id);
    },
  },
  restart: {
    rows: ["2.3 restart"],
    at: "later",
    happens: async ({ chat, run, say }) => {
      const words = await say("Before");
      await chat.call("closeChat");
      await chat.expectClosed();
      await run();
      await expect(chat.open).toBeVisible();
      await expect(chat.host).toHaveCount(1);
      await chat.call("openChat");
      await chat.panel.log.expectOnce(words);
    },
  },
  kill: {
    rows: ["2.3 kill"],
    at: "later",
    happens: async ({ chat, run }) => {
      await expect(chat.open).toBeVisible();
      await run();
      await expect(chat.host).toHaveCount(0);
      await chat.calls(["show"], ["openChat"], ["restart"]);
      await expect(chat.host).toHaveCount(0);
    },
  },
  onNewMessage: {
    rows: ["2.2 onNewMessage", "X3"],
    at: "before",
    happens: async ({ page, say }) => {
      const words = await say("How many?");
      await set.desk.take(words);
      await set.desk.say(`One, ${words}`);
      await expect(page).toHaveTitle("(1) The shop");
      await set.desk.say(`Two, ${words}`);
      await expect(page).toHaveTitle("(2) (1) The shop");
    },
  },
  onAnalyticEvent: {
    rows: ["2.2 onAnalyticEvent"],
    at: "before",
    page: `
      window.tracked = [];
      window.gtag = (...args) => window.tracked.push(JSON.stringify(args));
      window.mixpanel = { track: (name) => window.tracked.push(name) };`,
    happens: async ({ chat, page }) => {
      await expect(chat.open).toBeVisible();
      await chat.call("openChat");
      await chat.expectOpen();
      const tracked = (): Promise<string[]> => page.evaluate(() => (window as unknown as { tracked: string[] }).tracked);
      for (const event of ["widget_loaded", "chat_opened"]) {
        await expect.poll(tracked).toContain(`["event","${event}",{"event_category":"Live Chat"}]`);
        await expect.poll(tracked).toContain(`chat_${event}`);
      }
    },
  },
  showAfterSeconds: {
    rows: ["2.3 show", "2.3 openChat"],
    at: "below",
    config: "startHidden: true",
    happens: async ({ chat, page }) => {
      await expect(chat.iframe).toHaveCount(1);
      await chat.expectNothing();
      await page.clock.fastForward(10_000);
      await chat.expectNothing();
      await page.clock.fastForward(5_000);
      await chat.expectOpen();
    },
  },
  passDataAfterLogin: {
    rows: ["2.3 setIntegrationData"],
    at: "below",
    happens: async ({ page, say }) => {
      const words = await say("Logged in");
      await page.evaluate("onUserLogin({ id: 12, name: 'Lena Login', email: 'lena@example.com', plan: 'studio' })");
      await set.desk.openConversation(words);
      for (const text of ["Lena Login", "lena@example.com", "studio"]) await expect(set.desk.visitor).toContainText(text);
    },
  },
  routeVip: {
    rows: ["2.3 setGroupId"],
    at: "below",
    page: `window.currentUser = { plan: "enterprise" };`,
    happens: async ({ say }) => {
      await expectDepartment(await say("Very important"), DEPARTMENTS.vip_dept_id);
    },
  },
  hideOnPages: {
    rows: ["2.3 hide", "2.3 show", "2.2 startHidden"],
    at: "below",
    config: "startHidden: true",
    happens: async ({ chat, page, facade }) => {
      await expect(chat.open).toBeVisible();
      const live = page.waitForEvent("websocket");
      await page.goto(set.customer.paste("checkout", pageOf(facade, "hideOnPages")));
      expect(new URL(page.url()).pathname).toBe("/checkout");
      await (await live).waitForEvent("framereceived");
      await chat.expectNothing();
      await chat.call("show");
      await expect(chat.open).toBeVisible();
    },
  },
  customButton: {
    rows: ["2.2 customWidgetButton"],
    at: "before",
    happens: async ({ chat, page }) => {
      await expect(chat.iframe).toHaveCount(1);
      await page.getByRole("button", { name: "Contact Support" }).click();
      await chat.expectOpen();
      await chat.call("closeChat");
      await chat.expectNothing();
    },
  },
  clientId: {
    rows: ["2.2 clientId"],
    at: "before",
    page: `window.currentUser = { id: "of NAME" };`,
    happens: async ({ facade, page, browser, say }) => {
      const words = await say("The same in two browsers");
      const other = await browser.newContext();
      const second = new Chat(await other.newPage(), facade);
      await second.page.goto(page.url().replace(/#.*/, ""));
      await expect(second.open).toBeVisible();
      await second.call("openChat");
      await second.panel.log.expectOnce(words);
      await other.close();
    },
  },
};

for (const facade of FACADES) {
  test.describe(facade.name, () => {
    for (const [index, sample] of (Object.keys(STORIES) as SampleName[]).entries()) {
      const { rows, happens } = STORIES[sample];
      test(`the sample ${sample}`, proves(...rows), async ({ page, browser }) => {
        const watch = await Watch.over(page);
        const chat = new Chat(page, facade);
        if (sample === "showAfterSeconds") await page.clock.install();
        const letters = String(100 + index).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
        await page.goto(set.customer.paste(`${facade.name.toLowerCase()}${letters}`, pageOf(facade, sample)));
        await happens({
          facade,
          page,
          browser,
          chat,
          run: async () => {
            await page.addScriptTag({ content: renamed(facade, SAMPLES[sample]) });
          },
          say: async (words) => {
            const unique = `${words} (${facade.name}, ${sample})`;
            await expect(chat.iframe).toHaveCount(1);
            await chat.call("openChat");
            await expect(chat.composer).toBeVisible();
            await chat.write(unique);
            return unique;
          },
        });
        await watch.expectQuiet();
      });
    }
  });
}

/** The page of a sample: the vendor's snippet, and the sample where it belongs. */
function pageOf(facade: Facade, sample: SampleName): string {
  const { at, page = "", config } = STORIES[sample];
  const code = SAMPLES[sample];
  const element = code.startsWith("<") ? code : `<script>\n${code}\n</script>`;
  // A sample that is a configuration takes the place of the snippet's.
  const bare = SAMPLES.quickStart.replace(/window\.SvyazioConfig = \{[^}]*\};/, "");
  const own = at !== "later" && code.includes("window.SvyazioConfig = {");
  const snippet = own ? bare : SAMPLES.quickStart.replace(`"YOUR_ORG_ID"`, config === undefined ? `"YOUR_ORG_ID"` : `"YOUR_ORG_ID", ${config}`);
  const parts = {
    before: own ? `${element}\n${bare}` : `${SAMPLES.quickStart.replace(/<script async.*/, "")}\n${element}`,
    below: `${snippet}\n${element}`,
    body: `${snippet}\n</head><body>${element}`,
    later: snippet,
  };
  const id = facade.id === null ? "" : `window.${facade.id} = "YOUR_ORG_ID";`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The shop</title>
<link rel="icon" href="data:,">
<script>${page.replaceAll("NAME", facade.name)}${id.replace("YOUR_ORG_ID", set.site)}</script>
${renamed(facade, parts[at])}
</html>`;
}

/** The vendor's words with our host, our id, and the names of another embed, as he tells those who move to do it. */
function renamed({ name, script, hash, configs, integration }: Facade, code: string): string {
  return code
    .replaceAll("https://app.svyazio.ru/widget/svyazio.js", `{{usher}}${script}`)
    .replaceAll("YOUR_ORG_ID", set.site)
    .replaceAll("#svyazioChatExpanded", hash)
    .replaceAll("SvyazioConfig", configs.at(-1) ?? configs[0])
    .replaceAll("SvyazioIntegration", integration)
    .replace(/\bSvyazio\b/g, name);
}

/** Operators see the conversation in this department. */
async function expectDepartment(words: string, department: string): Promise<void> {
  await set.desk.tab("Unassigned").click();
  await expect(set.desk.row(words)).toContainText(department);
}
