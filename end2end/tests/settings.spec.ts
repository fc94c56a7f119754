/** What admins decide about their sites, and what visitors see of it. */

import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { execFileSync } from "node:child_process";

import { Chat } from "../compat/chat";
import { FACADES } from "../compat/facades";
import { organisation } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";

const shop = organisation("shop");
const other = organisation("other");
const set = stage([shop, other]);

const settings = (path: string): string => `${set.usher.url}/settings/${path}`;
const appearance = (): string => `${set.usher.url}/settings/site/${shop.site}`;

/** A page of Anna's, who may change everything. */
async function admin(browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  return logIn(browser, shop.anna, options);
}

/** Who has logged in already: so many stories would be too many log-ins of one account. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

async function logIn(browser: Browser, { email, password }: { email: string; password: string }, options = {}): Promise<Page> {
  const storageState = sessions.get(email);
  const context = await browser.newContext({ ...options, ...(storageState && { storageState }) });
  const page = await context.newPage();
  if (storageState === undefined) {
    await page.goto(`${set.usher.url}/login`);
    await new Desk(page, set.usher).enter(email, password);
    await expect(page).toHaveURL(/\/inbox/);
    sessions.set(email, await context.storageState());
  } else {
    await page.goto(`${set.usher.url}/inbox`);
  }
  return page;
}

/** Where the launcher of a fresh visitor stands, and its colour. */
async function launcher(browser: Browser): Promise<{ x: number; y: number; color: string }> {
  const context = await browser.newContext();
  const widget = new WidgetPage(await context.newPage());
  await widget.page.goto(set.customer.page("index", shop.site));
  await expect(widget.open).toBeVisible();
  const box = await widget.open.boundingBox();
  if (box === null) throw new Error("the launcher has no place");
  const color = await widget.open.evaluate((element) => getComputedStyle(element).backgroundColor);
  const size = widget.page.viewportSize();
  await context.close();
  return { x: (box.x + box.width / 2) / (size?.width ?? 1), y: (box.y + box.height / 2) / (size?.height ?? 1), color };
}

test("an admin changes colour and place, and the visitor's widget follows", async ({ browser }) => {
  const before = await launcher(browser);
  expect(before.x).toBeGreaterThan(0.8);
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("main").getByRole("link", { name: /^Nordlys(?!,)/ }).click();
  await expect(page).toHaveURL(appearance());
  await expect(page.getByRole("status")).toHaveText("");

  const preview = page.frameLocator('iframe[title="Preview"]');
  await expect(preview.getByRole("button", { name: "Open chat", exact: true })).toBeVisible();
  await page.getByLabel("Accent", { exact: true }).fill("#c2410c");
  await page.getByRole("radio", { name: "Left edge, middle" }).check();
  await expect(page.getByRole("status")).toHaveText("Unsaved changes");
  // The preview shows it before it is saved, and nobody else does.
  await expect
    .poll(async () => (await preview.getByRole("button", { name: "Open chat", exact: true }).boundingBox())?.x)
    .toBeLessThan(1000);
  expect(await launcher(browser)).toEqual(before);

  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expect(page).toHaveURL(appearance());
  const after = await launcher(browser);
  expect(after.x).toBeLessThan(0.2);
  expect(after.y).toBeGreaterThan(0.3);
  expect(after.y).toBeLessThan(0.7);
  expect(after.color).not.toBe(before.color);

  await page.reload();
  await expect(page.getByLabel("Accent", { exact: true })).toHaveValue("#c2410c");
  await expect(page.getByRole("radio", { name: "Left edge, middle" })).toBeChecked();
  await watch.expectQuiet();
  await page.context().close();
});

test("wrong values are told beside their field, and nothing is lost", async ({ browser }) => {
  const page = await admin(browser);
  await page.goto(appearance());
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Chat width", { exact: true }).fill("20");
  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*\nfine.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Chat width", { exact: true })).toHaveAccessibleDescription("At least 280 pixels are expected.");
  await expect(page.getByLabel("Chat width", { exact: true })).toBeFocused();
  await expect(page.getByRole("status")).toHaveText("Not saved");
  await expect(page.getByLabel("Pages that may show this chat")).toHaveValue(/fine\.example/);

  await page.getByLabel("Chat width", { exact: true }).fill("420");
  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*\na b");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Pages that may show this chat")).toHaveAccessibleDescription(/“a b”: A host is expected/);

  // Leaving now would lose words.
  const asked = page.waitForEvent("dialog");
  void page.getByRole("link", { name: "Inbox" }).click();
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(page).toHaveURL(appearance());

  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await page.getByRole("link", { name: "Inbox" }).click();
  await expect(page).toHaveURL(/\/inbox/);
  await page.context().close();
});

