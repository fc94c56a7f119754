/** Pages that mean no good, or do not know what they do: the page lives, and so does the chat where it can. */

import { expect, type Page, test } from "@playwright/test";

import { Chat, type Embedding, publish, script } from "../../compat/chat";
import { FACADES } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { expectPlace, expectSize } from "../../compat/seen";
import { shop } from "../../compat/stage";
import { Watch } from "../../support/watch";

const set = shop("hostile");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const METHODS = [
  "openChat",
  "expandWidget",
  "setIntegrationData",
  "updateIntegrationData",
  "setButtonPosition",
  "resetButtonPosition",
  "setButtonSize",
  "setChatWidth",
  "setChatHeight",
  "setZIndex",
  "setColors",
  "resetColors",
  "setLanguage",
  "setLocale",
  "sendAutoMessage",
  "pageView",
  "setGroupId",
  "minimizeWidget",
  "closeChat",
  "hide",
  "show",
];

for (const facade of FACADES) {
  const { name, host } = facade;
  const shown = (page: Page, embedding: Partial<Embedding> = {}): Promise<Chat> => Chat.shown(page, set, facade, { site: set.site, ...embedding });

  test.describe(name, () => {
    test("arguments of every wrong kind, words that are no methods", proves("X5", "2.3 any other", "2.3 no word", "2.3 returns"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await shown(page);
      const wrong = await page.evaluate(
        ({ name, methods }) => {
          const call = (window as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
          const circle: Record<string, unknown> = {};
          circle.circle = circle;
          const junk: unknown[] = [
            ...[undefined, null, true, false, 0, -1, 1e9, Number.NaN, Infinity, 7n, "", " ", "words", "<b>", "9".repeat(70_000)],
            ...[[], [1, [2]], {}, circle, { name: circle }, new Date(Number.NaN), () => 1, Symbol("odd"), document, window, new Proxy({}, {})],
            { get name(): string { throw new Error("a trap"); } },
            Object.create(null),
          ];
          const wrong: string[] = [];
          for (const method of methods) {
            for (const argument of junk) {
              try {
                const returned = call?.(method, argument, argument);
                if (returned !== undefined) wrong.push(`${method} returned ${typeof returned}`);
              } catch (error) {
                wrong.push(`${method}: ${String(error)}`);
              }
            }
          }
          for (const args of [[], ...junk.map((value): unknown[] => [value, 1])]) {
            try {
              if (call?.(...args) !== undefined) wrong.push("something returned");
            } catch (error) {
              wrong.push(`no word: ${String(error)}`);
            }
          }
          return wrong;
        },
        { name, methods: METHODS },
      );
      expect(wrong).toEqual([]);

      // One warning for a word that is no method, none for what is no word at all. What the server thinks of the noise
      // may come at any time.
      const warnings = (): string[] => watch.warnings.filter((warning) => !warning.includes("refused"));
      await chat.call("show");
      const before = warnings().length;
      await chat.calls([7], [null], [["openChat"]], [{}]);
      expect(warnings()).toHaveLength(before);
      for (const [index, word] of ["shutdown", "destroy", "minimize", "set", "toString", "__proto__"].entries()) {
        await chat.call(word, {});
        await expect.poll(() => warnings().length).toBe(before + index + 1);
        expect(warnings().at(-1)).toContain(word);
      }
      // And it works as if nothing had been.
      await chat.call("restart");
      await chat.expectClosed();
      await chat.call("openChat");
      await chat.write(`${name} after the noise`);
      // The server refuses what is too long, and the browser says so.
      expect(watch.errors.filter((error) => !error.includes("422"))).toEqual([]);
    });

    test("a page that removes our elements", proves("2.3 restart"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await shown(page);
      await chat.call("openChat");
      await chat.expectOpen();
      await chat.host.evaluate((host) => {
        host.remove();
      });
      await chat.calls(["closeChat"], ["show"], ["setColors", { buttonBg: "#333333" }], ["setLanguage", "es"], ["hide"]);
      await chat.calls(["setLanguage", "en"], ["restart"]);
      await expect(chat.launcher).toBeVisible();
      // Only the frame, and then the whole body.
      await chat.iframe.evaluate((iframe) => {
        iframe.remove();
      });
      await chat.calls(["openChat", true], ["closeChat"], ["restart"]);
      await expect(chat.launcher).toBeVisible();
      await page.evaluate(() => {
        document.body.replaceChildren();
      });
      await chat.calls(["openChat", true], ["closeChat"], ["restart"]);
      await expect(chat.launcher).toBeVisible();
      await chat.call("openChat");
      await chat.write(`${name} is back`);
      await expect(chat.host).toHaveCount(1);
      await watch.expectQuiet();
    });

    test("a page that changes the language's own objects", proves("SE1"), async ({ page }) => {
      const watch = await Watch.over(page);
      // Driven by the page's own buttons: what Playwright evaluates in such a page is in the same trouble.
      const body = ["openChat", "closeChat", "restart", "setColors"]
        .map((method) => `<button onclick="${name}('${method}', {})">${method}</button>`)
        .join("");
      const before = `
        ${name}("setIntegrationData", { name: "Prototype" });
        for (const method of ["map", "forEach", "filter", "find", "some", "every", "includes", "reduce", "indexOf", "slice", "concat"]) {
          Array.prototype[method] = function () { throw new Error("the page's own Array." + method); };
        }
        Object.prototype.inherited = function () {};`;
      const chat = await shown(page, { before, body });
      const press = (method: string): Promise<void> => page.getByRole("button", { name: method, exact: true }).click();
      await press("openChat");
      await chat.expectOpen();
      await chat.panel.write(`${name} on a patched page`);
      await chat.panel.log.expectOnce(`${name} on a patched page`);
      await press("setColors");
      await press("closeChat");
      await chat.expectClosed();
      await press("restart");
      await chat.expectClosed();
      await press("openChat");
      await chat.panel.log.expectOnce(`${name} on a patched page`);
      expect(watch.errors).toEqual([]);
    });

    test("a browser that denies all storage", proves("SE1"), async ({ page }) => {
      const watch = await Watch.over(page);
      await page.addInitScript(() => {
        for (const kind of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
          Object.defineProperty(window, kind, {
            get: () => {
              throw new DOMException("denied", "SecurityError");
            },
          });
        }
      });
      const chat = await shown(page, { before: `${name}("setIntegrationData", { name: "Nobody" });` });
      await chat.call("openChat");
      await chat.write(`${name} without storage`);
      await chat.call("closeChat");
      await chat.call("openChat");
      await chat.panel.log.expectOnce(`${name} without storage`);
      await chat.calls(["sendAutoMessage", "Still here"], ["setLanguage", "es"], ["setLanguage", "en"]);
      await chat.panel.log.expectOnce("Still here");
      await watch.expectQuiet();
    });

    test("a strict policy with a nonce", proves("X11"), async ({ page }) => {
      const watch = await Watch.over(page);
      const policy = "default-src 'none'; script-src 'nonce-once' {{usher}}; frame-src {{usher}}; img-src data:; require-trusted-types-for 'script'";
      const chat = await shown(page, {
        nonce: "once",
        head: `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
        tag: script(facade, `async nonce="once"`),
        config: { buttonStyle: "tab", colors: { buttonBg: "#6c63ff" }, zIndex: 12, chatWidth: 320 },
      });
      await chat.calls(["sendAutoMessage", "A word"], ["setButtonPosition", "lt"], ["setZIndex", 13], ["setColors", { buttonBg: "#333333" }]);
      await expect(chat.teaser).toBeVisible();
      await chat.calls(["setLanguage", "es"], ["setLanguage", "en"], ["openChat"]);
      await chat.write(`${name} behind a policy`);
      await chat.call("restart");
      await chat.expectClosed();
      await watch.expectQuiet();
    });

    test("a page whose styles are about everything", proves("X9", "2.5 host"), async ({ page }) => {
      const chat = await shown(page, {
        head: `<style>
          * { margin: 30px; padding: 9px; color: red; font: 40px serif; box-sizing: content-box; transition: none; }
          div { position: relative; float: left; transform: rotate(20deg); filter: blur(2px); overflow: hidden; background: red; width: 50px; }
          button, iframe, span, svg, p { display: none !important; inline-size: 7px !important; background: red !important; }
          body { direction: rtl; zoom: 1; }
        </style>`,
      });
      await expectSize(chat.launcher, 60, 60);
      await expectPlace(chat.launcher, "bottom right");
      await chat.call("openChat");
      await chat.expectOpen();
      await expectSize(chat.window, 400, 600);
      await expect(page.locator(`#${host}`)).toHaveCSS("position", "fixed");
    });

    test("a page that may not embed the site, and one that writes too much", proves("X12"), async ({ page }) => {
      const watch = await Watch.over(page);
      await page.clock.install();
      const chat = await Chat.on(page, set, facade, { site: set.elsewhere, tag: script(facade) });
      await expect(page.locator("iframe")).toHaveCount(1);
      await expect.poll(() => watch.errors.join()).toMatch(/frame-ancestors/);
      await page.clock.fastForward(60_000);
      await expect.poll(() => watch.errors.join()).toMatch(/domain/i);
      await chat.call("openChat", true);
      await chat.expectNothing();
      expect(watch.sockets).toEqual([]);
      expect(watch.errors.filter((error) => error.includes("Uncaught"))).toEqual([]);

      const allowed = publish(set, facade, { site: set.site });
      await page.goto(allowed);
      await expect(chat.launcher).toBeVisible();
      await chat.call("openChat");
      const sent = page.waitForRequest("**/api/message/send");
      await chat.write(`${name} writes and writes`);
      const first = await sent;
      const { input } = first.postDataJSON() as { input: { client_id: string } };
      const answers = await chat.inside.locator("html").evaluate(
        (_, { url, authorization, input }) =>
          Promise.all(
            Array.from({ length: 300 }, async (_, index) => {
              const client_id = input.client_id.slice(0, -3) + String(100 + index);
              const headers = { authorization, "content-type": "application/json", accept: "application/json" };
              return (await fetch(url, { method: "POST", headers, body: JSON.stringify({ input: { ...input, client_id } }) })).status;
            }),
          ),
        { url: first.url(), authorization: (await first.headerValue("authorization")) ?? "", input },
      );
      expect(answers.filter((status) => status === 200).length).toBeGreaterThan(0);
      expect(answers).toContain(429);
      expect(answers.filter((status) => status !== 200 && status !== 429)).toEqual([]);
    });
  });
}
