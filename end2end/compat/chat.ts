/** A customer's page that embeds the chat under one of its names, and what can be seen of it from there. */

import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import { Panel } from "../support/pages";
import type { Stage } from "../support/stage";
import type { Facade } from "./facades";

/** What a page writes around the script. */
export interface Embedding {
  /** The site's public id; null writes none. */
  readonly site: string | null;
  /** Keys of the configuration object. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The page's own code, after the configuration and before the tag. */
  readonly before?: string;
  /** Its code right after the tag, which runs before an `async` script. */
  readonly after?: string;
  /** Collects calls until the script is there: `arguments` objects, arrays, or nothing at all. */
  readonly stub?: "arguments" | "rest" | "none";
  /** The tag, or tags; one `async` if it does not say. */
  readonly tag?: string;
  /** The server in the tag; the stage's if it does not say. */
  readonly server?: string;
  /** On every inline script of the page. */
  readonly nonce?: string;
  readonly title?: string;
  readonly head?: string;
  readonly body?: string;
}

/** A message as `onNewMessage` gets it. */
export interface NewMessage {
  readonly id: string;
  readonly text: string;
  readonly createdAt: number;
  readonly type: string;
}

/** What the page keeps of the callbacks. */
interface Told {
  readonly messages: NewMessage[];
  readonly events: string[];
}

const STUBS = {
  none: "",
  arguments: "window.NAME = window.NAME || function () { (window.NAME.q = window.NAME.q || []).push(arguments); };",
  rest: "window.NAME = window.NAME || ((...args) => { (window.NAME.q = window.NAME.q || []).push(args); });",
};

