/** Every code sample of Jivo's page on its Widget API, as it stands, on a page of its own; and of the older page, what differs. */

import { expect, type Page, test } from "@playwright/test";

import { JIVO_SAMPLES, OLDER_SAMPLES } from "../../compat/jivo_samples";
import type { JivoRowId } from "../../compat/jivo_rows";
import { proves } from "../../compat/rule";
import { Jivo, publish, usual } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const ATTRIBUTES = (
  [
    ["Nazvanie_kompanii", "Company", "text"],
    ["Sajt_kompanii", "Its site", "text"],
    ["Telegram_kanal", "Its channel", "text"],
    ["Vozrast", "Age", "number"],
  ] as const
).map(([id, name, kind]) => `
[[attributes]]
id = "${id}"
name = "${name}, as the sample has it"
kind = "${kind}"
`);
const set = jivoStage("samples", ATTRIBUTES.join(""));

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** A sample on its page. */
interface Scene {
  readonly page: Page;
  readonly jivo: Jivo;
  /** The sample has said this in the console, last. */
  readonly logged: (...lines: (string | RegExp)[]) => Promise<void>;
  /** The visitor writes, and the operator looks at them. */
  readonly introduced: () => Promise<void>;
}

/** Where a sample stands on the page, and what comes of it. */
interface Story {
  readonly rows: readonly JivoRowId[];
  /** A script of its own that declares callbacks; or code of `jivo_onLoadCallback`. */
  readonly at: "page" | "loaded";
  /** The page's own code before it. */
  readonly page?: string;
  readonly query?: string;
  readonly happens: (scene: Scene) => Promise<void>;
}

const quiet: Story["happens"] = async ({ jivo }) => {
  await expect(jivo.label).toBeVisible();
};

