/** What the page says of its visitor and to its visitor, what operators see of it, and what the page is told. */

import { type BrowserContext, expect, type Page, test } from "@playwright/test";

import { Chat, type Embedding, publish } from "../../compat/chat";
import { BREVO, CHATRA, FACADES } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { DRESSED, shop } from "../../compat/stage";
import { Watch } from "../../support/watch";

const set = shop("visitor");

test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const facade of FACADES) {
  const { name, integration, clientId } = facade;
  const shown = (page: Page, embedding: Partial<Embedding> = {}): Promise<Chat> => Chat.shown(page, set, facade, { site: set.site, ...embedding });
  const opened = (page: Page, embedding: Partial<Embedding> = {}): Promise<Chat> => Chat.opened(page, set, facade, { site: set.site, ...embedding });

  test.describe(name, () => {
    test(
      "operators see what the page says of its visitor",
      proves("2.3 setIntegrationData", "2.3 updateIntegrationData", "2.3 pageView", "SE9", "X6"),
      async ({ page }) => {
        const { visitor } = set.desk;
        const chat = await opened(page, { before: `window.${integration} = { name: "John of ${name}", email: "john@example.com", plan: "pro" };` });
        const words = `Who am I to ${name}?`;
        await chat.write(words);
        await set.desk.openConversation(words);
        for (const text of [`John of ${name}`, "john@example.com", "pro"]) await expect(visitor).toContainText(text);

        // Changes what is named; null deletes, an empty text stays.
        await chat.call("updateIntegrationData", { email: "new@example.com", plan: null, Город: "Рига", Email: "a field of its own" });
        await expect(visitor).toContainText("new@example.com");
        await expect(visitor).not.toContainText("pro");
        for (const text of ["Город", "Рига", "a field of its own", `John of ${name}`]) await expect(visitor).toContainText(text);
        await chat.call("updateIntegrationData", { Город: "", cart: { lamps: 2 }, count: 3, note: "<img src=x onerror=alert(1)>" });
        await expect(visitor).toContainText('{"lamps":2}');
        await expect(visitor).not.toContainText("Рига");
        await expect(visitor).toContainText("Город");
        await expect(visitor).toContainText("<img src=x onerror=alert(1)>");

        // Replaces all of it.
        await chat.call("setIntegrationData", { name: `Jane of ${name}`, phone: "+1 555 000-0000", notes: "calls back" });
        await expect(visitor).toContainText(`Jane of ${name}`);
        for (const text of ["new@example.com", "Город", "lamps"]) await expect(visitor).not.toContainText(text);
        await expect(visitor).toContainText("+1 555 000-0000");
        await expect(visitor).toContainText("calls back");
        await chat.call("setIntegrationData", {});
        await expect(visitor).not.toContainText(`Jane of ${name}`);
        await chat.call("updateIntegrationData", { name: `Jim of ${name}` });
        await expect(visitor).toContainText(`Jim of ${name}`);
        await chat.call("setIntegrationData", null);
        await expect(visitor).not.toContainText(`Jim of ${name}`);

        await page.evaluate(() => {
          document.title = "Step two of the order";
        });
        await chat.call("pageView");
        await expect(visitor).toContainText("Step two of the order");
      },
    );

    test("new conversations go to a department", proves("2.2 groupId", "2.3 setGroupId"), async ({ page, context, browser }) => {
      const { desk } = set;
      /** Another visitor says this after the page has done so. */
      const says = async (words: string, embedding: Partial<Embedding>, ...calls: unknown[][]): Promise<Chat> => {
        const stranger = await browser.newContext();
        const chat = await opened(await stranger.newPage(), embedding);
        await chat.calls(...calls);
        await chat.write(words);
        return chat;
      };
      const done: BrowserContext[] = [];
      const expectIn = async (words: string, department: string): Promise<void> => {
        await desk.tab("Unassigned").click();
        await expect(desk.row(words)).toContainText(department);
      };

      const first = await says(`${name} to delivery`, { config: { groupId: "delivery" } });
      await expectIn(`${name} to delivery`, "Delivery");
      // The conversation that is there stays where it is.
      await first.call("setGroupId", "sales");
      await first.write(`${name} still to delivery`);
      await expectIn(`${name} still to delivery`, "Delivery");

      const cases: [string, string, Partial<Embedding>, unknown[][]][] = [
        [`${name} to sales`, "Sales", {}, [["setGroupId", "sales"]]],
        [`${name} to nowhere`, DRESSED.department, { site: set.dressed, config: { language: "en", groupId: "nowhere" } }, [["show"]]],
        [`${name} to null`, DRESSED.department, { site: set.dressed, config: { language: "en" } }, [["setGroupId", "sales"], ["setGroupId", null]]],
      ];
      if (facade === CHATRA) cases.push([`${name} by its old global`, "Delivery", { before: `window.ChatraGroupID = "delivery";` }, [["show"]]]);
      for (const [words, department, embedding, calls] of cases) {
        done.push((await says(words, embedding, ...calls)).page.context());
        await expectIn(words, department);
      }
      for (const stranger of [first.page.context(), ...done]) await stranger.close();
      await page.close();
      await context.close();
    });

    test("one visitor in two browsers", proves("2.2 clientId"), async ({ page, browser }) => {
      const { desk } = set;
      const config = { [clientId]: `user of ${name}` };
      const first = await opened(page, { config });
      await first.write(`${name}: from the first browser`);
      await desk.take(`${name}: from the first browser`);
      await desk.say(`${name}: an answer for both`);

      const context = await browser.newContext();
      const second = await opened(await context.newPage(), { config });
      const { log } = second.panel;
      await log.expectOrder([`${name}: from the first browser`, `${name}: an answer for both`]);
      await second.write(`${name}: from the second browser`);
      await first.panel.log.expectOnce(`${name}: from the second browser`);
      await desk.log.expectOnce(`${name}: from the second browser`);
      await desk.say(`${name}: another for both`);
      for (const chat of [first, second]) await chat.panel.log.expectOnce(`${name}: another for both`);

      // A number is the same as its text.
      const number = `${FACADES.indexOf(facade) + 1}77`;
      const third = await opened(await (await browser.newContext()).newPage(), { config: { [clientId]: Number(number) } });
      await third.write(`${name}: I am a number`);
      const fourth = await opened(await (await browser.newContext()).newPage(), { config: { [clientId]: number } });
      await fourth.panel.log.expectOnce(`${name}: I am a number`);
      for (const chat of [second, third, fourth]) await chat.page.context().close();
    });

    test("what was said before the log-in", proves("2.2 clientId"), async ({ page, browser }) => {
      const { desk } = set;
      const config = { [clientId]: `late user of ${name}` };
      const words = [`${name}: at home`, `${name}: an answer at home`, `${name}: before the log-in`];
      const [home = "", answer = "", before = ""] = words;
      const first = await opened(page, { config });
      await first.write(home);
      await desk.take(home);
      await desk.say(answer);

      // Nobody knows yet who writes in the other browser; then the page says it.
      const context = await browser.newContext();
      const second = await opened(await context.newPage());
      await second.write(before);
      const kept = desk.conversation();
      await desk.openConversation(before);
      await desk.reply.fill("An answer that is being written");
      await second.configure(config);
      await second.call("restart");
      await second.call("openChat");
      // The visitor sees all of it, and whatever is answered to any of it.
      await second.panel.log.expectOrder(words);
      // The operator who looked at the one is at the other now, and goes on writing.
      await expect.poll(() => desk.conversation()).toBe(kept);
      await desk.log.expectOrder(words);
      await expect(desk.reply).toHaveValue("An answer that is being written");
      await desk.say(`${name}: an answer after the log-in`);
      for (const chat of [first, second]) await chat.panel.log.expectOnce(...words, `${name}: an answer after the log-in`);
      await context.close();
    });

    if (facade === BREVO) {
      test("visitorId, and clientId as well", proves("SE11", "2.2 clientId"), async ({ page, browser }) => {
        const one = await opened(page, { config: { visitorId: "user 88" } });
        await one.write("Known as visitorId");
        const context = await browser.newContext();
        const other = await opened(await context.newPage(), { config: { clientId: "user 88" } });
        await other.panel.log.expectOnce("Known as visitorId");
        await context.close();
      });
    }

    test(
      "an automatic message, before and after the visitor's reply",
      proves("2.3 sendAutoMessage", "2.6 auto_message_shown", "2.2 onNewMessage", "X6"),
      async ({ page }) => {
        const { desk } = set;
        const chat = await shown(page);
        const [offer, second, reply] = [`<b>${name}</b>: need help?`, `${name}: with your order?`, `${name}: yes, please`];
        await chat.calls(["sendAutoMessage", offer], ["sendAutoMessage", ""], ["sendAutoMessage", null]);
        // It opens nothing; it is announced.
        await expect(chat.teaser).toContainText(offer);
        await expect(chat.launcher.getByText("1", { exact: true })).toBeVisible();
        await expect(chat.window).toBeHidden();
        await expect.poll(() => chat.heard()).toEqual([`bot: ${offer}`]);
        expect((await chat.events()).filter((event) => event === "auto_message_shown")).toHaveLength(1);

        await chat.teaser.getByText(offer).click();
        await chat.expectOpen();
        await expect(chat.teaser).toBeHidden();
        await chat.panel.log.expectOnce(offer);
        await chat.call("sendAutoMessage", second);
        await chat.panel.log.expectOrder([offer, second]);
        // Operators see nothing of it yet.
        await desk.tab("All").click();
        await desk.page.reload();
        await desk.ready();
        await expect(desk.page.getByText(`${name}: with your order?`)).toHaveCount(0);

        await chat.write(reply);
        await desk.openConversation(reply);
        await desk.log.expectOrder([offer, second, reply]);
        await chat.panel.log.expectOrder([offer, second, reply]);
        await page.reload();
        await chat.call("openChat");
        await chat.panel.log.expectOrder([offer, second, reply]);
      },
    );

    test(
      "what the page is told of a talk, by whatever callback is there",
      proves(
        "2.2 onNewMessage",
        "2.2 onAnalyticEvent",
        "2.6 message_sent",
        "2.6 first_message_sent",
        "2.6 message_received",
        "X2",
        "X3",
        "X4",
        "X6",
      ),
      async ({ page }) => {
        const { desk } = set;
        const watch = await Watch.over(page);
        const chat = await opened(page);
        const [hello, answer, links, thanks] = [
          `${name}: hello`,
          `${name}: good morning`,
          `${name}: https://shop.example/1 javascript:alert(1) data:text/html,x mailto:we@shop.example <a href="https://evil.example/">here</a>`,
          `${name}: thanks`,
        ];
        await chat.write(hello);
        await desk.take(hello);
        await desk.say(answer);
        await chat.panel.log.expectOnce(answer);
        await expect.poll(() => chat.heard()).toEqual([`client: ${hello}`, `agent: ${answer}`]);
        for (const message of await chat.messages()) {
          expect(Object.keys(message).sort()).toEqual(["createdAt", "id", "text", "type"]);
          expect(typeof message.id).toBe("string");
          expect(Math.abs(message.createdAt - Date.now())).toBeLessThan(60_000);
        }

        // Another one, that throws after it has heard: the next event is told all the same.
        await page.evaluate((name) => {
          const { [name]: config, told } = window as unknown as Record<string, { onNewMessage: unknown; messages: object[] } | undefined>;
          if (config === undefined) throw new Error(`there is no ${name}`);
          config.onNewMessage = (message: { text: string }): never => {
            told?.messages.push({ ...message, text: `later: ${message.text}` });
            throw new Error("a fault of the page");
          };
        }, chat.config);
        await desk.say(links);
        await expect.poll(() => chat.heard()).toContain(`agent: later: ${links}`);
        const shownLinks = chat.panel.log.root.getByRole("link");
        await expect(shownLinks.first()).toBeVisible();
        const addresses = await shownLinks.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
        expect(addresses).toContain("https://shop.example/1");
        for (const address of addresses) expect(address).toMatch(/^(https?|mailto|tel):/);

        // None that can be called is none.
        await chat.configure({ onNewMessage: "words", onAnalyticEvent: null });
        await chat.write(thanks);
        await desk.log.expectOnce(thanks);
        expect(await chat.heard()).toHaveLength(3);
        const events = (await chat.events()).filter((event) => event.includes("message"));
        expect(events).toEqual(["first_message_sent", "message_sent", "message_received", "message_received"].sort(likeIn(events)));
        expect(watch.errors.filter((error) => !error.includes("a fault of the page"))).toEqual([]);
        expect(watch.errors.length).toBeGreaterThan(0);

        // History is no news.
        await page.goto(publish(set, facade, { site: set.site }));
        await expect(chat.launcher).toBeVisible();
        await chat.call("openChat");
        await chat.panel.log.expectOnce(thanks);
        expect(await chat.messages()).toEqual([]);
        // And the visitor's first message was sent long ago.
        await chat.write(`${name}: once more`);
        await expect.poll(() => chat.events()).toContain("message_sent");
        expect(await chat.events()).not.toContain("first_message_sent");
      },
    );

    test("a message while nobody is there, and its answer beside the button", proves("2.6 offline_message_sent", "2.5 host"), async ({ page }) => {
      const { desk } = set;
      const words = `${name}: is nobody there?`;
      try {
        await desk.setAvailability("Away");
        const chat = await opened(page);
        await expect(chat.inside.getByText("We are away", { exact: true })).toBeVisible();
        await chat.write(words);
        await expect.poll(() => chat.events()).toContain("offline_message_sent");
        await desk.setAvailability("Online");
        await chat.call("closeChat");
        await desk.take(words);
        await desk.say(`${name}: now I am`);
        await expect(chat.teaser).toContainText(`${name}: now I am`);
        await expect(chat.launcher).toHaveAccessibleDescription(/1 unread message/);
        await chat.teaser.getByText(`${name}: now I am`).click();
        await chat.panel.log.expectOnce(`${name}: now I am`);
        await chat.write(`${name}: good`);
        expect((await chat.events()).filter((event) => event === "offline_message_sent")).toHaveLength(1);
      } finally {
        await desk.setAvailability("Online");
      }
    });

    test("vendors' trackers are told nothing", proves("2.2 gaTrackingId", "2.2 disableGaTracking", "2.2 yaCounterId", "2.2 disableYaTracking"), async ({ page }) => {
      const watch = await Watch.over(page);
      const chat = await opened(page, {
        config: { gaTrackingId: "UA-1", disableGaTracking: false, yaCounterId: "7", disableYaTracking: false },
        before: `window.tracked = []; for (const name of ["ga", "gtag", "ym"]) window[name] = (...args) => window.tracked.push(args);`,
      });
      await chat.write(`${name}: untracked`);
      expect(await page.evaluate(() => (window as unknown as { tracked: unknown[] }).tracked)).toEqual([]);
      expect(watch.origins().sort()).toEqual([set.customer.origin, set.usher.url].sort());
      expect(watch.warnings).toEqual([]);
      await watch.expectQuiet();
    });
  });
}

/** Sorts events as `seen` has them: which of two that happen together comes first is not promised. */
function likeIn(seen: readonly string[]): (one: string, other: string) => number {
  return (one, other) => seen.indexOf(one) - seen.indexOf(other);
}
