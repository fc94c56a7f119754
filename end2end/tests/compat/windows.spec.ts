/** Open and closed, seen and unseen: by methods, by the address, by a button of the page's own, in a block of the page. */

import { expect, type Page, test } from "@playwright/test";

import { Chat, type Embedding, publish } from "../../compat/chat";
import { CHATRA, FACADES } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { measures } from "../../compat/seen";
import { shop } from "../../compat/stage";
import { Watch } from "../../support/watch";

const set = shop("windows");

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const facade of FACADES) {
  const { name, hash, host } = facade;
  const on = (page: Page, embedding: Omit<Embedding, "site"> = {}): Promise<Chat> => Chat.on(page, set, facade, { site: set.site, ...embedding });
  const shown = (page: Page, embedding: Omit<Embedding, "site"> = {}): Promise<Chat> => Chat.shown(page, set, facade, { site: set.site, ...embedding });
  const hashOf = (page: Page): string => new URL(page.url()).hash;

  test.describe(name, () => {
    test(
      "open, close, and who has the caret",
      proves(
        "2.3 openChat",
        "2.3 expandWidget",
        "2.3 minimizeWidget",
        "2.3 closeChat",
        "2.3 returns",
        "2.3 ._chatExpanded",
        "2.6 widget_loaded",
        "2.6 chat_opened",
        "2.6 chat_closed",
      ),
      async ({ page }) => {
        const watch = await Watch.over(page);
        const chat = await shown(page);
        const { composer } = chat.panel;
        const field = page.getByLabel("A field of the page");
        expect(await chat.expanded()).toBe(false);
        await field.focus();
        // Without `true` the caret stays where it is.
        await chat.call("openChat");
        await chat.expectOpen();
        await expect(field).toBeFocused();
        expect(await chat.expanded()).toBe(true);
        // Open already: only the caret comes.
        await chat.call("openChat", true);
        await expect(composer).toBeFocused();
        await page.keyboard.type("Typed at once");
        await expect(composer).toHaveValue("Typed at once");
        await chat.call("openChat", false);
        await chat.expectOpen();
        await chat.call("minimizeWidget");
        await chat.expectClosed();
        expect(await chat.expanded()).toBe(false);
        await chat.call("minimizeWidget");
        await chat.expectClosed();
        await chat.call("openChat", false);
        await chat.expectOpen();
        await expect(composer).toHaveValue("Typed at once");
        await chat.call("closeChat");
        await chat.expectClosed();
        await chat.call("expandWidget", true);
        await chat.expectOpen();
        await expect(composer).toBeFocused();
        await chat.close.click();
        await chat.expectClosed();
        await chat.open.click();
        await chat.expectOpen();
        await composer.press("Escape");
        await chat.expectClosed();

        // The window goes at once, and the page hears of it from the frame.
        const turns = async (): Promise<string[]> => (await chat.events()).filter((event) => event.startsWith("chat_"));
        await expect.poll(turns).toEqual(Array.from({ length: 4 }, () => ["chat_opened", "chat_closed"]).flat());
        expect((await chat.events()).filter((event) => event === "widget_loaded")).toHaveLength(1);
        await watch.expectQuiet();
      },
    );

    test("hide, show, and a hidden start", proves("2.3 hide", "2.3 show", "2.3 openChat", "2.2 startHidden"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await on(page, { config: { startHidden: true } });
      await expect.poll(() => chat.events()).toContain("widget_loaded");
      await chat.expectNothing();
      await chat.call("show");
      await chat.expectClosed();
      await chat.call("hide", true);
      await chat.expectNothing();
      // As it was: closed, then open.
      await chat.call("show", false);
      await chat.expectClosed();
      await chat.call("openChat");
      await chat.expectOpen();
      await chat.call("hide");
      await chat.expectNothing();
      expect(await chat.expanded()).toBe(false);
      await chat.call("show");
      await chat.expectOpen();
      await chat.call("closeChat");
      await chat.call("hide");
      await chat.expectNothing();
      // Opening needs no `show`.
      await chat.call("openChat");
      await chat.expectOpen();
      await watch.expectQuiet();
    });

    test("the hash comes: a link, code; Back, the button", proves("2.4 opens", "2.4 added", "2.4 removed"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await shown(page, {
        body: `<a href="${hash}">Contact us</a> <button onclick="location.hash='${hash}'">Ask a question</button> <a href="#part">A part</a>`,
      });
      const entries = (): Promise<number> => page.evaluate(() => history.length);
      const start = await entries();

      await page.getByRole("link", { name: "Contact us" }).click();
      await chat.expectOpen();
      expect(await entries()).toBe(start + 1);
      await page.goBack();
      await chat.expectClosed();
      expect(hashOf(page)).toBe("");

      await page.getByRole("button", { name: "Ask a question" }).click();
      await chat.expectOpen();
      await chat.close.click();
      await chat.expectClosed();
      await expect.poll(() => hashOf(page)).toBe("");

      // Opened by any means: one entry, which Back takes away.
      await page.getByRole("link", { name: "A part" }).click();
      const before = await entries();
      for (const open of [() => chat.call("openChat"), () => chat.open.click()]) {
        await open();
        await chat.expectOpen();
        await expect.poll(() => hashOf(page)).toBe(hash);
        expect(await entries()).toBe(before + 1);
        await page.goBack();
        await chat.expectClosed();
        expect(hashOf(page)).toBe("#part");
      }
      // Closed by any means: the address is the page's again, and Back leads to where it was before.
      for (const close of [() => chat.close.click(), () => chat.call("closeChat"), () => chat.call("hide")]) {
        await chat.call("openChat");
        await expect.poll(() => hashOf(page)).toBe(hash);
        await chat.expectOpen();
        await close();
        await expect(chat.window).toBeHidden();
        await expect.poll(() => hashOf(page)).toBe("#part");
      }
      await chat.call("closeChat");
      await chat.call("show");
      await page.goBack();
      await expect.poll(() => hashOf(page)).not.toBe("#part");
      await chat.expectClosed();
      // Quick hands.
      await chat.calls(["openChat"], ["closeChat"], ["openChat"]);
      await chat.expectOpen();
      await expect.poll(() => hashOf(page)).toBe(hash);
      await chat.calls(["closeChat"], ["openChat"], ["closeChat"]);
      await chat.expectClosed();
      await expect.poll(() => hashOf(page)).not.toBe(hash);
      await watch.expectQuiet();
    });

    test("the hash at load, and on a link from another page", proves("2.4 opens", "2.4 removed", "2.4 another page"), async ({ page }) => {
      const watch = await Watch.over(page);
      const address = publish(set, facade, { site: set.site });
      const chat = new Chat(page, facade);
      await page.goto(`${address}${hash}`);
      await chat.expectOpen();
      await chat.close.click();
      await chat.expectClosed();
      await expect.poll(() => hashOf(page)).toBe("");

      await page.goto(set.customer.paste("elsewhere", `<!doctype html><title>Elsewhere</title><a href="${address}${hash}">Contact us</a>`));
      await page.getByRole("link", { name: "Contact us" }).click();
      await chat.expectOpen();
      expect(hashOf(page)).toBe(hash);
      await page.goBack();
      await expect(page).toHaveTitle("Elsewhere");
      await watch.expectQuiet();
    });

    test("no hash, and nobody else's", proves("2.4 disabled", "2.2 disableChatOpenHash", "2.4 alias"), async ({ page }) => {
      const go = (hash: string): Promise<void> =>
        page.evaluate(async (hash) => {
          const changed = new Promise((resolve) => {
            addEventListener("hashchange", resolve, { once: true });
          });
          location.hash = hash;
          await changed;
        }, hash);
      const chat = await shown(page);
      for (const other of FACADES) if (other !== facade) await go(other.hash);
      await chat.expectClosed();
      await go(hash);
      await chat.expectOpen();

      await page.goto(publish(set, facade, { site: set.site, config: { disableChatOpenHash: true } }));
      await expect(chat.launcher).toBeVisible();
      await go(hash);
      await chat.expectClosed();
      expect(await chat.expanded()).toBe(false);
      await go("#part");
      const entries = await page.evaluate(() => history.length);
      await chat.call("openChat");
      await chat.expectOpen();
      expect(hashOf(page)).toBe("#part");
      await chat.call("closeChat");
      await chat.expectClosed();
      expect(hashOf(page)).toBe("#part");
      expect(await page.evaluate(() => history.length)).toBe(entries);
    });

    test("a button of the page's own", proves("2.2 customWidgetButton"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await on(page, { config: { customWidgetButton: ".contact" }, body: `<div><button class="contact"><b>Contact us</b></button></div>` });
      await expect.poll(() => chat.events()).toContain("widget_loaded");
      await expect(chat.launcher).toBeHidden();
      await page.getByText("Contact us").click();
      await chat.expectOpen();
      await chat.call("closeChat");
      await expect(chat.window).toBeHidden();
      await expect(chat.launcher).toBeHidden();
      // One that comes later.
      await page.evaluate(() => {
        document.body.insertAdjacentHTML("beforeend", `<a class="contact" href="#">Write to us</a>`);
      });
      await page.getByRole("link", { name: "Write to us" }).click();
      await chat.expectOpen();
      await watch.expectQuiet();

      // Nothing on the page fits: no button, and no fault.
      await page.goto(publish(set, facade, { site: set.site, config: { customWidgetButton: "#nowhere" } }));
      await expect.poll(() => chat.events()).toContain("widget_loaded");
      await expect(chat.launcher).toBeHidden();
      await chat.call("openChat");
      await chat.expectOpen();
      expect(watch.warnings).toEqual([]);

      // It is no selector: the author is told, and visitors have the usual button.
      await page.goto(publish(set, facade, { site: set.site, config: { customWidgetButton: "##" } }));
      await expect(chat.launcher).toBeVisible();
      await expect.poll(() => watch.warnings.join()).toContain("##");
      await watch.expectQuiet();
    });

    test("in a block of the page", proves("2.2 mode", "2.2 injectTo"), async ({ page }) => {
      const watch = await Watch.over(page);
      const body = `<div id="block" style="inline-size: 420px; block-size: 520px; margin-inline-start: 50px"></div>`;
      for (const injectTo of ["block", "div#block"]) {
        const chat = await on(page, { config: { mode: "frame", injectTo }, body });
        await chat.expectOpen();
        const block = await measures(page.locator("#block"));
        await expect.poll(async () => measures(chat.window)).toEqual(block);
        await expect(chat.launcher).toBeHidden();
        await chat.calls(["closeChat"], ["minimizeWidget"]);
        await chat.expectOpen();
        expect(hashOf(page)).toBe("");
        await chat.write(`${name} writes in ${injectTo}`);
      }
      expect(watch.warnings).toEqual([]);
      const chat = await on(page, { config: { mode: "frame", injectTo: "#nowhere" } });
      await chat.expectClosed();
      await expect.poll(() => watch.warnings.join()).toContain("#nowhere");
      await watch.expectQuiet();
    });

    test("the page's own rules for our element", proves("2.5 page's css", "2.5 host"), async ({ page }) => {
      const chat = await shown(page, {
        head: `<style>
          .gone #${host} { display: none; }
          .unseen #${host} { visibility: hidden; }
          .faint #${host} { opacity: 0.5; }
          .deep #${host} { z-index: 5; }
        </style>`,
      });
      const wear = (look: string): Promise<void> =>
        page.locator("html").evaluate((root, look) => {
          root.setAttribute("class", look);
        }, look);
      for (const look of ["gone", "unseen"]) {
        await wear(look);
        await expect(chat.launcher).toBeHidden();
        await wear("");
        await expect(chat.launcher).toBeVisible();
      }
      await wear("faint");
      await expect(chat.host).toHaveCSS("opacity", "0.5");
      await wear("deep");
      await expect(chat.host).toHaveCSS("z-index", "5");
      // What the page asks for by a call is what it wants.
      await chat.call("setZIndex", 6);
      await expect(chat.host).toHaveCSS("z-index", "6");
    });

    if (facade === CHATRA) {
      test("Chatra's class while the chat is open", proves("2.5 expanded"), async ({ page }) => {
        const chat = await on(page, { head: "<style>#chatra:not(.chatra--expanded) { visibility: hidden !important; }</style>" });
        await expect.poll(() => chat.events()).toContain("widget_loaded");
        await chat.expectNothing();
        await chat.call("openChat");
        await chat.expectOpen();
        await expect(page.locator("#chatra.chatra--expanded")).toHaveCount(1);
        await chat.call("closeChat");
        await expect(page.locator("#chatra.chatra--expanded")).toHaveCount(0);
        await chat.expectNothing();
        await expect(page.locator("body")).not.toHaveClass(/chatra/);
      });
    }
  });
}