test("what the panel says is the site's own words", async ({ browser }) => {
  const page = await admin(browser);
  await page.goto(appearance());
  await page.getByRole("navigation", { name: "Site", exact: true }).getByRole("link", { name: "Texts" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Title", { exact: true }).fill("Lamps & <b>light</b>");
  await page.getByLabel("Welcome", { exact: true }).fill("x".repeat(501));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Welcome", { exact: true })).toHaveAccessibleDescription("Write at most 500 characters.");
  await page.getByLabel("Welcome", { exact: true }).fill("Which lamp?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await page.goto(`${set.usher.url}/chat/${shop.site}`);
  await expect(page.getByText("Lamps & <b>light</b>").first()).toBeVisible();
  await page.context().close();
});

test("a stranger is led to the door, and from there to the settings", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(appearance());
  await expect(page).toHaveURL(/\/login\?next=/);
  await new Desk(page, set.usher).enter(shop.anna.email, shop.anna.password);
  await expect(page).toHaveURL(appearance());
  await expect(page.getByLabel("Accent", { exact: true })).toBeVisible();
  await context.close();
});

test("without JavaScript a site is changed, too", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(appearance());
  await page.getByLabel("Button size", { exact: true }).fill("1000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL((url) => url.pathname === new URL(appearance()).pathname);
  await expect(page.getByLabel("Button size", { exact: true })).toHaveAccessibleDescription("40 to 100 pixels are expected.");
  await page.getByLabel("Button size", { exact: true }).fill("80");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expect(page.getByLabel("Button size", { exact: true })).toHaveValue("80");
  await page.context().close();
});

test("to an agent and to another organisation there are no settings", async ({ browser }) => {
  for (const operator of [shop.tom, other.anna]) {
    const page = await logIn(browser, operator);
    const response = await page.goto(appearance());
    expect(response?.status()).toBe(404);
    await expect(page.getByText("There is nothing here.")).toBeVisible();
    const preview = await page.goto(`${set.usher.url}/preview/${shop.site}`);
    expect(preview?.status()).toBe(404);
    await page.context().close();
  }
  const page = await logIn(browser, shop.tom);
  await expect(page.getByRole("link", { name: "Install" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
  await page.context().close();
});

test("what a form without JavaScript was filled in with is not lost when it is refused", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(appearance());
  await page.getByLabel("Button size", { exact: true }).fill("1000");
  await page.getByLabel("Accent", { exact: true }).fill("#123456");
  await page.getByLabel("Pages that may show this chat").fill("localhost:*\n127.0.0.1:*\nfine.example");
  await page.getByLabel("Start hidden").check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Not saved");
  await expect(page.getByLabel("Button size", { exact: true })).toHaveValue("1000");
  await expect(page.getByLabel("Accent", { exact: true })).toHaveValue("#123456");
  await expect(page.getByLabel("Pages that may show this chat")).toHaveValue(/fine\.example/);
  await expect(page.getByLabel("Start hidden")).toBeChecked();
  await page.goto(appearance());
  await expect(page.getByLabel("Accent", { exact: true })).not.toHaveValue("#123456");
  await page.context().close();
});

for (const facade of FACADES) {
  test(`the snippet for pages of ${facade.name} works as it stands`, async ({ browser }) => {
    const vendor = facade.name === "BrevoConversations" ? "Brevo Conversations" : facade.name;
    const page = await logIn(browser, shop.tom);
    await page.getByRole("link", { name: "Install" }).click();
    await expect(page).toHaveURL(`${set.usher.url}/install`);
    await page.getByRole("navigation", { name: "Code on your pages" }).getByRole("link", { name: vendor, exact: true }).click();
    await expect(page.getByRole("link", { name: vendor, exact: true })).toHaveAttribute("aria-current", "page");
    const card = page.locator("section", { has: page.getByRole("heading", { name: "Nordlys", exact: true }) });
    const snippet = await card.getByLabel("snippet", { exact: true }).innerText();
    expect(snippet).toContain(facade.script);
    // What does nothing here is told; of our own embed that is only what is still to come.
    await expect(page.getByText("conversation_rated", { exact: true })).toBeVisible();
    await expect(page.getByText("gaTrackingId", { exact: true })).toHaveCount(facade.name === "Usher" ? 0 : 1);

    const visitor = await (await browser.newContext()).newPage();
    const address = set.customer.paste(`pasted${facade.name.toLowerCase()}`, `<!doctype html><title>Pasted</title><h1>Pasted</h1>${snippet}`);
    await visitor.goto(address);
    const chat = new Chat(visitor, facade);
    await expect(chat.launcher).toBeVisible();
    await chat.call("openChat");
    await chat.write(`By the snippet of ${vendor}`);
    await chat.panel.log.expectSent();
    await visitor.context().close();
    await page.context().close();
  });
}

test("without JavaScript there is a snippet a vendor, too", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(`${set.usher.url}/install`);
  await page.getByRole("link", { name: "Chatra", exact: true }).click();
  await expect(page.getByLabel("snippet", { exact: true }).first()).toContainText(`w.ChatraID = '${shop.site}'`);
  await page.context().close();
});

test("departments are made, and the inbox follows them", async ({ browser }) => {
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.goto(settings("departments"));
  await page.getByRole("link", { name: "New department" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("Name", { exact: true }).fill("Delivery");
  await page.getByRole("checkbox", { name: "Tom Kask" }).check();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/is the name of another department/);
  expect(watch.errors.splice(0).every((error) => error.includes("409"))).toBe(true);
  await page.getByLabel("Name", { exact: true }).fill("Night shift");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page).toHaveURL(settings("departments?saved"));
  await expect(page.getByRole("status")).toHaveText("Saved");
  const row = page.getByRole("main").getByRole("link", { name: /Night shift/ });
  await expect(row).toContainText("Tom Kask");
  await expect(row).toContainText("night-shift");

  const visitor = await (await browser.newContext()).newPage();
  const queue = JSON.stringify([["setGroupId", "night-shift"]]);
  const widget = await WidgetPage.openAt(visitor, set.customer.page("api", shop.site, { queue }));
  await widget.panel.write("Who works at night?");
  await widget.panel.log.expectSent();
  const desk = await Desk.logIn(browser, set.usher, shop.tom);
  await desk.tab("Unassigned").click();
  await expect(desk.row("Who works at night?")).toContainText("Night shift");

  // A new name comes to the desk that is open, and a conversation of no department of Tom's goes.
  await row.click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await expect(page.getByLabel("id", { exact: true })).toHaveText("night-shift");
  await page.getByLabel("Name", { exact: true }).fill("Owls");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved");
  await expect(desk.row("Who works at night?")).toContainText("Owls");
  await page.reload();
  await expect(page.getByRole("checkbox", { name: "Tom Kask" })).toBeChecked();

  // New conversations of the site go there unless the page says more.
  await page.goto(appearance());
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByLabel("New conversations are for").selectOption({ label: "Owls" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  const other = await (await browser.newContext()).newPage();
  const plain = await WidgetPage.openAt(other, set.customer.page("index", shop.site));
  await plain.panel.write("And who by day?");
  await plain.panel.log.expectSent();
  await expect(desk.row("And who by day?")).toContainText("Owls");

  // Deleted: the conversations stay, without a department.
  await page.goto(settings("department/night-shift"));
  await page.getByText("Delete this department").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(settings("departments?saved"));
  await expect(page.getByRole("main").getByRole("link", { name: /Owls/ })).toHaveCount(0);
  await expect(desk.row("Who works at night?")).not.toContainText("Owls");
  await expect(desk.row("Who works at night?")).toBeVisible();
  await page.goto(appearance());
  await expect(page.getByLabel("New conversations are for")).toHaveValue("");
  await watch.expectQuiet();
  for (const each of [page, visitor, other, desk.page]) await each.context().close();
});

test("without JavaScript departments are made, changed and deleted, too", async ({ browser }) => {
  const page = await admin(browser, { javaScriptEnabled: false });
  await page.goto(settings("departments/new"));
  await page.getByLabel("Name", { exact: true }).fill("Возвраты");
  await page.getByLabel("Id", { exact: true }).fill("re turns");
  await page.getByRole("checkbox", { name: "Tom Kask" }).check();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByLabel("Id", { exact: true })).toHaveAccessibleDescription(/letters a to z/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Возвраты");
  await expect(page.getByRole("checkbox", { name: "Tom Kask" })).toBeChecked();
  await page.getByLabel("Id", { exact: true }).fill("returns");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("main").getByRole("link", { name: /Возвраты/ }).click();
  await page.getByRole("checkbox", { name: "Tom Kask" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved");
  await expect(page.getByRole("checkbox", { name: "Tom Kask" })).not.toBeChecked();
  await page.getByText("Delete this department").click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(settings("departments?saved"));
  await expect(page.getByText("Возвраты")).toHaveCount(0);
  await page.context().close();
});

/** What the code of a page makes of it, run as it stands; `call` is added to it. */
const RUN: readonly (readonly [language: string, command: readonly [string, ...string[]], call: string])[] = [
  ["Node", ["node", "--input-type=module", "-e"], 'process.stdout.write(clientProof("user_42"));'],
  ["Python", ["python3", "-c"], 'print(client_proof("user_42"), end="")'],
];

test("a secret is made, the code of the page makes proofs with it, and they are asked for", async ({ browser }) => {
  const page = await admin(browser);
  await page.goto(settings(`site/${shop.site}/identity`));
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByRole("switch", { name: "Require proof" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("switch", { name: "Require proof" })).toHaveAccessibleDescription(/Make a secret first/);
  await page.getByRole("switch", { name: "Require proof" }).uncheck();
  await page.getByRole("button", { name: "Make a secret" }).click();
  await expect(page.getByText("A new secret was made.")).toBeVisible();
  const secret = await page.getByLabel("secret", { exact: true }).innerText();
  expect(secret).toMatch(/^[\w-]{43}$/);
  await page.goto(settings(`site/${shop.site}/identity`));
  await expect(page.getByLabel("secret", { exact: true })).toBeHidden();
  await page.getByText("Show the secret").click();
  await expect(page.getByLabel("secret", { exact: true })).toHaveText(secret);

  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await page.getByRole("switch", { name: "Require proof" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").first()).toHaveText("Saved");

  const proofs: string[] = [];
  for (const [language, [command, ...options], call] of RUN) {
    await page.getByText(language, { exact: true }).click();
    const sample = page.locator("details", { has: page.getByText(language, { exact: true }) });
    for (const form of ["short form", "JWT"]) {
      const code = await sample.getByLabel(form, { exact: true }).innerText();
      proofs.push(execFileSync(command, [...options, `${code}\n${call}\n`], { env: { ...process.env, USHER_SECRET: secret }, encoding: "utf8" }));
    }
  }
  expect(proofs).toHaveLength(4);
  for (const proof of proofs) expect(await identify(proof), proof).toBe(200);
  expect(await identify(`${proofs[0] ?? ""}0`)).toBe(401);
  expect(await identify()).toBe(401);

  // On a real page, with the page's own lines.
  const lines = (await page.getByLabel("page code", { exact: true }).innerText()).replace("…", proofs[0] ?? "");
  const visitor = await (await browser.newContext()).newPage();
  const address = set.customer.paste(
    "proven",
    `<!doctype html><title>Proven</title><h1>Proven</h1><script>${lines}</script><script async src="${set.usher.url}/widget/usher.js"></script>`,
  );
  const widget = await WidgetPage.openAt(visitor, address);
  await widget.panel.write("It is really me");
  await widget.panel.log.expectSent();

  // While proofs are asked for the secret stays; the new one ends the old one's proofs.
  await page.getByText("Remove it").click();
  await page.getByRole("button", { name: "Remove the secret" }).click();
  await expect(page.getByText("Proofs are required. Switch that off and save, then remove the secret.")).toBeVisible();
  await page.getByText("Make a new one").click();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(page.getByText("A new secret was made.")).toBeVisible();
  expect(await identify(proofs[0])).toBe(401);
  await page.context().close();

  // And without JavaScript all of it goes again.
  const plain = await admin(browser, { javaScriptEnabled: false });
  await plain.goto(settings(`site/${shop.site}/identity`));
  await plain.getByRole("switch", { name: "Require proof" }).uncheck();
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByRole("status").first()).toHaveText("Saved");
  await plain.getByText("Remove it").click();
  await plain.getByRole("button", { name: "Remove the secret" }).click();
  await expect(plain.getByText("There is none, so nothing can be proven.")).toBeVisible();
  expect(await identify(undefined, "user_43")).toBe(200);
  await plain.context().close();
  await visitor.context().close();
});

/** What the server says to a fresh browser that claims to be somebody. */
async function identify(proof?: string, client = "user_42"): Promise<number> {
  const response = await fetch(`${set.usher.url}/api/visitor/identify`, {
    method: "POST",
    headers: {
      origin: set.usher.url,
      "content-type": "application/json",
      authorization: `Bearer ${crypto.randomUUID().replaceAll("-", "").padEnd(43, "x")}`,
    },
    body: JSON.stringify({ input: { site: shop.site, client_id: client, proof: proof ?? null, anonymous: null, page: null } }),
  });
  return response.status;
}

test("a site's own words in one language are heard by those who speak it", async ({ browser }) => {
  const page = await admin(browser);
  const watch = await Watch.over(page);
  await page.goto(appearance());
  await page.getByRole("navigation", { name: "Site", exact: true }).getByRole("link", { name: "Words" }).click();
  await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "Español" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  const field = page.getByRole("textbox", { name: /^Placeholder placeholder/ });
  await expect(field).toHaveAttribute("placeholder", "Escriba un mensaje");
  const preview = page.frameLocator('iframe[title="Preview"]');
  await preview.getByRole("button", { name: "Abrir el chat" }).click();
  const panel = preview.frameLocator("iframe");
  await expect(panel.getByPlaceholder("Escriba un mensaje")).toBeVisible();
  await field.fill("Cuéntenos <b>todo</b>");
  await expect(panel.getByPlaceholder("Cuéntenos <b>todo</b>")).toBeVisible();
  await field.fill("");
  await expect(panel.getByPlaceholder("Escriba un mensaje")).toBeVisible();
  await field.fill("Cuéntenos <b>todo</b>");

  const unread = page.getByRole("textbox", { name: /^Unread many/ });
  await unread.fill("muchos");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(unread).toHaveAccessibleDescription("Keep {n}: the number is put in there.");
  await expect(unread).toBeFocused();
  expect(watch.errors.splice(0).every((error) => error.includes("422"))).toBe(true);
  await unread.fill("{n} de ellos");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");

  await expectPlaceholder(browser, "es", "Cuéntenos <b>todo</b>");
  await expectPlaceholder(browser, "en", "Write a message");
  // Another language is another form; this one stays.
  await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "Русский" }).click();
  await expect(page.locator("form.sheet")).toHaveAttribute("novalidate");
  await field.fill("Пишите");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved");
  await expectPlaceholder(browser, "ru", "Пишите");
  await expectPlaceholder(browser, "es", "Cuéntenos <b>todo</b>");
  await watch.expectQuiet();
  await page.context().close();

  // Without JavaScript, too; empty is the catalogue's again.
  const plain = await admin(browser, { javaScriptEnabled: false });
  await plain.goto(settings(`site/${shop.site}/words?language=es`));
  const words = plain.getByRole("textbox", { name: /^Placeholder placeholder/ });
  await expect(words).toHaveValue("Cuéntenos <b>todo</b>");
  await words.fill("");
  await plain.getByRole("textbox", { name: /^Unread many/ }).fill("muchos");
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByRole("textbox", { name: /^Unread many/ })).toHaveAccessibleDescription(/Keep {n}/);
  await expect(words).toHaveValue("");
  await plain.getByRole("textbox", { name: /^Unread many/ }).fill("");
  await plain.getByRole("button", { name: "Save" }).click();
  await expect(plain.getByRole("status")).toHaveText("Saved");
  await expect(plain.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "Español" })).toHaveAttribute("aria-current", "page");
  await expectPlaceholder(browser, "es", "Escriba un mensaje");
  await plain.context().close();
});

/** What the composer of a customer's page in this language shows. */
async function expectPlaceholder(browser: Browser, language: string, words: string): Promise<void> {
  const visitor = await (await browser.newContext()).newPage();
  const queue = JSON.stringify([["setLanguage", language], ["openChat"]]);
  await visitor.goto(set.customer.page("api", shop.site, { queue }));
  const frame = visitor.locator("#usher-widget-container iframe").contentFrame();
  await expect(frame.getByPlaceholder(words)).toBeVisible();
  await visitor.context().close();
}
