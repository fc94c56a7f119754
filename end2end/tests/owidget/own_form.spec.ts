/** An entry form of the customer's own, as it was written for mluvii (CONTRACT 3.3). */

import { expect, type FrameLocator, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Owidget } from "../../guests/owidget";
import { guestStage } from "../../guests/stage";
import { Watch } from "../../support/watch";

const set = guestStage("owidget-form");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** A page of the customer's, which knows nothing of us but where it is shown. */
const FORM = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Who are you?</title><link rel="icon" href="data:,"></head><body>
<form><label>Your name <input id="name"></label> <label>Contract <input id="contract"></label> <button>Start</button></form>
<button id="close" type="button">Not now</button><p id="language"></p>
<script>
  if (window.name !== "mluvii-iframe") document.body.textContent = "Only in a chat";
  var say = function (message) { window.parent.postMessage(message, "*"); };
  document.forms[0].onsubmit = function (e) {
    e.preventDefault();
    say({ type: "SET_NAME", name: document.getElementById("name").value });
    say({ type: "SET_EMAIL", email: "ann@shop.example" });
    say({ type: "ADD_CUSTOM_DATA", name: "contract", value: document.getElementById("contract").value });
    say({ type: "ENQUEUE" });
  };
  document.getElementById("close").onclick = function () { say({ type: "CLOSE_CHAT" }); };
  addEventListener("message", function (e) {
    if (e.data.type === "SET_MLUVII_CUSTOM_PARAMS") document.getElementById("language").textContent = "in " + e.data.params.oo1_widget_lang;
  });
  say({ type: "GET_MLUVII_CUSTOM_PARAMS" });
</script></body></html>`;

test("the customer's own form asks, and what it says reaches the operators", proves("3.3 forms"), async ({ page, browser }) => {
  const desk = await (await browser.newContext({ storageState: await set.desk.page.context().storageState() })).newPage();
  await desk.goto(`${set.usher.url}/settings/site/owidget-form-guests/contact`);
  await expect(desk.locator("form.sheet")).toHaveAttribute("novalidate");
  const address = desk.getByLabel("A form of your own, before conversations");
  await address.fill("forms.example");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(address).toHaveAccessibleDescription(/^An address is expected/);
  await address.fill(set.customer.paste("ownform", FORM));
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("status")).toHaveText("Saved");
  await desk.context().close();

  const watch = await Watch.over(page);
  const chat = await Owidget.shown(page, set);
  const form: FrameLocator = chat.inside.frameLocator("iframe[name=mluvii-iframe]");
  await chat.launcher.click();
  await expect(form.getByText("in en", { exact: true })).toBeVisible();
  await chat.picture("owidget-own-form");
  await form.getByRole("button", { name: "Not now" }).click();
  await expect(chat.window).toBeHidden();
  await chat.launcher.click();
  await form.getByLabel("Your name").fill("Ann of the form");
  await form.getByLabel("Contract").fill("C-4711");
  await form.getByRole("button", { name: "Start" }).click();
  await expect(chat.inside.locator("iframe")).toHaveCount(0);
  await chat.write("I have filled it in");
  await set.desk.take("I have filled it in");
  for (const words of ["Ann of the form", "ann@shop.example", "C-4711"]) await expect(set.desk.visitor).toContainText(words);
  // Whoever has written is not asked again.
  await page.reload();
  await chat.launcher.click();
  await chat.panel.log.expectOnce("I have filled it in");
  await expect(chat.inside.locator("iframe")).toHaveCount(0);
  await watch.expectQuiet();
});

test("who is to wait for an operator at once is not asked", proves("3.3 forms", "3.2 openChat enqueue"), async ({ page }) => {
  const chat = await Owidget.shown(page, set);
  await chat.call("openChat", true);
  await expect(chat.panel.composer).toBeVisible();
  await expect(chat.inside.locator("iframe")).toHaveCount(0);
});
