/** Who may speak for a visitor of Jivo's page, and who the visitor is on another device. */

import { createHmac } from "node:crypto";

import { expect, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Jivo } from "../../jivo/page";
import { jivoStage } from "../../jivo/stage";

const SIGNED = "SiGnEd1234";
const SECRET = "0123456789abcdef0123456789abcdef";
const set = jivoStage(
  "person",
  `[[sites]]
id = "person-site"
name = "Nordlys, which signs"
domains = ["localhost:*", "127.0.0.1:*"]
identity = { secret = "${SECRET}" }
extras = false
vendor_ids = { jivo = "${SIGNED}" }
`,
);

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** As the site's own server makes it. */
function token(id: string): string {
  const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ id })}`;
  return `${signed}.${createHmac("sha256", SECRET).update(signed).digest("base64url")}`;
}

test("a signed token brings the conversation to another device", proves("1.6 setUserToken JWT"), async ({ page, browser }) => {
  const jivo = await Jivo.loaded(page, set, SIGNED);
  expect(await jivo.call("setUserToken", token("mia"))).toMatchObject({ result: "ok" });
  await jivo.call("open");
  await jivo.write("Written at home");

  const elsewhere = await browser.newPage();
  const phone = await Jivo.loaded(elsewhere, set, SIGNED);
  await phone.call("open");
  await expect(phone.panel.composer).toBeVisible();
  await expect(phone.panel.log.text("Written at home")).toHaveCount(0);
  await phone.call("setUserToken", token("mia"));
  await phone.panel.log.expectOnce("Written at home");
  await phone.write("Written on the way");
  await jivo.panel.log.expectOnce("Written on the way");
  await elsewhere.close();
});

test("a token that nobody has signed brings nothing", proves("1.6 setUserToken JWT"), async ({ page, browser }) => {
  const jivo = await Jivo.loaded(page, set, SIGNED);
  await jivo.call("setUserToken", token("tom"));
  await jivo.call("open");
  await jivo.write("For Tom alone");

  const elsewhere = await browser.newPage();
  const stranger = await Jivo.loaded(elsewhere, set, SIGNED);
  const refused = elsewhere.waitForResponse("**/api/visitor/identify");
  await stranger.call("setUserToken", `${token("tom").slice(0, -4)}AAAA`);
  expect((await refused).status()).toBe(401);
  await stranger.call("open");
  await stranger.write("I say that I am Tom");
  await expect(stranger.panel.log.text("For Tom alone")).toHaveCount(0);
  await elsewhere.close();
});

test("where the site says so, pages do not write in their visitor's name", proves("1.6.1 switch"), async ({ page }) => {
  await Jivo.loaded(page, set, SIGNED);
  const methods = await page.evaluate(() => Object.keys((window as unknown as { jivo_api: object }).jivo_api));
  expect(methods).toContain("setContactInfo");
  for (const extra of ["sendMessage", "_sendIntroduce", "setTelegramLink"]) expect(methods).not.toContain(extra);
});
