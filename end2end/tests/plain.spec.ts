/** A browser without JavaScript: the full-page chat works by forms. */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk, Panel } from "../support/pages";
import { stage } from "../support/stage";

const plain = organisation("plain");
const errors = organisation("errors");
const set = stage([plain, errors]);

test.use({ javaScriptEnabled: false });

test("a conversation of four messages", async ({ page, browser }) => {
  const { usher } = set;
  const desk = await Desk.logIn(browser, usher, plain.anna, { javaScriptEnabled: true });
  await page.goto(`${usher.url}/chat/${plain.site}`);
  const panel = new Panel(page);

  await panel.submit("Do you ship to Madeira?");
  await panel.log.expectOnce("Do you ship to Madeira?");
  await desk.take("Do you ship to Madeira?");
  await desk.say("We do, in four days.");

  await page.reload();
  await panel.log.expectOrder(["Do you ship to Madeira?", "We do, in four days."]);
  await expect(page.getByText(/Anna/).first()).toBeVisible();
  await panel.submit("Then I take the Skagen.");
  await desk.log.expectOnce("Then I take the Skagen.");
  await desk.say("It is on its way.");

  const talk = ["Do you ship to Madeira?", "We do, in four days.", "Then I take the Skagen.", "It is on its way."];
  // Seeing is a GET: going there again, by reload or by the address, sends nothing again.
  await page.reload();
  await panel.log.expectOrder(talk);
  await page.goto(`${usher.url}/chat/${plain.site}`);
  await panel.log.expectOrder(talk);
  await desk.log.expectOrder(talk);
  await desk.page.context().close();
});

test("who finds nobody is led to the form that asks where answers go", async ({ page }) => {
  const { usher } = set;
  await page.goto(`${usher.url}/chat/${errors.site}?lang=es`);
  await page.getByRole("link", { name: "Deje un mensaje" }).click();
  await page.getByLabel("Correo").fill("mia@plain.example");
  await page.getByRole("textbox", { name: "Mensaje" }).fill("¿Tienen lámparas?");
  await page.getByRole("button", { name: "Enviar mensaje" }).click();
  await expect(page).toHaveURL(`${usher.url}/chat/${errors.site}/offline/success?lang=es`);
  await page.goto(`${usher.url}/chat/${errors.site}?lang=es`);
  await expect(page.getByRole("log").getByText("¿Tienen lámparas?", { exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Deje un mensaje" })).toHaveCount(0);
});

test("a refused message is kept, with the reason beside it", async ({ page }) => {
  const { usher } = set;
  await page.goto(`${usher.url}/chat/${errors.site}`);
  const panel = new Panel(page);

  // The browser itself sends neither nothing nor too much; whoever does all the same hears it from the server.
  await panel.send.click();
  await expect(panel.composer).toBeFocused();
  await panel.submit("   \n  ");
  await expect(page.getByText("Write something first.")).toBeVisible();

  const long = "long ".repeat(1000).trim();
  await panel.composer.evaluate((box) => {
    box.removeAttribute("maxlength");
  });
  await panel.submit(long);
  await expect(page.getByText("A message has at most 4000 characters.")).toBeVisible();
  await expect(panel.composer).toHaveValue(long);

  await panel.submit("Short enough");
  await panel.log.expectOnce("Short enough");
  await expect(panel.composer).toHaveValue("");
  await expect(page.getByText(/at most 4000/)).toHaveCount(0);
});
