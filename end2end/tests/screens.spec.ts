/** Every screen, light and dark, on a phone and on a desk: pictures in `screenshots/`, nothing in the console, nothing that axe minds. */

import { type Browser, expect, type Frame, type Page, test } from "@playwright/test";
import axe from "axe-core";
import { fileURLToPath } from "node:url";

import { organisation } from "../support/organisation";
import { Desk, Panel, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const shop = organisation("shop");
const set = stage([shop]);

const SIZES = { 360: { width: 360, height: 740 }, 1440: { width: 1440, height: 900 } } as const;
const SCHEMES = ["light", "dark"] as const;

for (const colorScheme of SCHEMES) {
  for (const [width, viewport] of Object.entries(SIZES)) {
    const look = `${width}-${colorScheme}`;
    const options = { colorScheme, viewport, hasTouch: width === "360", reducedMotion: "reduce" } as const;

    test(`the visitor's screens, ${look}`, async ({ browser }) => {
      test.setTimeout(120_000);
      const { usher, customer } = set;
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const watch = await Watch.over(page);
      await page.goto(customer.page("index", shop.site));
      const widget = new WidgetPage(page);
      await expect(widget.open).toBeVisible();
      const framed = (): Frame => frameOf(page, `${usher.url}/frame/`);
      await picture(page, "launcher", look);
      await expectAccessible(page.mainFrame(), "the launcher", "#usher-widget-container");

      await widget.openPanel();
      const { panel } = widget;
      await panel.expectAlive();
      await picture(page, "panel-empty", look);
      await expectAccessible(framed(), "the empty panel");

      const name = `Visitor of ${look}`;
      await panel.write(`Hello, I ordered two Aalto lamps on Monday. ${name}`);
      await panel.write("Is there a tracking number yet? https://nordlys.example/orders/20418");
      const desk = await Desk.logIn(browser, usher, shop.anna);
      await desk.tab("Unassigned").click();
      await desk.row("Is there a tracking number yet?").first().click();
      await desk.accept.click();
      await desk.write("Good morning. Both lamps left Tallinn this morning, in one parcel.");
      await desk.write("It should be with you tomorrow before noon.");
      await panel.log.expectOnce("It should be with you tomorrow before noon.");
      await panel.write("Great, thank you");
      await panel.log.expectSent();
      await picture(page, "panel-talk", look);
      await expectAccessible(framed(), "the panel with a talk");

      // Refused words stay, with a way on.
      await page.route("**/api/message/send", (route) =>
        route.fulfill({ status: 422, json: { code: "too_long", message: "A message has at most 4000 characters.", field: "text" } }),
      );
      await panel.write("Can you also send the warranty card?");
      await expect(panel.log.root.getByRole("button", { name: "Try again" })).toBeVisible();
      await picture(page, "panel-failed", look);
      await expectAccessible(framed(), "the panel with a failed message");
      expect(watch.errors.splice(0).filter((error) => !error.includes("422"))).toEqual([]);
      await page.unroute("**/api/message/send");

      await context.setOffline(true);
      await panel.write("And one for the tunnel");
      await expect(panel.scope.getByText(/No connection/)).toBeVisible();
      await picture(page, "panel-offline", look);
      await expectAccessible(framed(), "the panel without a network");
      expect(watch.errors.splice(0).filter((error) => !error.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
      await context.setOffline(false);
      await expect(panel.scope.getByText(/No connection/)).toBeHidden();
      expect(watch.errors.splice(0).filter((error) => !error.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);

      await page.goto(`${usher.url}/chat/${shop.site}`);
      const full = new Panel(page);
      await full.expectAlive();
      await full.write("The same chat on a page of its own");
      await full.log.expectOnce("The same chat on a page of its own");
      await picture(page, "chat", look);
      await expectAccessible(page.mainFrame(), "the full-page chat");
      await watch.expectQuiet();
      await desk.page.context().close();
      await context.close();
    });

    test(`the operator's screens, ${look}`, async ({ browser }) => {
      test.setTimeout(120_000);
      const { usher, customer } = set;
      await visitors(browser, customer.page("api", shop.site), look);
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const watch = await Watch.over(page);

      await page.goto(`${usher.url}/signup`);
      await expect(page.getByRole("button", { name: "Create account" })).toBeVisible();
      await picture(page, "signup", look);
      await expectAccessible(page.mainFrame(), "sign up");

      await page.goto(`${usher.url}/login`);
      const desk = new Desk(page, usher);
      await expect(page.getByRole("button", { name: "Log in", exact: true })).toBeVisible();
      await picture(page, "login", look);
      await expectAccessible(page.mainFrame(), "log in");

      await desk.enter(shop.tom.email, shop.tom.password);
      await desk.ready();
      await desk.tab("Unassigned").click();
      await expect(desk.row(`I write from ${look}`)).toBeVisible();
      await picture(page, "inbox", look);
      await expectAccessible(page.mainFrame(), "the inbox");

      await desk.row(`I write from ${look}`).click();
      await desk.accept.click();
      await desk.say("Good morning, Jonas. It left Tallinn this morning.");
      await desk.reply.fill("You are right, I am asking the warehouse about the second one.");
      await picture(page, "desk", look);
      await expectAccessible(page.mainFrame(), "the desk with a conversation");

      if (width === "360") await page.getByRole("button", { name: "Visitor", exact: true }).click();
      await desk.field("Notes").fill("Has two Aalto lamps, and wants a third.\nhttps://nordlys.example/orders/20418");
      await desk.field("Notes").press("Enter");
      await desk.field("Phone").fill("12");
      await desk.field("Phone").press("Enter");
      await expect(desk.visitor.getByText("A number of 7 to 15 digits is expected.")).toBeVisible();
      await picture(page, "visitor", look);
      await expectAccessible(page.mainFrame(), "a visitor's pane");
      expect(watch.errors.splice(0).filter((error) => !error.includes("422"))).toEqual([]);

      await page.goto(`${usher.url}/install`);
      await expect(page.getByText("script-src").first()).toBeVisible();
      await picture(page, "install", look);
      await expectAccessible(page.mainFrame(), "install");
      await page.goto(`${usher.url}/install?vendor=chatra`);
      await picture(page, "install-chatra", look, true);
      await expectAccessible(page.mainFrame(), "install for Chatra");
      await watch.expectQuiet();
      await context.close();
    });

    test(`the admin's screens, ${look}`, async ({ browser }) => {
      test.setTimeout(120_000);
      const { usher } = set;
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const watch = await Watch.over(page);
      await page.goto(`${usher.url}/settings`);
      await new Desk(page, usher).enter(shop.anna.email, shop.anna.password);
      await expect(page.getByRole("heading", { name: "Sites", level: 1 })).toBeVisible();
      await picture(page, "settings", look);
      await expectAccessible(page.mainFrame(), "the list of sites");

      await page.goto(`${usher.url}/settings/site/${shop.site}`);
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      const preview = page.frameLocator('iframe[title="Preview"]');
      await expect(preview.getByRole("button", { name: "Open chat", exact: true })).toBeVisible();
      await page.goto(`${usher.url}/settings/site/${shop.site}/texts`);
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      await picture(page, "texts", look);
      await expectAccessible(page.mainFrame(), "texts");
      for (const [name, path] of [
        ["words", `site/${shop.site}/words?language=ru`],
        ["departments", "departments"],
        ["department-new", "departments/new"],
        ["department", "department/delivery"],
        ["preset-new", `site/${shop.site}/presets/new`],
        ["presets", `site/${shop.site}/presets`],
        ["identity", `site/${shop.site}/identity`],
      ] as const) {
        await page.goto(`${usher.url}/settings/${path}`);
        if (name !== "departments" && name !== "presets") await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
        if (name === "department") await page.getByText("Delete this department").click();
        if (name === "identity" && (await page.getByRole("button", { name: "Make a secret" }).isVisible())) {
          await picture(page, "identity-none", look);
          await page.getByRole("button", { name: "Make a secret" }).click();
          await expect(page.getByText("A new secret was made.")).toBeVisible();
        }
        if (name === "identity") await page.getByText("Python", { exact: true }).click();
        await picture(page, name, look, name === "identity");
        await expectAccessible(page.mainFrame(), name);
      }
      await page.goto(`${usher.url}/settings/site/${shop.site}`);
      await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
      await page.getByText("Colours of parts").click();
      await picture(page, "appearance", look);
      await expectAccessible(page.mainFrame(), "appearance");
      await page.getByLabel("Chat width", { exact: true }).fill("20");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("At least 280 pixels are expected.")).toBeVisible();
      await picture(page, "appearance-wrong", look);
      await expectAccessible(page.mainFrame(), "appearance with a wrong value");
      expect(watch.errors.splice(0).filter((error) => !error.includes("422"))).toEqual([]);
      await context.close();
    });
  }
}

/** Two visitors who wait, one of whom the page knows. */
async function visitors(browser: Browser, address: string, look: string): Promise<void> {
  const known = { name: "Jonas Lindqvist", email: "jonas@lindqvist.example", phone: "+46 70 123 45 67", order: "20418", plan: "Studio" };
  for (const [queue, text] of [
    [[["setIntegrationData", known]], `I write from ${look}`],
    [[], "Подскажите, есть ли торшер в чёрном цвете?"],
  ] as const) {
    const context = await browser.newContext();
    const url = new URL(address);
    url.searchParams.set("queue", JSON.stringify(queue));
    const widget = await WidgetPage.openAt(await context.newPage(), url.href);
    const acked = widget.page.waitForResponse("**/api/message/send");
    await widget.panel.write(text);
    await acked;
    await context.close();
  }
}

function frameOf(page: Page, prefix: string): Frame {
  const frame = page.frames().find((frame) => frame.url().startsWith(prefix));
  if (frame === undefined) throw new Error(`no frame of ${prefix}`);
  return frame;
}

/** `whole` scrolls to the end, too: pages scroll inside themselves. */
async function picture(page: Page, name: string, look: string, whole = false): Promise<void> {
  const path = fileURLToPath(new URL(`../screenshots/${name}-${look}.png`, import.meta.url));
  await page.screenshot({ path, animations: "disabled" });
  if (!whole) return;
  await page.locator("main.page").evaluate((main) => {
    main.scrollTop = main.scrollHeight;
  });
  await page.screenshot({ path: path.replace(/(-\d+-\w+\.png)$/, "-end$1"), animations: "disabled" });
}

/** No serious and no critical finding of axe. */
async function expectAccessible(frame: Frame, name: string, within = "html"): Promise<void> {
  // Evaluated by the developer tools, so that no policy forbids it.
  await frame.evaluate(axe.source);
  const found = await frame.evaluate(async (within) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(within, {
      iframes: false,
      // It takes an avatar's initials and a badge's number for a label that the name should repeat.
      rules: { "label-content-name-mismatch": { enabled: false } },
    });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`).join(" | ")}`);
  }, within);
  expect.soft(found, `axe on ${name}`).toEqual([]);
}
