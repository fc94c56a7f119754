/** How launcher and window look: what the configuration says, what methods change, and what the site's settings say. */

import { expect, type Page, test } from "@playwright/test";

import { Chat, type Embedding } from "../../compat/chat";
import { BREVO, CHATRA, FACADES } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { colour, expectColour, expectPlace, expectSize, measures, PLACES, type Position } from "../../compat/seen";
import { DRESSED, shop } from "../../compat/stage";
import { LANGUAGES, word } from "../../compat/words";
import { TEXTS } from "../../support/organisation";
import { Watch } from "../../support/watch";

const set = shop("looks");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const POSITIONS = Object.keys(PLACES) as Position[];

for (const facade of FACADES) {
  const { name } = facade;
  const shown = (page: Page, embedding: Omit<Embedding, "site"> & { site?: string } = {}): Promise<Chat> =>
    Chat.shown(page, set, facade, { site: set.site, ...embedding });

  test.describe(name, () => {
    test(
      "nothing said: a round button of 60 px at the bottom right, a window of 400 × 600",
      proves("2.2 buttonStyle", "2.2 buttonPosition", "2.2 buttonSize", "2.2 chatWidth", "2.2 chatHeight", "2.2 zIndex"),
      async ({ page }) => {
        const chat = await shown(page);
        await expectSize(chat.launcher, 60, 60);
        await expect(chat.launcher).toHaveCSS("border-radius", "50%");
        await expectPlace(chat.launcher, "bottom right");
        await expect(chat.host).toHaveCSS("z-index", String(facade.zIndex));
        await chat.call("openChat");
        await chat.expectOpen();
        await expectSize(chat.window, 400, 600);
        await expectPlace(chat.window, "bottom right");
      },
    );

    test(
      "the configuration's measures, and what methods make of them",
      proves(
        "2.2 buttonPosition", "2.2 buttonSize", "2.2 chatWidth", "2.2 chatHeight", "2.2 zIndex",
        "2.3 setButtonPosition", "2.3 resetButtonPosition", "2.3 setButtonSize",
        "2.3 setChatWidth", "2.3 setChatHeight", "2.3 setZIndex",
      ),
      async ({ page }) => {
        const watch = await Watch.over(page);
        const chat = await shown(page, {
          config: { buttonPosition: "lm", buttonSize: 72, chatWidth: 380, chatHeight: 500, zIndex: 600 },
          body: `<style>#veil { position: fixed; inset: 0; z-index: 500; }</style><div id="veil"></div>`,
        });
        const { launcher, window } = chat;
        await expectPlace(launcher, PLACES.lm);
        await expectSize(launcher, 72, 72);

        for (const position of POSITIONS) {
          await chat.call("setButtonPosition", position);
          await expectPlace(launcher, PLACES[position]);
        }
        await chat.call("resetButtonPosition");
        await expectPlace(launcher, PLACES.lm);
        // A wrong one changes nothing, and its author is told.
        await chat.call("setButtonPosition", "rt");
        await expectPlace(launcher, PLACES.rt);
        expect(watch.warnings).toEqual([]);
        await chat.call("setButtonPosition", "top");
        await expect.poll(() => watch.warnings.join()).toContain("top");

        for (const [said, px] of [[30, 40], [500, 100], ["64", 64], [Number.NaN, 64], ["large", 64], [null, 64]] as const) {
          await chat.call("setButtonSize", said);
          await expectSize(launcher, px, px);
        }
        await expectPlace(launcher, PLACES.rt);

        // What lies over it is the page's own layer, or is not.
        for (const [layer, isAbove] of [[600, true], [400, false], [700, true]] as const) {
          if (layer !== 600) await chat.call("setZIndex", layer);
          await expect.poll(() => isOnTop(chat)).toBe(isAbove);
        }
        await chat.call("setZIndex", "high");

        await chat.call("openChat");
        await chat.expectOpen();
        await expectSize(window, 380, 500);
        for (const [said, px] of [[100, 280], [480, 480], ["300", 300], [Number.NaN, 300]] as const) {
          await chat.call("setChatWidth", said);
          await expectSize(window, px, 500);
        }
        for (const [said, px] of [[10, 300], [700, 700], ["450", 450], ["tall", 450]] as const) {
          await chat.call("setChatHeight", said);
          await expectSize(window, 300, px);
        }
        // There is no more room than this.
        await chat.calls(["setChatWidth", 5000], ["setChatHeight", 5000]);
        await expect
          .poll(async () => {
            const { left, right, top, bottom, width, height } = await measures(window);
            return Math.min(left, right, top, bottom) >= 0 && width > 1000 && height > 600;
          })
          .toBe(true);
        await expect.poll(() => isOnTop(chat)).toBe(true);
        await watch.expectQuiet();
      },
    );

    test(
      "values that are none",
      proves(
        "2.2 buttonStyle", "2.2 buttonPosition", "2.2 buttonSize", "2.2 chatWidth", "2.2 chatHeight",
        "2.2 zIndex", "2.2 accentColor", "2.2 colors", "2.2 language",
      ),
      async ({ page }) => {
        const watch = await Watch.over(page);
        const right = await shown(page);
        const before = await colour(right.launcher, "background");
        const chat = await shown(page, {
          config: {
            buttonStyle: "star",
            buttonPosition: "xx",
            buttonSize: 7,
            chatWidth: 5,
            chatHeight: "3",
            zIndex: "high",
            accentColor: "expensive",
            colors: { buttonBg: "url(x)", nothing: "#ff0000", chatBg: 7 },
            language: "tlh",
          },
        });
        await expectSize(chat.launcher, 40, 40);
        await expectPlace(chat.launcher, "bottom right");
        await expectColour(chat.launcher, "background", before);
        await expect(chat.host).toHaveCSS("z-index", String(facade.zIndex));
        await expect.poll(() => watch.warnings.join()).toContain("xx");
        await expect(chat.open).toBeVisible();
        await chat.call("openChat");
        await chat.expectOpen();
        await expectSize(chat.window, 280, 300);
        await watch.expectQuiet();
      },
    );

    test("a tab at the window's edge", proves("2.2 buttonStyle"), async ({ page }) => {
      const chat = await shown(page, { config: { buttonStyle: "tab", buttonPosition: "br" } });
      await expect(chat.launcher).not.toHaveCSS("border-radius", "50%");
      for (const position of POSITIONS) {
        await chat.call("setButtonPosition", position);
        await expectPlace(chat.launcher, PLACES[position]);
        const edge = { b: "bottom", l: "left", r: "right" } as const;
        await expect.poll(async () => (await measures(chat.launcher))[edge[position[0] as keyof typeof edge]]).toBeLessThanOrEqual(1);
        const { width, height } = await measures(chat.launcher);
        expect(width === height, `${position}: ${width} × ${height}`).toBe(false);
      }
      await chat.launcher.click();
      await chat.expectOpen();
    });

    test(
      "colours, and how they change",
      proves("2.2 colors", "2.2 accentColor", "2.3 setColors", "2.3 resetColors"),
      async ({ page }) => {
        // A site's accent that reads well is taken as it is.
        const accented = await shown(page, { config: { accentColor: "#0b5d3b" } });
        await expectColour(accented.launcher, "background", "#0b5d3b");

        const colours = { buttonBg: "#6c63ff", buttonText: "#fff1c9", chatBg: "#fdf6e3", clientBubbleBg: "#e8e5ff", agentBubbleBg: "#d4f4e5" };
        const chat = await shown(page, { config: { colors: { ...colours, unknown: "#ff0000" } } });
        await expectColour(chat.launcher, "background", colours.buttonBg);
        await expectColour(chat.launcher, "color", colours.buttonText);
        await chat.call("openChat");
        const [mine, theirs] = [`${name} in colour`, `An answer to ${name}`];
        await chat.write(mine);
        await set.desk.take(mine);
        await set.desk.say(theirs);
        await chat.panel.log.expectOnce(theirs);
        const { log } = chat.panel;
        const [own, other, paper] = [log.text(mine), log.text(theirs), log.root];
        await expectColour(own, "background", colours.clientBubbleBg);
        await expectColour(other, "background", colours.agentBubbleBg);
        await expectColour(paper, "background", colours.chatBg);

        // What is given changes at once, the others stay, and what is no colour is passed over.
        await chat.call("setColors", { clientBubbleBg: "#222244", agentBubbleBg: "agent", buttonBg: "rgb(10, 80, 60)" });
        await expectColour(own, "background", "#222244");
        await expectColour(other, "background", colours.agentBubbleBg);
        await chat.call("setColors", { chatBg: "#eeeeff" });
        await expectColour(paper, "background", "#eeeeff");
        await expectColour(own, "background", "#222244");
        await chat.call("closeChat");
        await expectColour(chat.launcher, "background", "#0a503c");
        await expectColour(chat.launcher, "color", colours.buttonText);
        await chat.call("resetColors");
        await expectColour(chat.launcher, "background", colours.buttonBg);
        await chat.call("openChat");
        await expectColour(own, "background", colours.clientBubbleBg);
        await expectColour(paper, "background", colours.chatBg);
      },
    );

    test("the site's settings, and the page's words above them", proves("SE7", "2.2 groupId"), async ({ page, context }) => {
      const { colours } = DRESSED;
      const chat = await shown(page, { site: set.dressed });
      await expectSize(chat.launcher, DRESSED.size, DRESSED.size);
      await expectPlace(chat.launcher, PLACES[DRESSED.position]);
      await expectColour(chat.launcher, "background", colours.buttonBg);
      await expectColour(chat.launcher, "color", colours.buttonText);
      await expect(chat.host).toHaveCSS("z-index", String(DRESSED.zIndex));
      await expect(chat.launcher).toHaveAccessibleName(word(DRESSED.language, "openChat"));
      await chat.call("openChat");
      await expectSize(chat.window, DRESSED.width, DRESSED.height);
      await expect(chat.inside.getByRole("heading", { name: DRESSED.header })).toBeVisible();
      await expectColour(chat.inside.getByRole("log"), "background", colours.chatBg);

      const above = await shown(await context.newPage(), {
        site: set.dressed,
        config: {
          buttonPosition: "rb",
          buttonSize: 50,
          chatWidth: 300,
          chatHeight: 400,
          zIndex: 78,
          language: "en",
          headerText: "The page's own",
          colors: { buttonBg: "#333333" },
        },
      });
      await expectSize(above.launcher, 50, 50);
      await expectPlace(above.launcher, PLACES.rb);
      await expectColour(above.launcher, "background", "#333333");
      await expectColour(above.launcher, "color", colours.buttonText);
      await expect(above.host).toHaveCSS("z-index", "78");
      await above.call("openChat");
      await expectSize(above.window, 300, 400);
      await expect(above.inside.getByRole("heading", { name: "The page's own" })).toBeVisible();
      await expect(above.panel.composer).toBeVisible();
      // And the page's methods above its configuration.
      await above.call("setButtonPosition", "rt");
      await above.call("closeChat");
      await expectPlace(above.launcher, PLACES.rt);
    });

    test(
      "the texts of the window, and none of them is HTML",
      proves("2.2 headerText", "2.2 welcomeText", "2.2 onlineTitle", "2.2 offlineTitle", "2.2 offlineText", "X6"),
      async ({ page }) => {
        const texts = {
          headerText: "<b>Support</b> & more",
          welcomeText: "<img src=x onerror=alert(1)> welcome",
          onlineTitle: "<i>Here</i> we are",
          offlineTitle: "Not <u>here</u>",
          offlineText: "Leave <s>us</s> a word",
        };
        const dialogs: string[] = [];
        page.on("dialog", (dialog) => {
          dialogs.push(dialog.message());
          void dialog.dismiss();
        });
        const chat = await shown(page, { config: texts });
        await chat.call("openChat");
        const words = (text: string): ReturnType<typeof chat.inside.getByText> => chat.inside.getByText(text, { exact: true });
        await expect(chat.inside.getByRole("heading", { name: texts.headerText })).toBeVisible();
        await expect(words(texts.onlineTitle)).toBeVisible();
        await expect(words(texts.welcomeText)).toBeVisible();
        await expect(words(texts.offlineTitle).or(words(texts.offlineText))).toHaveCount(0);
        try {
          await set.desk.setAvailability("Away");
          await expect(words(texts.offlineTitle)).toBeVisible();
          await expect(words(texts.offlineText)).toBeVisible();
          await expect(words(texts.onlineTitle).or(words(texts.welcomeText))).toHaveCount(0);
        } finally {
          await set.desk.setAvailability("Online");
        }
        await expect(words(texts.onlineTitle)).toBeVisible();
        expect(dialogs).toEqual([]);
      },
    );

    test(
      "the language of the configuration, and the languages of methods",
      proves("2.2 language", "2.2 locale", "2.3 setLanguage", "2.3 setLocale"),
      async ({ page }) => {
        const watch = await Watch.over(page);
        // Both given: locale wins.
        const chat = await shown(page, { config: { language: "es", locale: "pt" } });
        await expect(chat.launcher).toHaveAccessibleName(word("pt", "openChat"));
        await chat.call("openChat");
        const speaks = async (language: (typeof LANGUAGES)[number]): Promise<void> => {
          await expect(chat.composer).toHaveAttribute("placeholder", word(language, "placeholder"));
          await expect(chat.composer).toHaveAccessibleName(word(language, "message"));
          await expect(chat.inside.getByRole("button", { name: word(language, "send"), exact: true })).toBeVisible();
          await expect(chat.inside.getByRole("log", { name: word(language, "messages") })).toBeVisible();
          await expect(chat.launcher).toHaveAccessibleName(word(language, "closeChat"));
          await expect(chat.inside.locator(`[lang=${language}]`).first()).toBeAttached();
        };
        await speaks("pt");
        for (const language of LANGUAGES) {
          await chat.call("setLanguage", language);
          await speaks(language);
        }
        await chat.call("setLanguage", "tlh");
        await chat.call("setLocale", "es");
        await speaks("es");
        // Words that the page names, of this language and of the next.
        await chat.call("setLocale", { placeholder: "Type your message…", headerTitle: "Support", noSuchWord: "nothing", send: 7 });
        await expect(chat.composer).toHaveAttribute("placeholder", "Type your message…");
        await expect(chat.inside.getByRole("heading", { name: "Support" })).toBeVisible();
        await expect(chat.composer).toHaveAccessibleName(word("es", "message"));
        await expect(chat.inside.getByRole("button", { name: word("es", "send"), exact: true })).toBeVisible();
        await chat.call("closeChat");
        await chat.call("setLanguage", "ru");
        await expect(chat.launcher).toHaveAccessibleName(word("ru", "openChat"));
        await watch.expectQuiet();
      },
    );

    test("words of the configuration, and the site's language for an unknown one", proves("2.2 locale", "2.2 language"), async ({ page, context }) => {
      const own = await shown(page, { config: { language: "es", locale: { placeholder: "Habla con nosotros", headerTitle: "Ayuda" } } });
      await own.call("openChat");
      await expect(own.composer).toHaveAttribute("placeholder", "Habla con nosotros");
      await expect(own.composer).toHaveAccessibleName(word("es", "message"));
      await expect(own.inside.getByRole("heading", { name: "Ayuda" })).toBeVisible();

      const unknown = await shown(await context.newPage(), { site: set.dressed, config: { language: "tlh" } });
      await unknown.call("openChat");
      await expect(unknown.composer).toHaveAttribute("placeholder", word(DRESSED.language, "placeholder"));
      // The site's own words win over the catalogue's.
      await own.page.bringToFront();
      await expect(own.inside.getByText(TEXTS.online, { exact: true })).toBeVisible();
    });

    if (facade === CHATRA || facade === BREVO) {
      test("Chatra's names of words", proves("2.2 locale nested"), async ({ page }) => {
        const locale = { chat: { input: { placeholder: "Say something" } }, customStrings: { welcome: "Well, hello" } };
        const chat = await shown(page, { config: { locale } });
        await chat.call("openChat");
        await expect(chat.composer).toHaveAttribute("placeholder", "Say something");
        await expect(chat.inside.getByText("Well, hello")).toBeVisible();
      });
    }
  });
}

/** Whether a click in the middle of launcher or window would be one on it. */
function isOnTop({ page, facade }: Chat): Promise<boolean> {
  return page.evaluate(({ host, prefix }) => {
    const element = document.getElementById(host);
    const parts = ["launcher", "window"].map((part) => element?.shadowRoot?.querySelector(`.${prefix}-${part}`));
    return parts.some((part) => {
      if (part?.checkVisibility({ visibilityProperty: true }) !== true) return false;
      const { left, top, width, height } = part.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === element;
    });
  }, facade);
}