const STORIES: Readonly<Record<keyof typeof JIVO_SAMPLES, Story>> = {
  onLoadCallback: {
    rows: ["1.4 onLoadCallback", "1.6 showProactiveInvitation", "1.3 calls"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await logged("Widget fully loaded");
      await expect(jivo.panel.log.text("How can I help you?")).toBeVisible();
      await jivo.expectTold("Open");
    },
  },
  onOpen: {
    rows: ["1.4 onOpen"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.label.click();
      await logged("Widget opened");
    },
  },
  onClose: {
    rows: ["1.4 onClose"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.label.click();
      await jivo.call("close");
      await logged("Widget closed");
    },
  },
  onChangeState: {
    rows: ["1.4 onChangeState"],
    at: "page",
    happens: async ({ page, jivo }) => {
      // It says nothing, so the page does around it.
      await page.evaluate(() => {
        const global = window as unknown as { jivo_onChangeState: (state: string) => void; states: string[] };
        const own = global.jivo_onChangeState;
        global.states = [];
        global.jivo_onChangeState = (state) => {
          own(state);
          global.states.push(state);
        };
      });
      await jivo.label.click();
      await jivo.call("close");
      await expect.poll(() => jivo.global("states")).toEqual(["chat", "label"]);
    },
  },
  onMessageSent: {
    rows: ["1.4 onMessageSent"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("open");
      await jivo.write("The first message");
      await logged("Client sent the first message");
      await jivo.write("The second message");
      await logged("Client sent the first message");
    },
  },
  onClientStartChat: {
    rows: ["1.4 onClientStartChat"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("open");
      await jivo.write("I begin");
      await logged("Client started a new chat");
    },
  },
  onIntroduction: {
    rows: ["1.6.1 _sendIntroduce"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("_sendIntroduce", { name: "John Smith" });
      await logged("Client entered contact details", /client_name: John Smith/);
    },
  },
  onAccept: {
    rows: ["1.4 onAccept"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("open");
      await jivo.write("Accept me");
      await set.desk.take("Accept me");
      await logged("Agent joined the chat");
    },
  },
  onMessageReceived: {
    rows: ["1.4 onMessageReceived"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("open");
      await jivo.write("Answer me twice");
      await set.desk.take("Answer me twice");
      await set.desk.say("Once");
      await jivo.call("close");
      await set.desk.say("Twice");
      await logged("Check agents messages:  1", "Check agents messages:  2");
    },
  },
  onCallStart: { rows: [], at: "page", happens: quiet },
  onCallEnd: { rows: [], at: "page", happens: quiet },
  onResizeCallback: {
    rows: ["1.4 onResizeCallback"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.label.click();
      await jivo.call("close");
      await logged("Widget is resized", "Widget is resized");
    },
  },
  onWidgetDestroy: {
    rows: ["1.4 onWidgetDestroy"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.live("destroy");
      await logged("Widget is deleted");
    },
  },
  open: { rows: ["1.6 open call"], at: "loaded", happens: ({ logged }) => logged("Widget failed to open") },
  close: { rows: ["1.6 close"], at: "loaded", happens: ({ logged }) => logged("Widget successfully close") },
  showProactiveInvitation: {
    rows: ["1.6 showProactiveInvitation"],
    at: "loaded",
    happens: async ({ jivo }) => {
      await expect(jivo.panel.log.text("How can I help you?")).toBeVisible();
      await jivo.write("With a lamp for sales");
      await set.desk.tab("Unassigned").click();
      await expect(set.desk.row("With a lamp for sales")).toContainText("Sales");
    },
  },
  setWidgetColor: {
    rows: ["1.6 setWidgetColor"],
    at: "loaded",
    happens: async ({ jivo }) => {
      await expect(jivo.label).toHaveCSS("background-image", "linear-gradient(135deg, rgb(255, 255, 255), rgb(0, 0, 0))");
    },
  },
  chatMode: { rows: ["1.6 chatMode", "1.4 onLoadCallback"], at: "page", happens: ({ logged }) => logged("Widget is online") },
  startCall: {
    rows: ["1.6 startCall refused"],
    at: "loaded",
    happens: ({ logged }) => logged("Failed to start the call, reason:  Callback disabled"),
  },
  sendOfflineMessage: {
    rows: ["1.6 sendOfflineMessage refused"],
    at: "loaded",
    happens: ({ logged }) => logged("Error sending message, reason:  Chat is online"),
  },
  sendPageTitle: {
    rows: ["1.6 sendPageTitle"],
    at: "loaded",
    happens: async ({ introduced }) => {
      await introduced();
      await expect(set.desk.visitor.getByRole("link", { name: "This is custom page title" })).toHaveAttribute("href", "https://site.com/url_to_page?q=params");
    },
  },
  setContactInfo: {
    rows: ["1.6 setContactInfo"],
    at: "loaded",
    happens: async ({ introduced }) => {
      await introduced();
      for (const words of ["John Smith", "email@example.com", "+14084987855", "Description text"]) await expect(set.desk.visitor).toContainText(words);
    },
  },
  setClientAttributes: {
    rows: ["1.6 setClientAttributes"],
    at: "loaded",
    happens: async ({ introduced }) => {
      await introduced();
      for (const words of ["Компания", "https://company-site.com", "https://t.me/telegram-channel", "42"]) await expect(set.desk.visitor).toContainText(words);
    },
  },
  setCustomData: {
    rows: ["1.6 setCustomData"],
    at: "loaded",
    happens: async ({ introduced }) => {
      await introduced();
      for (const words of ["User balance: $56", "Open customer profile", "Actions", "Add contact"]) await expect(set.desk.visitor).toContainText(words);
      await expect(set.desk.visitor.getByRole("link", { name: "Add contact" })).toHaveCount(0);
    },
  },
  setUserToken: {
    rows: ["1.6 setUserToken"],
    at: "loaded",
    page: `var token = "from the page";`,
    happens: async ({ page, jivo }) => {
      const told = page.waitForRequest((request) => request.url().endsWith("/api/visitor/update") && (request.postData() ?? "").includes("from the page"));
      await jivo.live("init");
      await told;
    },
  },
  setRules: {
    rows: ["1.6 setRules", "1.7 proactive", "1.7 time_on_page"],
    at: "loaded",
    page: `var rules = [{
      name: "Active invitation", enabled: true, type: "all",
      conditions: [{ condition: "time_on_page", comparator: "greater", value: 1 }],
      commands: [{ command: "proactive", params: { message: "Hi" } }],
    }];`,
    happens: async ({ jivo }) => {
      await expect(jivo.panel.log.text("Hi")).toBeVisible();
    },
  },
  getContactInfo: {
    rows: ["1.6 getContactInfo"],
    at: "loaded",
    happens: ({ logged }) => logged("Name:  null", "Email:  null", "Phone:  null", "Description:  null"),
  },
  getVisitorNumber: { rows: ["1.6 getVisitorNumber"], at: "loaded", happens: ({ logged }) => logged(/^Visitor number: {2}[1-9]\d*$/) },
  getUnreadMessagesCount: { rows: ["1.6 getUnreadMessagesCount"], at: "loaded", happens: ({ logged }) => logged("Unread messages count: 0") },
  getUtm: {
    rows: ["1.6 getUtm"],
    at: "loaded",
    query: "?utm_source=google&utm_campaign=lamps",
    happens: ({ logged }) => logged("Utm content:  null", "Utm campaign:  lamps", "Utm source:  google", "Utm medium:  null", "Utm term:  null"),
  },
  isCallbackEnabled: {
    rows: ["1.6 isCallbackEnabled refused"],
    at: "loaded",
    happens: ({ logged }) => logged("Callback is not available, reason:  Callback disabled"),
  },
  clearHistory: {
    rows: ["1.6 clearHistory"],
    at: "page",
    happens: async ({ page, jivo, logged }) => {
      await logged("Client data is deleted");
      await jivo.call("open");
      await jivo.write("Cleared on every page");
      await page.reload();
      await logged("Client data is deleted", "Client data is deleted");
      await jivo.call("open");
      await expect(jivo.panel.composer).toBeVisible();
      await expect(jivo.panel.log.text("Cleared on every page")).toHaveCount(0);
    },
  },
  destroy: {
    rows: ["1.2 jivo_destroy", "1.3 calls"],
    at: "page",
    happens: async ({ page, jivo, logged }) => {
      await logged("Widget is deleted");
      await jivo.expectTold("WidgetDestroy");
      await expect(page.locator("jdiv, iframe")).toHaveCount(0);
    },
  },
};

