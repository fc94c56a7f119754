/** Pages that were written for mluvii's owidget and for onWebChat (CONTRACT 3, 4): what they call and what they are told. */

import { expect, type FrameLocator, type Page, test } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { organisation } from "../support/organisation";
import { Panel } from "../support/pages";
import { staffed } from "../support/stage";
import { Watch } from "../support/watch";

/** The company of the customer's pages at mluvii, in the capitals that its pages have. */
const COMPANY = "3F2504E0-4F89-41D3-9A0C-0305E82C3301";
/** Its chat at onWebChat. */
const CHAT = "0123456789abcdef0123456789abcdef";
/** That of a site which asks before the first words. */
const ASKING = "fedcba9876543210fedcba9876543210";

const MORE = `
[[sites]]
id = "guests"
name = "Nordlys, from elsewhere"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { mluvii = "${COMPANY}", onwebchat = "${CHAT}" }

[[sites.rules]]
name = "Greet"
type = "all"
conditions = [{ condition = "page_url", comparator = "contain", value = "ruled" }]
commands = [{ command = "proactive", params = { message = "Can I help?" } }]

[[sites]]
id = "guests-tenant"
name = "Nordlys, of one tenant"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { mluvii = "${COMPANY}/12" }

[[sites]]
id = "guests-asking"
name = "Nordlys, asking"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { onwebchat = "${ASKING}" }
contact_form = { before_chat = true, email = { show = true, required = true } }
`;

const set = staffed(organisation("guests-of", MORE));

test.use({ contextOptions: { reducedMotion: "reduce" } });

const document = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

/** What the page was told, in words. */
const told = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { told: string[] }).told);

const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url)), animations: "disabled" });

/** A page of mluvii's; `init` are the arguments behind the company. */
const owidget = (init: string, company = `"${COMPANY}"`): string =>
  document(`<script>
  window.told = [];
  var scr = document.createElement("script"); scr.src = "{{usher}}/widget/OOWidget.js"; scr.charset = "UTF-8"; scr.async = true;
  scr.$owidgetOnLoad = function (owidget) {
    if (!owidget.isSupported) return;
    owidget.setStatusUpdateCallback(function (code) { told.push("status " + code); });
    owidget.setAppEventCallback(function (e) { told.push(e.type); });
    owidget.init(${company}${init});
    owidget.addCustomData("plan", "pro");
    owidget.addCustomData("oo1_guest_email", "ann@shop.example");
    owidget.setCustomNumberNormalization(function (phone) { told.push("number " + phone); return /^\\d{9}$/.test(phone) ? "+420 " + phone : null; });
    owidget.connectToServer();
  };
  document.head.append(scr);
</script>`);

/** A page of onWebChat's, with its snippet. */
const onwebchat = (chat: string): string =>
  document(`<script>
  window.told = [];
  var onWebChat={ar:[], set:function(a,b){ if(typeof onWebChat_==='undefined') this.ar.push([a,b]); else onWebChat_.set(a,b); }, get:function(a){ return onWebChat_.get(a); }, w:(function(){ var s=document.createElement('script'); s.async=1; s.src='{{usher}}/clientchat/${chat}/1/0'; document.head.append(s); })()};
</script><script>
  ["onClick","onMaximize","onMinimize","onTrigger","onStartWriting"].forEach(function (name) { onWebChat.set(name, function () { told.push(name); }); });
  if (location.search === "?first") { onWebChat.set("name", "Ann"); onWebChat.set("notes", "regular"); }
  onWebChat.set("onWebChatLoaded", function () { told.push("loaded " + onWebChat.get("status") + " " + onWebChat.get("name") + " " + onWebChat.get("email")); });
</script>`);

const inside = (page: Page): FrameLocator => page.locator('iframe[title="Chat"]').contentFrame();

/** Says something to `onWebChat`. */
const say = (page: Page, key: string, value: unknown): Promise<void> =>
  page.evaluate(([key, value]) => {
    (window as unknown as { onWebChat: { set(key: unknown, value: unknown): void } }).onWebChat.set(key, value);
  }, [key, value] as const);

test("owidget: a whole conversation, restored in its scope alone", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(set.customer.paste("mluvii", owidget("")));
  const launcher = page.locator(".owidget-launcher");
  const panel = new Panel(page.locator(".owidget-window").contentFrame());
  await expect(launcher).toBeVisible();
  await expect.poll(() => told(page)).toEqual(["status 1"]);
  await launcher.click();
  await panel.write("Is the lamp in stock?");
  await expect.poll(() => told(page)).toEqual(["status 1", "chatWindowOpen", "chatSessionCreated"]);
  await set.desk.take("Is the lamp in stock?");
  await expect.poll(() => told(page)).toContain("chatSessionStarted");
  await expect(set.desk.visitor).toContainText("ann@shop.example");
  await expect(set.desk.visitor).toContainText("pro");
  await set.desk.say("Yes.");
  await panel.log.expectOnce("Yes.");
  await picture(page, "owidget");
  await set.desk.close.click();
  await expect.poll(() => told(page)).toContain("chatSessionEnded");
  await launcher.click();
  const all = ["status 1", "chatWindowOpen", "chatSessionCreated", "chatSessionStarted", "chatSessionEnded", "chatWindowClosed"];
  await expect.poll(() => told(page)).toEqual(all);

  await page.reload();
  await launcher.click();
  await panel.log.expectOnce("Is the lamp in stock?");
  await page.goto(set.customer.paste("mluviiscoped", owidget(', null, null, "other"')));
  await launcher.click();
  await expect(panel.composer).toBeVisible();
  await expect(panel.log.text("Is the lamp in stock?")).toHaveCount(0);
  expect(watch.errors).toEqual([]);
});

