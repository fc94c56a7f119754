/** Every code sample of mluvii's page on its widget API, as it stands, on a page of its own (CONTRACT 3.2). */

import { expect, test } from "@playwright/test";

import { OWIDGET_CALLBACKS, OWIDGET_SAMPLES } from "../../compat/owidget_samples";
import type { OwidgetRowId } from "../../compat/owidget_rows";
import { proves } from "../../compat/rule";
import { Owidget } from "../../guests/owidget";
import { installCode } from "../../guests/page";
import { guestStage, NAME, SITE } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-samples");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const { init, connectToServer } = OWIDGET_SAMPLES;
/** What the sample of `init` names, none of which but the company need be there. */
const NAMES = `var companyId = "${SITE.company}", widgetPreset, language, scope;`;

for (const [name, row] of [
  ["setAppEventCallback", "3.2 setAppEventCallback"],
  ["setStatusUpdateCallback", "3.2 setStatusUpdateCallback"],
  ["setCustomNumberNormalization", "3.2 setCustomNumberNormalization"],
] as const satisfies readonly (readonly [keyof typeof OWIDGET_CALLBACKS, OwidgetRowId])[]) {
  test(`${name}, with its function and the other samples`, proves(row, "3.2 init", "3.2 connectToServer", "OE2"), async ({ page }) => {
    const watch = await Watch.over(page);
    // The vendor's page does not say where the function is that is called.
    const before = `function $owidgetOnLoad(owidget) {
      ${NAMES}
      var callback = ${OWIDGET_CALLBACKS[name]};
      ${init}
      ${OWIDGET_SAMPLES[name]}
      ${connectToServer}
    }`;
    const chat = await Owidget.shown(page, set, { before, tags: `<script async src="{{usher}}/widget/OOWidget.js"></script>` });
    await chat.open();
    await expect(chat.inside.getByRole("heading", { name: NAME, exact: true })).toBeVisible();
    await chat.write(`With the sample of ${name}`);
    await set.desk.take(`With the sample of ${name}`);
    await set.desk.say(`To the sample of ${name}`);
    await chat.panel.log.expectOnce(`To the sample of ${name}`);
    await watch.expectQuiet();
  });
}

test("the three functions know what they are told", proves("3.2 setAppEventCallback", "3.2 status 1", "3.2 setCustomNumberNormalization"), async ({ page }) => {
  const callbacks = {
    setAppEventCallback: `function (e) { told.push(e.type); }`,
    setStatusUpdateCallback: `function (code) { told.push("code " + code); }`,
    // “return is the string with the phone number in the international format, even if the entry was only 777 666 555”.
    setCustomNumberNormalization: `function (phoneNumber) { told.push(phoneNumber); return phoneNumber === "777 666 555" ? "+420 777 666 555" : null; }`,
  };
  const samples = Object.entries(callbacks).map(([name, callback]) => `var callback = ${callback}; ${OWIDGET_SAMPLES[name as keyof typeof callbacks]}`);
  await set.desk.setAvailability("Away");
  const chat = await Owidget.shown(page, set, { code: `${NAMES} ${samples.join("\n")} ${init} ${connectToServer}` });
  await chat.expectTold("code 0");
  await chat.launcher.click();
  await chat.form.locator("[name=email]").fill("ann@shop.example");
  await chat.form.locator("[name=phone]").fill("777 666 555");
  await chat.form.locator("textarea").fill("The number of the sample");
  await chat.submit.click();
  await expect(chat.inside.locator("body")).toHaveAttribute("data-usher-scene", "offline/success");
  await chat.expectTold("code 0", "chatWindowOpen", "777 666 555");
  await set.desk.openConversation("The number of the sample");
  await expect(set.desk.visitor).toContainText("+420 777 666 555");
  await set.desk.setAvailability("Online");
  await chat.expectTold("code 0", "chatWindowOpen", "777 666 555", "code 1");
});

test("the code of the install page", proves("OE1", "3.2 init"), async ({ page }) => {
  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set, { tags: await installCode(set, "mluvii", NAME) });
  await chat.open();
  await expect(chat.inside.getByRole("heading", { name: NAME, exact: true })).toBeVisible();
  await chat.write("With the code of the install page");
  await watch.expectQuiet();
});
