/** The full-page chat in each of its languages, as a reader of that language meets it. */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const org = organisation("languages");
const set = stage([org]);

const spoken = [
  { lang: "en", log: "Messages", composer: "Message", send: "Send", today: "Today", sent: "Sent", check: "Check for new messages" },
  { lang: "ru", log: "Сообщения", composer: "Сообщение", send: "Отправить", today: "Сегодня", sent: "Отправлено", check: "Проверить новые сообщения" },
  { lang: "es", log: "Mensajes", composer: "Mensaje", send: "Enviar", today: "Hoy", sent: "Enviado", check: "Comprobar si hay mensajes nuevos" },
  { lang: "pt", log: "Mensagens", composer: "Mensagem", send: "Enviar", today: "Hoje", sent: "Enviada", check: "Verificar se há novas mensagens" },
] as const;

for (const { lang, log, composer, send, today, sent, check } of spoken) {
  test(`${lang}, with JavaScript`, async ({ page }) => {
    const watch = await Watch.over(page);
    await page.goto(`${set.usher.url}/chat/${org.site}?lang=${lang}`);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.locator("#usher-panel")).toHaveAttribute("lang", lang);
    const lines = page.getByRole("log", { name: log, exact: true });
    const box = page.getByRole("textbox", { name: composer, exact: true });
    await box.fill("1 + 1 = ?");
    await page.getByRole("button", { name: send, exact: true }).click();
    await expect(lines.getByText(today, { exact: true })).toBeVisible();
    await expect(lines.getByText(sent, { exact: true })).toBeAttached();
    await watch.expectQuiet();
  });

  test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test(`${lang}, without JavaScript`, async ({ page }) => {
      const address = `${set.usher.url}/chat/${org.site}?lang=${lang}`;
      await page.goto(address);
      await page.getByRole("textbox", { name: composer, exact: true }).fill("1 + 1 = ?");
      await page.getByRole("button", { name: send, exact: true }).click();
      await expect(page).toHaveURL(address);
      await expect(page.getByRole("log", { name: log, exact: true }).getByText("1 + 1 = ?")).toBeVisible();
      await page.getByRole("link", { name: check, exact: true }).click();
      await expect(page).toHaveURL(address);
    });
  });
}
