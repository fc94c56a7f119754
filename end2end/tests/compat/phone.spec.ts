/** The chat on a phone, emulated: a small screen, fingers, and the words an iPhone says of itself. */

import { type BrowserContextOptions, devices, expect, type Page, test } from "@playwright/test";

import { Chat, type Embedding, publish, script } from "../../compat/chat";
import { CHATRA, type Facade, FACADES, SVYAZIO } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { measures } from "../../compat/seen";
import { shop } from "../../compat/stage";
import { Watch } from "../../support/watch";

const set = shop("phone");

const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices["iPhone 13"];
const PHONE: BrowserContextOptions = { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch, reducedMotion: "reduce" };

for (const facade of FACADES) {
  const { name, hash } = facade;
  const shown = (page: Page, embedding: Partial<Embedding> = {}): Promise<Chat> => Chat.shown(page, set, facade, { site: set.site, ...embedding });

  test.describe(name, () => {
    test("which devices have a chat", proves("2.2 disabledOnMobile", "2.2 mobileOnly"), async ({ browser }) => {
      const phone = await (await browser.newContext(PHONE)).newPage();
      const desk = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
      for (const [config, onPhone, onDesk] of [
        [{ disabledOnMobile: true }, false, true],
        [{ mobileOnly: true }, true, false],
        [{ disabledOnMobile: true, mobileOnly: true }, false, false],
      ] as const) {
        for (const [page, isThere] of [
          [phone, onPhone],
          [desk, onDesk],
        ] as const) {
          const chat = new Chat(page, facade);
          const other = new Chat(page, facade === SVYAZIO ? CHATRA : SVYAZIO);
          await page.goto(publish(set, facade, { site: set.site, config, body: beside(other.facade, set.site) }));
          // Once the other chat is there this one would be, too.
          await expect(other.launcher).toBeVisible();
          if (isThere) {
            await expect(chat.launcher).toBeVisible();
            continue;
          }
          await chat.expectNothing();
          await chat.calls(["show"], ["openChat", true]);
          await other.call("openChat");
          await other.expectOpen();
          await chat.expectNothing();
          expect(await chat.expanded()).toBe(false);
        }
      }
      for (const page of [phone, desk]) await page.context().close();
    });

    test(
      "a tap opens the whole screen, Back closes it, and expandWidget does nothing",
      proves("2.3 expandWidget", "2.3 openChat", "2.3 setChatWidth", "2.3 setChatHeight", "2.4 added"),
      async ({ browser }) => {
        const context = await browser.newContext(PHONE);
        const page = await context.newPage();
        const watch = await Watch.over(page);
        const chat = await shown(page, { config: { chatWidth: 300, chatHeight: 320 } });
        await chat.call("expandWidget", true);
        expect(await chat.expanded()).toBe(false);
        await chat.expectClosed();

        await chat.open.tap();
        await chat.expectOpen();
        const screen = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
        const full = { ...screen, left: 0, right: 0, top: 0, bottom: 0 };
        await expect.poll(() => measures(chat.window)).toEqual(full);
        await chat.calls(["setChatWidth", 280], ["setChatHeight", 400], ["expandWidget"]);
        await expect.poll(() => measures(chat.window)).toEqual(full);
        // The keyboard stays away until the visitor wants to write.
        await expect(chat.panel.composer).not.toBeFocused();
        expect(new URL(page.url()).hash).toBe(hash);
        await page.goBack();
        await chat.expectClosed();
        // Where the page asks for it, it opens as well.
        await chat.call("openChat", true);
        await expect(chat.panel.composer).toBeFocused();
        await chat.close.tap();
        await chat.expectClosed();
        await chat.open.tap();
        await chat.write(`${name} from a phone`);
        await watch.expectQuiet();
        await context.close();
      },
    );

    test("a tab is at the bottom", proves("2.2 buttonStyle"), async ({ browser }) => {
      const context = await browser.newContext(PHONE);
      for (const buttonPosition of ["rm", "lt", "br"]) {
        const chat = await shown(await context.newPage(), { config: { buttonStyle: "tab", buttonPosition } });
        await expect.poll(async () => (await measures(chat.launcher)).bottom, buttonPosition).toBeLessThanOrEqual(1);
        const { width, height } = await measures(chat.launcher);
        expect(width).toBeGreaterThan(height);
      }
      await context.close();
    });

    if (facade === CHATRA) {
      test("Chatra's classes", proves("2.5 mobile expanded", "2.5 expanded"), async ({ browser }) => {
        const context = await browser.newContext(PHONE);
        const page = await context.newPage();
        const chat = await shown(page);
        const body = page.locator("body.chatra-mobile-widget-expanded");
        await chat.call("openChat");
        await chat.expectOpen();
        await expect(body).toHaveCount(1);
        await expect(page.locator("#chatra.chatra--expanded")).toHaveCount(1);
        await chat.call("closeChat");
        await expect(body).toHaveCount(0);
        await chat.call("openChat");
        await expect(body).toHaveCount(1);
        await chat.call("kill");
        await expect(body).toHaveCount(0);
        await context.close();
      });
    }
  });
}

/** Another chat for the same page. */
function beside(facade: Facade, site: string): string {
  const setup = `window.${facade.configs[0]} = { orgId: "${site}" }; window.${facade.id ?? "unused"} = "${site}";`;
  return `<script>${setup}</script>${script(facade, "async")}`;
}
