/** Bots and channels: admins make them, visitors and people elsewhere are answered by them. */

import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Jivo } from "../jivo/page";
import { ID, jivoStage } from "../jivo/stage";
import { type Answer, type Heard, Partner } from "../support/partner";

const set = jivoStage("partners");
const list = (): string => `${set.usher.url}/settings/site/partners-jivo/webhooks`;

/** A page of the operator's, who may change everything. */
async function admin(browser: Browser, options = {}): Promise<Page> {
  const context = await browser.newContext({ ...options, storageState: await set.desk.page.context().storageState() });
  return context.newPage();
}

/** Makes a bot or a channel in the settings; from then on it knows where to speak. */
async function make(page: Page, purpose: "Bot" | "Channel", partner: Partner): Promise<void> {
  await page.goto(`${list()}/new`);
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await expect(page.getByText("How events are written")).toBeVisible();
  await page.getByText(purpose, { exact: true }).click();
  await expect(page.getByText("How events are written")).toBeHidden();
  await page.getByLabel("Address", { exact: true }).fill(partner.url);
  await page.getByRole("button", { name: "Create" }).click();
  const address = page.getByRole("group", { name: "address" });
  await expect(address).toBeVisible();
  await expect(page.getByText("How events are written")).toHaveCount(0);
  partner.address = await address.innerText();
}

/** It knows about parcels, and calls a person for all else. */
function parcels({ event, message }: Heard): readonly Answer[] {
  if (event !== "CLIENT_MESSAGE") return [];
  if (message?.text.includes("parcel") === true) {
    const buttons = [{ text: "Where is it?", id: 1 }, { text: "I want to return it", id: 2 }];
    return [{ event: "BOT_MESSAGE", message: { type: "BUTTONS", title: "What about your parcel?", buttons } }];
  }
  return [{ event: "BOT_MESSAGE", message: { type: "TEXT", text: "I call somebody." } }, { event: "INVITE_AGENT" }];
}

async function pictures(name: string, browser: Browser, path: string, wait: (page: Page) => Locator): Promise<void> {
  for (const [device, viewport] of [["desk", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await admin(browser, { viewport, colorScheme });
      await page.goto(path);
      await expect(wait(page)).toBeVisible();
      const file = fileURLToPath(new URL(`../screenshots/${name}-${device}-${colorScheme}.png`, import.meta.url));
      await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      await page.context().close();
    }
  }
}

test("a bot answers in the panel and calls an operator", async ({ browser, page: visitor }) => {
  const bot = await Partner.start(parcels);
  const settings = await admin(browser);
  await make(settings, "Bot", bot);
  const made = settings.url().split("?")[0] ?? "";
  const { desk } = set;
  await desk.setAvailability("Away");

  const jivo = await Jivo.loaded(visitor, set, ID);
  expect(await jivo.call("chatMode")).toBe("online");
  await jivo.call("open");
  await jivo.panel.submit("A question about my parcel");
  await jivo.panel.log.expectOnce("What about your parcel?");
  await expect(jivo.panel.log.root.getByRole("group", { name: "Possible answers" }).getByRole("button")).toHaveText(["Where is it?", "I want to return it"]);
  const file = fileURLToPath(new URL("../screenshots/panel-bot.png", import.meta.url));
  await visitor.screenshot({ path: file, animations: "disabled" });
  await desk.expectCount("Unassigned", 0);
  await desk.expectCount("All", 1);
  await desk.tab("All").click();
  await expect(desk.row("What about your parcel?").getByText("Bot", { exact: true })).toBeVisible();
  await pictures("desk-bot", browser, `${set.usher.url}/inbox/all`, (page) => page.getByText("What about your parcel?").first());

  await desk.setAvailability("Online");
  await jivo.panel.submit("A person, please");
  await jivo.panel.log.expectOnce("I call somebody.");
  await desk.expectCount("Unassigned", 1);
  await desk.take("I call somebody.");
  await desk.say("Anna here.");
  await jivo.panel.log.expectOnce("Anna here.");
  await expect.poll(() => bot.heard.map(({ event }) => event)).toEqual(["CLIENT_MESSAGE", "CLIENT_MESSAGE", "AGENT_JOINED", "AGENT_MESSAGE"]);

  await settings.reload();
  await expect(settings.getByText("AGENT_JOINED")).toBeVisible();
  await pictures("settings-bot", browser, made, (page) => page.getByText("AGENT_JOINED"));
  await settings.getByText("Delete this webhook").click();
  await settings.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(settings.getByText("Nobody is told anything yet")).toBeVisible();
  await bot.close();
  await settings.context().close();
});

test("a channel brings words from elsewhere, and the answer goes there", async ({ browser }) => {
  const app = await Partner.start();
  const settings = await admin(browser);
  await make(settings, "Channel", app);
  const status = async (): Promise<string> => (await fetch(`${app.address}/status`)).text();
  expect(await status()).toBe("1");

  const sender = { id: "app-7", name: "Vera of the app", phone: "+4721000000" };
  await app.say({ sender, message: { type: "text", id: "m1", text: "Hello from the app" } });
  await app.say({ sender, message: { type: "text", id: "m1", text: "Hello from the app" } });
  await app.say({ sender, message: { type: "document", id: "m2", file: "https://files.nordlys.example/7", file_name: "bill.pdf" } });
  const { desk } = set;
  await desk.tab("Unassigned").click();
  await desk.row("bill.pdf").click();
  await desk.log.expectOnce("Hello from the app");
  await desk.accept.click();
  await expect(desk.visitor.getByText("Vera of the app").first()).toBeVisible();
  await expect(desk.log.root.getByRole("link", { name: "https://files.nordlys.example/7" })).toBeVisible();
  await desk.say("Thank you for the bill.");
  await expect.poll(() => app.heard.at(-1)).toMatchObject({ recipient: { id: "app-7" }, message: { text: "Thank you for the bill." } });

  // A visitor of the app who is typing is seen typing.
  await app.say({ sender, message: { type: "typein" } });
  await expect(desk.page.getByText("Typing…").first()).toBeVisible();
  await pictures("settings-channel-new", browser, `${list()}/new`, (page) => page.getByText("It is told what happens on this site."));
  await app.close();
  await settings.context().close();
});