const OLDER: Readonly<Record<keyof typeof OLDER_SAMPLES, Story>> = {
  onIntroduction: {
    rows: ["1.6.1 _sendIntroduce"],
    at: "page",
    happens: async ({ jivo, logged }) => {
      await jivo.call("_sendIntroduce", { name: "John Smith" });
      await logged("Client entered contact details");
    },
  },
  // The answer is a text and has no result: the newer page holds, and this one reads it as offline.
  chatMode: { rows: ["1.6 chatMode"], at: "loaded", happens: ({ logged }) => logged("Widget offline") },
  setCustomData: STORIES.setCustomData,
  clearHistory: { rows: ["1.6 clearHistory"], at: "loaded", happens: ({ logged }) => logged("All client data deleted") },
};

for (const [title, samples, stories] of [
  ["", JIVO_SAMPLES, STORIES],
  ["older ", OLDER_SAMPLES, OLDER],
] as const) {
  for (const [name, story] of Object.entries<Story>(stories)) {
    const sample = Object.entries<string>(samples).find(([other]) => other === name)?.[1] ?? "";
    test(`${title}${name}`, proves(...story.rows), async ({ page }) => {
      const watch = await Watch.over(page);
      const lines: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "log") lines.push(message.text());
      });
      const jivo = new Jivo(page);
      const { page: own = "", query = "" } = story;
      const code = story.at === "page" ? sample : `function jivo_onLoadCallback() {\n${sample}\n}`;
      await page.goto(publish(set, ID, { before: own, tag: `${usual(ID)}<script>${code}</script>`, query }));
      if (!code.includes("jivo_onLoadCallback")) await jivo.expectTold("LoadCallback");
      else if (name !== "destroy") await expect.poll(() => page.evaluate("typeof jivo_api")).toBe("object");
      await story.happens({
        page,
        jivo,
        logged: (...wanted) => expect.poll(() => lines).toEqual(wanted.map((line) => (typeof line === "string" ? line : expect.stringMatching(line) as unknown))),
        introduced: async () => {
          await jivo.call("open");
          const words = `I am ${title}${name}`;
          await jivo.write(words);
          await set.desk.openConversation(words);
        },
      });
      await watch.expectQuiet();
    });
  }
}
