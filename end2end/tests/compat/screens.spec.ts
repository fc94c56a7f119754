/** Pictures of the launcher at every place, in both styles, and of the panel in every language, on a desk and on a phone. */

import { expect, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Chat } from "../../compat/chat";
import { USHER } from "../../compat/facades";
import { proves } from "../../compat/rule";
import { expectPlace, PLACES, type Position } from "../../compat/seen";
import { shop } from "../../compat/stage";
import { LANGUAGES, word } from "../../compat/words";

const set = shop("pictures");

const SIZES = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

for (const [device, size] of Object.entries(SIZES)) {
  test.describe(`Usher, ${device}`, () => {
    test.use({ ...size, contextOptions: { reducedMotion: "reduce" } });

    for (const buttonStyle of ["round", "tab"]) {
      test(`the nine places, ${buttonStyle}`, proves("2.2 buttonStyle", "2.2 buttonPosition"), async ({ page }) => {
        const chat = await Chat.shown(page, set, USHER, { site: set.site, config: { buttonStyle } });
        await chat.call("sendAutoMessage", "Good evening. May I help you with a lamp, or with an order that is on its way?");
        await expect(chat.teaser).toBeVisible();
        for (const [position, place] of Object.entries(PLACES) as [Position, string][]) {
          await chat.call("setButtonPosition", position);
          if (device === "desk" || buttonStyle === "round") await expectPlace(chat.launcher, place);
          await picture(page, `compat-${buttonStyle}-${position}-${device}`);
        }
      });
    }

    test("the four languages", proves("2.3 setLanguage"), async ({ page }) => {
      const chat = await Chat.shown(page, set, USHER, { site: set.dressed, config: { language: "en", buttonPosition: "br" } });
      await chat.call("openChat");
      await chat.write("Есть ли торшер в чёрном цвете? ¿Y la entrega?");
      for (const language of LANGUAGES) {
        await chat.call("setLanguage", language);
        await expect(chat.composer).toHaveAttribute("placeholder", word(language, "placeholder"));
        await picture(page, `compat-panel-${language}-${device}`);
      }
    });
  });
}

async function picture(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../screenshots/${name}.png`, import.meta.url));
  await page.screenshot({ path, animations: "disabled" });
}