/** The page's HTML. Whatever the callbacks are called with is kept in `window.told`. */
export function html(facade: Facade, embedding: Embedding): string {
  const { site, config = {}, before = "", after = "", stub = "arguments", tag, head = "", body = "" } = embedding;
  const name = facade.configs.at(-1) ?? facade.configs[0];
  const id = site === null ? "" : facade.id === null ? `window.${name}.orgId = ${literal(site)};` : `window.${facade.id} = ${literal(site)};`;
  const nonce = embedding.nonce === undefined ? "" : ` nonce="${embedding.nonce}"`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${embedding.title ?? "A customer's page"}</title>
    <link rel="icon" href="data:," />
    ${head}
    <script${nonce}>
      window.told = { messages: [], events: [] };
      window.${name} = Object.assign(
        { onNewMessage: (m) => window.told.messages.push(m), onAnalyticEvent: (e) => window.told.events.push(e) },
        ${literal(config)},
      );
      ${id}
      ${STUBS[stub].replaceAll("NAME", facade.name)}
      ${before}
    </script>
    ${tag ?? script(facade, "async")}
    <script${nonce}>${after}</script>
  </head>
  <body>
    <h1>A customer's page</h1>
    <label>A field of the page <input /></label>
    ${body}
  </body>
</html>`;
}

/** The embed's tag. */
export function script({ script }: Facade, attributes = ""): string {
  return `<script ${attributes} src="{{usher}}${script}"></script>`;
}

/** A value as code inside of a script element. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

let pages = 0;

/** Puts a page on the customer's site; returns its address. */
export function publish({ customer }: Stage, facade: Facade, embedding: Embedding): string {
  pages++;
  // Names of pages are letters.
  const name = `${facade.name.toLowerCase()}${String(pages).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")}`;
  const address = customer.paste(name, html(facade, embedding));
  return embedding.server === undefined ? address : `${address}?usher=${encodeURIComponent(embedding.server)}`;
}

/** The chat on a page. */
export class Chat {
  /** The element that holds everything of ours. */
  readonly host: Locator;
  readonly launcher: Locator;
  readonly teaser: Locator;
  readonly window: Locator;
  readonly iframe: Locator;
  readonly inside: FrameLocator;
  readonly panel: Panel;
  /** The button that opens, and the one that closes, by their English names. */
  readonly open: Locator;
  readonly close: Locator;

  constructor(
    readonly page: Page,
    readonly facade: Facade,
  ) {
    const { host, prefix } = facade;
    this.host = page.locator(`#${host}`);
    this.launcher = this.host.locator(`.${prefix}-launcher`);
    this.teaser = this.host.locator(`.${prefix}-teaser`);
    this.window = this.host.locator(`.${prefix}-window`);
    this.iframe = this.host.locator("iframe");
    this.inside = this.iframe.contentFrame();
    this.panel = new Panel(this.inside);
    this.open = this.host.getByRole("button", { name: "Open chat", exact: true });
    this.close = this.host.getByRole("button", { name: "Close chat", exact: true });
  }

  /** Publishes a page and goes there. */
  static async on(page: Page, set: Stage, facade: Facade, embedding: Embedding): Promise<Chat> {
    const chat = new Chat(page, facade);
    await page.goto(publish(set, facade, embedding));
    return chat;
  }

  /** The same, and the launcher is there. */
  static async shown(page: Page, set: Stage, facade: Facade, embedding: Embedding): Promise<Chat> {
    const chat = await Chat.on(page, set, facade, embedding);
    await expect(chat.launcher).toBeVisible();
    return chat;
  }

  /** The same, and the window is open. */
  static async opened(page: Page, set: Stage, facade: Facade, embedding: Embedding): Promise<Chat> {
    const chat = await Chat.shown(page, set, facade, embedding);
    await chat.call("openChat");
    await chat.expectOpen();
    return chat;
  }

  /** Calls a method as the page would. */
  call(...args: unknown[]): Promise<unknown> {
    return this.calls(args);
  }

  /** Calls several, one right after the other; returns what the last one returned. */
  calls(...list: unknown[][]): Promise<unknown> {
    return this.page.evaluate(
      ({ name, list }) => {
        const call = (window as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
        if (call === undefined) throw new Error(`there is no ${name}`);
        let returned: unknown;
        for (const args of list) returned = call(...args);
        return returned;
      },
      { name: this.facade.name, list },
    );
  }

  /** Changes keys of the configuration, as the page would. */
  async configure(keys: Readonly<Record<string, unknown>>): Promise<void> {
    await this.page.evaluate(
      ({ name, keys }) => Object.assign((window as unknown as Record<string, object>)[name] ?? {}, keys),
      { name: this.config, keys },
    );
  }

  /** The name of the configuration object. */
  get config(): string {
    return this.facade.configs.at(-1) ?? this.facade.configs[0];
  }

  /** The visitor's window is there, with its composer. */
  async expectOpen(): Promise<void> {
    await expect(this.window).toBeVisible();
    await expect(this.composer).toBeVisible();
  }

  /** It is not, while the button is. */
  async expectClosed(): Promise<void> {
    await expect(this.window).toBeHidden();
    await expect(this.launcher).toBeVisible();
  }

  /** Nothing of it is there to be seen. */
  async expectNothing(): Promise<void> {
    for (const part of [this.launcher, this.window, this.teaser]) await expect(part).toBeHidden();
  }

  /** The composer in any language. */
  get composer(): Locator {
    return this.inside.getByRole("textbox");
  }

  /** Whether the chat says that it is open. */
  expanded(): Promise<unknown> {
    return this.page.evaluate((name) => (window as unknown as Record<string, { _chatExpanded?: unknown }>)[name]?._chatExpanded, this.facade.name);
  }

  /** Messages the page was told of. */
  async messages(): Promise<NewMessage[]> {
    return (await this.told()).messages;
  }

  /** The same, as kind and text. */
  async heard(): Promise<string[]> {
    return (await this.messages()).map(({ type, text }) => `${type}: ${text}`);
  }

  /** Events the page was told of. */
  async events(): Promise<string[]> {
    return (await this.told()).events;
  }

  /** Writes, and waits until the server has it. */
  async write(text: string): Promise<void> {
    const acked = this.page.waitForResponse("**/api/message/send");
    await this.panel.write(text);
    await acked;
    await this.panel.log.expectOnce(text);
  }

  private told(): Promise<Told> {
    return this.page.evaluate(() => (window as unknown as { told: Told }).told);
  }
}