test("owidget: a company's tenant has its own site, if there is one", async ({ page }) => {
  for (const [path, tenant, title] of [["tenanta", `["${COMPANY}", 12]`, "Nordlys, of one tenant"], ["tenantb", `["${COMPANY}", "13"]`, "Nordlys, from elsewhere"]] as const) {
    await page.goto(set.customer.paste(path, owidget("", tenant)));
    await page.locator(".owidget-launcher").click();
    await expect(page.locator(".owidget-window").contentFrame().getByRole("heading", { name: title })).toBeVisible();
  }
});

test("owidget: nobody is there, and the page has the word on numbers", async ({ page }) => {
  await set.desk.setAvailability("Away");
  await page.goto(set.customer.paste("mluviioff", owidget(', null, "es", "off"')));
  await expect.poll(() => told(page), { timeout: 15_000 }).toContain("status 0");
  await page.locator(".owidget-launcher").click();
  const frame = page.locator(".owidget-window").contentFrame();
  const phone = frame.locator("[name=phone]");
  await phone.fill("777");
  await frame.locator("#usher-scene textarea").fill("Call me");
  await frame.locator("#usher-scene button[type=submit]").click();
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  await expect(phone).toHaveValue("777");
  await expect(frame.locator("[name=email]")).toHaveValue("ann@shop.example");
  await phone.fill("777666555");
  await frame.locator("#usher-scene button[type=submit]").click();
  await expect(frame.locator("body")).toHaveAttribute("data-usher-scene", "offline/success");
  expect(await told(page)).toEqual(["status 0", "chatWindowOpen", "number 777", "number 777666555"]);
  await set.desk.setAvailability("Online");
  await expect.poll(() => told(page)).toContain("status 1");
});

test("onWebChat: what is set, got and told", async ({ page }) => {
  const watch = await Watch.over(page);
  const url = set.customer.paste("onwebchat", onwebchat(CHAT));
  const stored = page.waitForResponse(/\/api\/visitor\/update/);
  await page.goto(`${url}?first`);
  await expect.poll(() => told(page)).toEqual(["loaded online Ann "]);
  await stored;
  await page.goto(url);
  await expect.poll(() => told(page)).toEqual(["loaded online Ann "]);
  const launcher = page.locator(".onwebchat-launcher");
  await launcher.click();
  const panel = new Panel(inside(page));
  for (const words of ["Hi there", "More"]) {
    await panel.composer.pressSequentially(words);
    await panel.composer.press("Enter");
    await panel.log.expectOnce(words);
  }
  await set.desk.openConversation("More");
  await expect(set.desk.visitor).toContainText("regular");
  expect(await told(page)).toEqual(["loaded online Ann ", "onClick", "onMaximize", "onStartWriting", "onStartWriting"]);
  await picture(page, "onwebchat");
  await say(page, "max", 0);
  await say(page, "language", "l2");
  await say(page, "show", 0);
  await expect(launcher).toBeHidden();
  await say(page, "show", 1);
  await expect(launcher).toBeVisible();
  expect((await told(page)).slice(5)).toEqual(["onMinimize"]);
  expect(watch.errors).toEqual([]);
});

test("onWebChat: a trigger opens the window", async ({ page }) => {
  await page.goto(`${set.customer.paste("onwebchatruled", onwebchat(CHAT))}?ruled`);
  await expect.poll(async () => (await told(page)).sort()).toEqual(["loaded online  ", "onMaximize", "onTrigger"]);
  await expect(inside(page).getByText("Can I help?")).toBeVisible();
});

test("onWebChat: who is about to write is asked first", async ({ page }) => {
  await page.goto(set.customer.paste("onwebchatasking", onwebchat(ASKING)));
  await page.locator(".onwebchat-launcher").click();
  const email = inside(page).locator("#usher-scene [name=email]");
  await expect(email).toBeVisible();
  await picture(page, "onwebchat-before");
  await email.fill("zoe@shop.example");
  await inside(page).locator("#usher-scene button[type=submit]").click();
  await expect(email).toBeHidden();
  await expect(new Panel(inside(page)).composer).toBeVisible();
  const known = page.evaluate(() => (window as unknown as { onWebChat: { get(key: string): unknown } }).onWebChat.get("email"));
  expect(await known).toBe("zoe@shop.example");
});
