/** How the script comes onto a page, what it makes of what it finds there, and what is left when it is gone. */

import { expect, type Page, test } from "@playwright/test";

import { Chat, html, publish, script } from "../../compat/chat";
import { BREVO, CHATRA, type Facade, FACADES, SVYAZIO } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { shop } from "../../compat/stage";
import { freePort } from "../../support/process.mjs";
import { listeners } from "../../support/listeners";
import { Watch } from "../../support/watch";
import { Wire } from "../../support/wire";

const set = shop("embedding");

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const facade of FACADES) {
  const { name, integration, host } = facade;
  const config = facade.configs.at(-1) ?? "";

  test.describe(name, () => {
    for (const [stub, where] of [
      ["arguments", "before"],
      ["rest", "after"],
    ] as const) {
      test(
        `a queue of ${stub}, integration data ${where} the tag`,
        proves("SE1", "SE4", "SE6", "SE9", "2.2 orgId", "2.3 returns", "2.3 .restart", "2.3 ._chatExpanded"),
        async ({ page }) => {
          const watch = await Watch.over(page);
          const data = `window.${integration} = { name: "From the start", city: "Riga" };`;
          const early = `
            ${name}("openChat");
            ${name}("closeChat");
            ${name}("updateIntegrationData", { name: "From the queue" });
            ${name}("openChat", true);`;
          const chat = await Chat.on(page, set, facade, {
            site: set.site,
            stub,
            before: where === "before" ? `${data}${early}` : early,
            after: where === "after" ? data : "",
          });
          await expect(chat.panel.composer).toBeFocused();
          // Carried out at once, and nothing comes back.
          const seen = await page.evaluate((name) => {
            const call = (window as unknown as Record<string, ((...args: unknown[]) => unknown) & { _chatExpanded: unknown; restart: unknown; q: unknown }>)[name];
            if (call === undefined) return null;
            const open = call._chatExpanded;
            const returned = call("closeChat");
            return { open, closed: call._chatExpanded, returns: typeof returned, restart: Boolean(call.restart), queue: typeof call.q };
          }, name);
          expect(seen).toEqual({ open: true, closed: false, returns: "undefined", restart: true, queue: "undefined" });
          await chat.expectClosed();

          const words = `${name} queued ${stub}`;
          await chat.call("openChat");
          await chat.write(words);
          await set.desk.openConversation(words);
          await expect(set.desk.visitor).toContainText("From the queue");
          await expect(set.desk.visitor).toContainText("Riga");
          await expect(set.desk.visitor).not.toContainText("From the start");
          await watch.expectQuiet();
        },
      );
    }

    test("the configuration comes after the tag, and again", proves("SE2"), async ({ page }) => {
      const chat = await Chat.on(page, set, facade, {
        site: set.site,
        config: { headerText: "Too early" },
        after: `
          window.${config} = { ...window.${config}, headerText: "Better" };
          window.${config} = { ...window.${config}, headerText: "Best" };
          ${name}("openChat");`,
      });
      await expect(chat.inside.getByRole("heading", { name: "Best" })).toBeVisible();
    });

    test("no stub; one new global; one new element with the parts pages look for", proves("SE5", "X1", "X9", "2.5 host"), async ({ page }) => {
      const names = "Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name))";
      const chat = await Chat.shown(page, set, facade, {
        site: set.site,
        stub: "none",
        before: `window.names = []; window.names = ${names};`,
      });
      const added = (): Promise<unknown> =>
        page.evaluate((names) => {
          const known = (window as unknown as { names: string[] }).names;
          return (eval(names) as string[]).filter((name) => !known.includes(name));
        }, names);
      expect(await added()).toEqual([name]);
      await chat.call("sendAutoMessage", "May I help?");
      await expect(chat.teaser).toBeVisible();
      await chat.call("openChat");
      await chat.expectOpen();
      expect(await added()).toEqual([name]);
      expect(
        await page.evaluate(({ host, prefix }) => {
          const element = document.getElementById(host);
          const own = (element: Element): string[] => element.getAttributeNames();
          return {
            root: element?.shadowRoot?.mode,
            parts: ["launcher", "teaser", "window"].map((part) => element?.shadowRoot?.querySelectorAll(`.${prefix}-${part}`).length),
            body: Array.from(document.body.children, ({ localName, id }) => `${localName}${id}`),
            sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
            attributes: [own(document.documentElement), own(document.body)],
          };
        }, facade),
      ).toEqual({ root: "open", parts: [1, 1, 1], body: ["h1", "label", `div${host}`], sheets: 0, attributes: [["lang"], []] });
    });

    test("the script three times is one chat", proves("X7"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await Chat.on(page, set, facade, {
        site: set.site,
        tag: script(facade, "async"),
        body: `${script(facade)}
          <script>
            addEventListener("load", () => {
              const script = document.createElement("script");
              script.src = "{{usher}}${facade.script}?again";
              script.onload = () => document.documentElement.classList.add("thrice");
              document.head.append(script);
            });
          </script>`,
      });
      await expect(page.locator("html")).toHaveClass("thrice");
      await expect(chat.launcher).toBeVisible();
      await chat.call("openChat");
      await chat.expectOpen();
      await expect(chat.host).toHaveCount(1);
      await expect(page.locator("iframe")).toHaveCount(1);
      expect(watch.sockets).toHaveLength(1);
      expect((await chat.events()).filter((event) => event === "widget_loaded")).toHaveLength(1);
      await watch.expectQuiet();
    });

    test(
      "restart ten times, then kill: nothing piles up, and nothing is left",
      proves("2.3 restart", "2.3 kill", "X8"),
      async ({ page, context }) => {
        const watch = await Watch.over(page);
        const wire = await Wire.to(set.usher);
        const cdp = await context.newCDPSession(page);
        const chat = await Chat.opened(page, set, facade, { site: set.site, server: wire.url, before: COUNT_TIMERS });
        await chat.write(`${name} was here before`);
        await chat.call("closeChat");
        await chat.expectClosed();
        const entries = await page.evaluate(() => history.length);
        const once = (await listeners(cdp)).sort();
        expect(once.length).toBeGreaterThan(0);

        for (let round = 1; round <= 10; round++) {
          await chat.call("restart");
          // Some once the widget is there again, some in the middle of that.
          if (round % 2 === 0) await expect(chat.launcher).toBeVisible();
        }
        await chat.expectClosed();
        await expect(chat.host).toHaveCount(1);
        await expect(page.locator("iframe")).toHaveCount(1);
        await expect.poll(() => wire.sockets).toBe(1);
        await expect.poll(async () => (await listeners(cdp)).sort()).toEqual(once);
        expect(await page.evaluate(() => history.length)).toBe(entries);
        await chat.call("openChat");
        await chat.panel.log.expectOnce(`${name} was here before`);

        await chat.call("kill");
        await expect(chat.host).toHaveCount(0);
        await expect(page.locator("iframe")).toHaveCount(0);
        expect(await page.evaluate(() => Array.from(document.body.children, ({ localName }) => localName))).toEqual(["h1", "label"]);
        expect(await page.evaluate(() => [document.documentElement.className, document.body.className])).toEqual(["", ""]);
        await expect.poll(() => wire.sockets).toBe(0);
        expect(await listeners(cdp)).toEqual([]);
        expect(await timers(page)).toBe(0);

        // No call brings it back.
        const requests = watch.requests.length;
        for (const method of ["show", "restart", "openChat", "setLanguage", "pageView", "sendAutoMessage", "kill"]) await chat.call(method, "en");
        await expect(chat.host).toHaveCount(0);
        expect(await chat.expanded()).toBe(false);
        expect(await timers(page)).toBe(0);
        expect(watch.requests).toHaveLength(requests);
        expect(wire.sockets).toBe(0);

        // Only the script does.
        await page.addScriptTag({ url: `${wire.url}${facade.script}?fresh` });
        await expect(chat.launcher).toBeVisible();
        await expect.poll(() => wire.sockets).toBe(1);
        await watch.expectQuiet();
        wire.close();
      },
    );

    test("restart reads the configuration again and keeps the visitor", proves("2.3 restart"), async ({ page }) => {
      const chat = await Chat.opened(page, set, facade, { site: set.site, body: "<button id=mine>Contact us</button>" });
      await chat.write(`${name} stays`);
      await chat.configure({ language: "pt", customWidgetButton: "#mine" });
      await chat.call("restart");
      await expect(chat.window).toBeHidden();
      await expect(chat.host).toHaveCount(1);
      await page.getByRole("button", { name: "Contact us" }).click();
      await chat.panel.scope.locator("[lang=pt]").first().waitFor();
      await expect(chat.inside.getByText(`${name} stays`)).toBeVisible();
      await chat.call("closeChat");
      await expect(chat.launcher).toBeHidden();
    });

    test("an id that is missing or that nobody knows", proves("SE8"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await Chat.on(page, set, facade, { site: null, tag: script(facade) });
      await expect.poll(() => watch.errors.join()).not.toBe("");
      await chat.call("openChat", true);
      await chat.expectNothing();
      expect(watch.sockets).toEqual([]);

      watch.errors.splice(0);
      await page.clock.install();
      await page.goto(publish(set, facade, { site: "nobody-knows", tag: script(facade) }));
      await chat.call("openChat", true);
      await expect(page.locator("iframe")).toHaveCount(1);
      await page.clock.fastForward(60_000);
      await expect.poll(() => watch.errors.join()).toContain("nobody-knows");
      await chat.call("openChat", true);
      await chat.expectNothing();
      expect(watch.errors.filter((error) => error.includes("Uncaught"))).toEqual([]);
    });

    test("a deferred chat waits for the window's load", proves("2.2 deferredLoading"), async ({ page }) => {
      let arrive = (): void => undefined;
      const arrived = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      await page.route("**/slow.png", async (route) => {
        await arrived;
        await route.abort();
      });
      const asked = page.waitForRequest("**/slow.png");
      const chat = new Chat(page, facade);
      const other = new Chat(page, otherThan(facade));
      // Another chat on the page does not wait: it says when this one would have been there.
      const body = `<img src="slow.png" alt="" />
        <script>window.${other.config} = { orgId: "${set.site}" }; window.${other.facade.id ?? "unused"} = "${set.site}";</script>${script(other.facade, "async")}`;
      const address = publish(set, facade, { site: set.site, config: { deferredLoading: true }, tag: script(facade), body });
      await page.goto(address, { waitUntil: "commit" });
      await asked;
      await expect(other.launcher).toBeVisible();
      await expect(chat.host).toHaveCount(0);
      arrive();
      await expect(chat.launcher).toBeVisible();
    });

    test("another server than the script's", proves("2.2 serverUrl"), async ({ page }) => {
      const wire = await Wire.to(set.usher);
      const chat = await Chat.shown(page, set, facade, { site: set.site, server: wire.url, config: { serverUrl: `${set.usher.url}/` } });
      await expect(chat.iframe).toHaveAttribute("src", new RegExp(`^${set.usher.url}/frame/`));
      expect(wire.sockets).toBe(0);
      wire.close();
    });

    test("init starts the chat and starts it again", proves("2.3 init"), async ({ page }) => {
      const watch = await Watch.over(page);
      // From the queue, on a page that says nothing else.
      const chat = new Chat(page, facade);
      const start = { ID: set.site, setup: { headerText: "By init" }, integration: { name: `Inga of ${name}` }, more: 1 };
      const stub = html(facade, { site: null, before: `delete window.${config}; ${name}("init", ${JSON.stringify(start)});` });
      await page.goto(set.customer.paste("init", stub));
      await expect(chat.launcher).toBeVisible();
      // Before the queue nobody had said which site it is.
      expect(watch.errors.splice(0)).toEqual([expect.stringContaining("missing")]);
      await chat.call("openChat");
      await expect(chat.inside.getByRole("heading", { name: "By init" })).toBeVisible();
      await chat.write(`${name} began by init`);
      await set.desk.openConversation(`${name} began by init`);
      await expect(set.desk.visitor).toContainText(`Inga of ${name}`);

      // What is left out is cleared.
      await chat.call("init", { ID: set.site });
      await expect(chat.launcher).toBeVisible();
      expect(await page.evaluate((name) => (window as unknown as Record<string, unknown>)[name], integration)).toBeUndefined();
      expect(await page.evaluate((name) => (window as unknown as Record<string, { headerText?: string } | undefined>)[name]?.headerText, config)).toBeUndefined();
      await chat.call("openChat");
      await chat.panel.log.expectOnce(`${name} began by init`);
      await expect(chat.inside.getByRole("heading", { name: "By init" })).toHaveCount(0);
      await expect(chat.host).toHaveCount(1);
      await watch.expectQuiet();
    });

    if (facade === SVYAZIO) {
      test("both names of the configuration", proves("SE3"), async ({ page }) => {
        const chat = await Chat.opened(page, set, facade, {
          site: null,
          config: { headerText: "Of SvyazioConfig" },
          before: `window.SvyazioSetup = { orgId: "${set.site}", headerText: "Of SvyazioSetup", onlineTitle: "Also of SvyazioSetup" };`,
        });
        await expect(chat.inside.getByRole("heading", { name: "Of SvyazioConfig" })).toBeVisible();
        await expect(chat.inside.getByText("Also of SvyazioSetup")).toBeVisible();
      });

      test("the alias alone", proves("SE3", "SE1"), async ({ page }) => {
        const chat = await Chat.opened(page, set, facade, {
          site: null,
          before: `delete window.SvyazioConfig; window.SvyazioSetup = { orgId: "${set.site}", headerText: "The alias" };`,
        });
        await expect(chat.inside.getByRole("heading", { name: "The alias" })).toBeVisible();
      });
    }

    if (facade === CHATRA) {
      test("Chatra's globals, its snippet in the head, and its npm module", proves("SE10", "2.3 init", "2.3 .restart"), async ({ page }) => {
        const watch = await Watch.over(page);
        const snippet = (function_: string): string => `<!doctype html><title>Chatra</title><h1>Chatra</h1><script>${function_}</script>`;
        // As Chatra gives it to its customers.
        const classic = snippet(`
          ChatraID = "{{site}}"; ChatraGroupID = "delivery"; ChatraProtocol = "https:";
          ChatraSetup = { headerText: "Classic" };
          ChatraIntegration = { name: "Clara Classic" };
          (function (d, w, c) {
            var s = d.createElement("script");
            w[c] = w[c] || function () { (w[c].q = w[c].q || []).push(arguments); };
            s.async = true;
            s.src = "{{usher}}/chatra.js";
            if (d.head) d.head.appendChild(s);
          })(document, window, "Chatra");`);
        const chat = new Chat(page, facade);
        await page.goto(`${set.customer.paste("classic", classic)}?site=${set.site}`);
        await expect(chat.launcher).toBeVisible();
        await chat.call("openChat");
        await expect(chat.inside.getByRole("heading", { name: "Classic" })).toBeVisible();
        await chat.write("By the classic snippet");
        await set.desk.openConversation("By the classic snippet");
        await expect(set.desk.visitor).toContainText("Clara Classic");
        await set.desk.tab("Unassigned").click();
        await expect(set.desk.row("By the classic snippet")).toContainText("Delivery");

        // As the npm module does it: the globals, then the script, and the second time a restart.
        const module = snippet(`
          const start = ({ ID, setup, integration }) => {
            const again = Boolean(window.Chatra);
            window.ChatraID = ID; window.ChatraSetup = setup; window.ChatraIntegration = integration;
            if (again) { if (window.Chatra.restart) window.Chatra("restart"); return; }
            window.Chatra = function () { (window.Chatra.q = window.Chatra.q || []).push(arguments); };
            const script = document.createElement("script");
            script.async = true;
            script.src = "{{usher}}/chatra.js";
            document.head.appendChild(script);
          };
          start({ ID: "{{site}}", setup: { headerText: "By npm" } });`);
        await page.goto(`${set.customer.paste("module", module)}?site=${set.site}`);
        await expect(chat.launcher).toBeVisible();
        await chat.call("openChat");
        await expect(chat.inside.getByRole("heading", { name: "By npm" })).toBeVisible();
        await page.evaluate("start({ ID: ChatraID })");
        await chat.call("openChat");
        await chat.panel.log.expectOnce("By the classic snippet");
        await expect(chat.inside.getByRole("heading", { name: "By npm" })).toHaveCount(0);
        await expect(chat.host).toHaveCount(1);
        await watch.expectQuiet();
      });
    }

    if (facade === BREVO) {
      test("Brevo's snippet and its layer", proves("SE11"), async ({ page }) => {
        const watch = await Watch.over(page);
        const snippet = `<!doctype html><title>Brevo</title><h1>Brevo</h1><script>
          (function (d, w, c) {
            w.BrevoConversationsID = "{{site}}";
            w[c] = w[c] || function () { (w[c].q = w[c].q || []).push(arguments); };
            var s = d.createElement("script");
            s.async = true;
            s.src = "{{usher}}/brevo-conversations.js";
            if (d.head) d.head.appendChild(s);
          })(document, window, "BrevoConversations");
          BrevoConversationsSetup = { headerText: "Brevo's own" };
          BrevoConversationsIntegration = { name: "Bruno Brevo" };
        </script>`;
        const chat = new Chat(page, facade);
        await page.goto(`${set.customer.paste("brevo", snippet)}?site=${set.site}`);
        await expect(chat.launcher).toBeVisible();
        await expect(chat.host).toHaveCSS("z-index", "9999");
        await chat.call("openChat");
        expect(new URL(page.url()).hash).toBe("#brevoConversationsExpanded");
        await expect(chat.inside.getByRole("heading", { name: "Brevo's own" })).toBeVisible();
        await chat.write("By Brevo's snippet");
        await set.desk.openConversation("By Brevo's snippet");
        await expect(set.desk.visitor).toContainText("Bruno Brevo");
        await watch.expectQuiet();
      });
    }

    test("the script can not be had, or nothing answers it", proves("X10"), async ({ page }) => {
      const watch = await Watch.over(page);
      const nowhere = `http://localhost:${await freePort()}`;
      const chat = await Chat.on(page, set, facade, { site: set.site, server: nowhere, before: `${name}("openChat");` });
      // The page and its stub live on.
      await chat.call("show");
      await expectAlive(page);
      await expect.poll(() => watch.errors.join()).toContain(nowhere);
      expect(watch.errors.filter((error) => !error.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);

      watch.errors.splice(0);
      await page.route(`${set.usher.url}/frame/**`, (route) => route.abort("connectionrefused"));
      await page.clock.install();
      await page.goto(publish(set, facade, { site: set.site, tag: script(facade) }));
      await chat.call("openChat", true);
      await expect(page.locator("iframe")).toHaveCount(1);
      await page.clock.fastForward(60_000);
      await expect.poll(() => watch.errors.filter((error) => !error.includes("ERR_")).join()).toContain(set.usher.url);
      for (const method of ["openChat", "show", "hide", "setColors", "sendAutoMessage", "restart"]) await chat.call(method, "words");
      await expectAlive(page);
      await chat.expectNothing();
      expect(watch.errors.filter((error) => error.includes("Uncaught") || error.startsWith("Error"))).toEqual([]);
    });
  });
}

/** Keeps the timers of the page that are pending. */
const COUNT_TIMERS = `
  window.pending = new Set();
  for (const [set, clear] of [["setTimeout", "clearTimeout"], ["setInterval", "clearInterval"]]) {
    const [begin, end] = [window[set], window[clear]];
    window[set] = (act, ...rest) => {
      const timer = begin(() => { if (set === "setTimeout") window.pending.delete(timer); act(); }, ...rest);
      window.pending.add(timer);
      return timer;
    };
    window[clear] = (timer) => { window.pending.delete(timer); end(timer); };
  }`;

function timers(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { pending: Set<number> }).pending.size);
}

async function expectAlive(page: Page): Promise<void> {
  await page.getByLabel("A field of the page").fill("alive");
  await expect(page.getByLabel("A field of the page")).toHaveValue("alive");
}

/** An embed for the same page, to compare with. */
function otherThan(facade: Facade): Facade {
  return facade === SVYAZIO ? CHATRA : SVYAZIO;
}
