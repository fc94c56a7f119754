/** The screens, by the names people and assistive technology know them by; those names are API. */

import { type Browser, type BrowserContextOptions, expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import type { Operator } from "./organisation";
import type { Usher } from "./usher";

type Scope = Page | FrameLocator | Locator;

/** The unique texts that the history tests write. */
const NUMBERED = /(?:visitor|operator) \d{3}/g;

/** Messages as a screen lists them. */
export class Log {
  constructor(readonly root: Locator) {}

  /** A message with exactly these words. */
  text(words: string): Locator {
    return this.root.getByText(words, { exact: true });
  }

  /** The words are there, once. */
  async expectOnce(...words: string[]): Promise<void> {
    for (const text of words) await expect(this.text(text)).toHaveCount(1);
  }

  /** These words, in this order, each once; whatever else is said. */
  async expectOrder(words: readonly string[]): Promise<void> {
    await this.expectOnce(...words);
    const all = await this.root.innerText();
    const places = words.map((text) => all.indexOf(text));
    expect(places, `the order of ${words.join(", ")} in:\n${all}`).toEqual([...places].sort((a, b) => a - b));
  }

  /** Nothing is on its way any more. */
  async expectSent(): Promise<void> {
    await expect(this.root.locator(".is-sending")).toHaveCount(0);
  }

  /** All numbered texts, in the order of the screen. */
  async numbered(): Promise<string[]> {
    return (await this.root.innerText()).match(NUMBERED) ?? [];
  }

  /** Those numbered texts that wait with a button to try again. */
  async failed(): Promise<string[]> {
    const rows = this.root.locator(".is-failed");
    return (await rows.allInnerTexts()).flatMap((text) => text.match(NUMBERED) ?? []);
  }
}

/** The visitor's panel: in the frame of a customer's page, or full-page. */
export class Panel {
  readonly log: Log;
  readonly composer: Locator;
  readonly send: Locator;

  constructor(readonly scope: Scope) {
    this.log = new Log(scope.getByRole("log", { name: "Messages" }));
    this.composer = scope.getByRole("textbox", { name: "Message", exact: true });
    this.send = scope.getByRole("button", { name: "Send", exact: true });
  }

  /** The wasm has taken over. */
  async expectAlive(): Promise<void> {
    await expect(this.scope.getByRole("button", { name: /^Turn sound/ })).toBeVisible();
  }

  /** Writes and presses Enter, as most people do. */
  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Writes and presses the button, as one does without JavaScript. */
  async submit(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.send.click();
  }

  /** Brings in all older lines. */
  async showAll(): Promise<void> {
    await showAll(this.log, this.scope.getByRole("button", { name: "Show earlier messages" }));
  }
}

/** Presses `earlier` until there is nothing earlier. */
async function showAll(log: Log, earlier: Locator): Promise<void> {
  const bubbles = log.root.locator(".bubble");
  await expect(bubbles.first()).toBeVisible();
  while (await earlier.isVisible()) {
    const before = await bubbles.count();
    // A page that was just loaded may not listen yet.
    await expect(async () => {
      // The lines may have come after the last look had given up.
      if (!(await earlier.isVisible())) return;
      await earlier.click({ timeout: 1000 });
      await expect.poll(() => bubbles.count(), { timeout: 1000 }).toBeGreaterThan(before);
    }).toPass();
  }
}

/** A customer's page with the widget on it. */
export class WidgetPage {
  readonly open: Locator;
  readonly close: Locator;
  readonly iframe: Locator;
  readonly panel: Panel;

  constructor(readonly page: Page) {
    this.open = page.getByRole("button", { name: "Open chat", exact: true });
    this.close = page.getByRole("button", { name: "Close chat", exact: true });
    this.iframe = page.locator('iframe[title="Chat"]');
    this.panel = new Panel(this.iframe.contentFrame());
  }

  /** Goes there and opens the panel. */
  static async openAt(page: Page, url: string): Promise<WidgetPage> {
    const widget = new WidgetPage(page);
    await page.goto(url);
    await widget.openPanel();
    return widget;
  }

  /** Opens the panel by the launcher, unless the page's address has opened it already (CONTRACT 2.4). */
  async openPanel(): Promise<void> {
    await expect(this.open.or(this.close)).toBeVisible();
    if (await this.open.isVisible()) await this.open.click();
    await expect(this.panel.composer).toBeVisible();
  }
}

/** A tab of the inbox. */
export type Tab = "Mine" | "Unassigned" | "All";

/** The operators' dashboard. */
export class Desk {
  readonly log: Log;
  readonly accept: Locator;
  readonly reply: Locator;
  readonly send: Locator;
  readonly close: Locator;
  readonly reopen: Locator;
  /** What is known of the visitor. */
  readonly visitor: Locator;
  /** The operator's own menu. */
  readonly you: Locator;

  constructor(
    readonly page: Page,
    readonly usher: Usher,
  ) {
    this.log = new Log(page.getByRole("log"));
    this.accept = page.getByRole("button", { name: "Accept", exact: true });
    this.reply = page.getByRole("textbox", { name: "Reply", exact: true });
    this.send = page.getByRole("button", { name: "Send reply", exact: true });
    this.close = page.getByRole("button", { name: "Close conversation", exact: true });
    this.reopen = page.getByRole("button", { name: "Reopen", exact: true });
    this.you = page.getByRole("button", { name: /^You are (online|away)/ });
    this.visitor = page.getByRole("complementary", { name: "Visitor" });
  }

  /** Logs in, in a browser profile of the operator's own, and waits until the desk hears events. */
  static async logIn(
    browser: Browser,
    usher: Usher,
    operator: Operator,
    options: BrowserContextOptions = {},
  ): Promise<Desk> {
    const context = await browser.newContext(options);
    const desk = new Desk(await context.newPage(), usher);
    const live = desk.page.waitForEvent("websocket");
    await desk.page.goto(`${usher.url}/login`);
    await desk.enter(operator.email, operator.password);
    await desk.ready();
    await live;
    return desk;
  }

  /** Fills in the log-in form and sends it. */
  async enter(email: string, password: string): Promise<void> {
    await this.page.getByLabel("E-mail", { exact: true }).fill(email);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Log in", exact: true }).click();
  }

  /** The inbox is on screen. */
  async ready(): Promise<void> {
    await expect(this.tab("Mine")).toBeVisible();
  }

  /** A tab of the inbox. */
  tab(name: Tab): Locator {
    return this.page.getByRole("navigation", { name: "Lists" }).getByRole("link", { name, exact: true });
  }

  /** The count on a tab, for eyes and for ears. */
  async expectCount(name: Tab, count: number): Promise<void> {
    await expect(this.tab(name)).toHaveText(`${name}${count}`);
    await expect(this.tab(name)).toHaveAccessibleDescription(`${count} open`);
  }

  /** The row of the conversation whose newest words are these. */
  row(words: string): Locator {
    return this.page.getByRole("region", { name: "Conversations" }).getByRole("link").filter({ hasText: words });
  }

  /** Opens the tab and in it the conversation with these words. */
  async openConversation(words: string, tab: Tab = "Unassigned"): Promise<void> {
    await this.tab(tab).click();
    await this.row(words).click();
    await this.log.expectOnce(words);
  }

  /** Opens the conversation with these words and takes it. */
  async take(words: string): Promise<void> {
    await this.openConversation(words);
    await this.accept.click();
    await expect(this.accept).toBeHidden();
    await expect(this.reply).toBeEditable();
  }

  /** Brings in all older lines. */
  async showAll(): Promise<void> {
    await showAll(this.log, this.page.getByRole("button", { name: "Show earlier messages" }));
  }

  /** A field of what is known of the visitor. */
  field(name: "Name" | "E-mail" | "Phone" | "Notes"): Locator {
    return this.visitor.getByRole("textbox", { name, exact: true });
  }

  /** Wants new conversations, or wants none. */
  async setAvailability(word: "Online" | "Away"): Promise<void> {
    await this.you.click();
    await this.page.getByRole("button", { name: word, exact: true }).click();
    await expect(this.you).toHaveAccessibleName(new RegExp(`^You are ${word.toLowerCase()}`));
  }

  /** Logs out. */
  async logOut(): Promise<void> {
    await this.you.click();
    await this.page.getByRole("button", { name: "Log out" }).click();
  }

  /** Replies by the button. */
  async write(text: string): Promise<void> {
    await this.reply.fill(text);
    await this.send.click();
  }

  /** Replies, and waits until the server has it. */
  async say(text: string): Promise<void> {
    await this.write(text);
    await this.log.expectOnce(text);
    await this.log.expectSent();
  }

  /** The conversation on screen, as the URL says. */
  conversation(): string {
    const id = /\/inbox\/[a-z]+\/([0-9a-f-]{36})/.exec(this.page.url())?.[1];
    if (id === undefined) throw new Error(`no conversation in ${this.page.url()}`);
    return id;
  }
}

/** What is asked of whoever makes an organisation. */
export interface SignUp {
  readonly organisation: string;
  readonly website: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** The page `/signup`. */
export class SignUpForm {
  readonly submit: Locator;

  constructor(
    private readonly page: Page,
    private readonly usher: Usher,
  ) {
    this.submit = page.getByRole("button", { name: "Create account" });
  }

  /** A field by its label. */
  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** Goes there, fills in everything and sends it. */
  async send({ organisation, website, name, email, password }: SignUp): Promise<void> {
    await this.page.goto(`${this.usher.url}/signup`);
    await this.field("Your name").fill(name);
    await this.field("E-mail").fill(email);
    await this.field("Password").fill(password);
    await this.field("Organisation").fill(organisation);
    await this.field("Website").fill(website);
    await this.submit.click();
  }
}
