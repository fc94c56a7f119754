/** A customer's page that has Jivo's code, and what can be seen of it from there. */

import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import { Panel } from "../support/pages";
import type { Stage } from "../support/stage";

/** The callbacks of CONTRACT 1.4. */
const CALLBACKS = [
  ...["LoadCallback", "Open", "Close", "ChangeState", "MessageSent", "ClientStartChat", "Introduction", "Accept"],
  ...["MessageReceived", "CallStart", "CallEnd", "ResizeCallback", "WidgetDestroy", "OfflineFormSubmit"],
];

/** What a page writes around the script. */
export interface Writing {
  /** The page's own code, before the tag. */
  readonly before?: string;
  /** The tag, in which {{usher}} is the server; the usual one if it does not say. */
  readonly tag?: string;
  readonly head?: string;
  readonly body?: string;
  /** What comes after the page's path. */
  readonly query?: string;
  /** On the page's own script. */
  readonly nonce?: string;
}

let pages = 0;

/** The tag, and whatever else is in it. */
export const usual = (id: string, attributes = "async"): string => `<script src="{{usher}}/widget/${id}" ${attributes}></script>`;

/** A function of the page that inserts it, and is done when it has run. */
export const inserting = (id: string): string => `<script>
  function insert() {
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = "{{usher}}/widget/${id}";
      script.onload = () => done();
      document.head.append(script);
    });
  }
</script>`;

/** Puts a page on the customer's site; returns its address. Every callback is written into `window.told`. */
export function publish({ customer }: Stage, id: string, { before = "", tag, head = "", body = "", query = "", nonce }: Writing = {}): string {
  pages++;
  const name = `jivo${String(pages).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")}`;
  const told = CALLBACKS.map((name) => `window.jivo_on${name} = (...args) => void window.told.push(["${name}", ...args]);`);
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A page of Jivo's</title>
    <link rel="icon" href="data:," />
    ${head}
    <script${nonce === undefined ? "" : ` nonce="${nonce}"`}>
      window.told = [];
      ${told.join("\n      ")}
      ${before}
    </script>
    ${tag ?? usual(id)}
  </head>
  <body>
    <h1>A page of Jivo's</h1>
    <label>A field of the page <input /></label>
    ${body}
  </body>
</html>`;
  return customer.paste(name, html) + query;
}

/** The chat on such a page. */
export class Jivo {
  readonly label: Locator;
  readonly teaser: Locator;
  readonly window: Locator;
  readonly inside: FrameLocator;
  readonly panel: Panel;

  constructor(readonly page: Page) {
    this.label = page.locator("#jivo_chat_widget").getByRole("button", { name: "Open chat", exact: true });
    this.teaser = page.locator("#jivo_chat_widget .jivo-teaser");
    this.window = page.locator("#jivo-iframe-container iframe");
    this.inside = this.window.contentFrame();
    this.panel = new Panel(this.inside);
  }

  /** Publishes a page, goes there, and waits until the page may call. */
  static async loaded(page: Page, set: Stage, id: string, writing?: Writing): Promise<Jivo> {
    const jivo = new Jivo(page);
    await page.goto(publish(set, id, writing));
    await jivo.expectTold("LoadCallback");
    return jivo;
  }

  /** Calls a method of `jivo_api`. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      ({ method, args }) => {
        const api = (window as unknown as { jivo_api: Record<string, (...args: unknown[]) => unknown> }).jivo_api;
        return api[method]?.(...args);
      },
      { method, args },
    );
  }

  /** Calls one that answers by a callback. */
  ask(method: string): Promise<unknown[]> {
    return this.page.evaluate(
      (method) =>
        new Promise<unknown[]>((answered) => {
          const api = (window as unknown as { jivo_api: Record<string, (callback: (...answer: unknown[]) => void) => void> }).jivo_api;
          api[method]?.((...answer) => { answered(answer); });
        }),
      method,
    );
  }

  /** Ends the widget, or begins it again. */
  async live(how: "init" | "destroy"): Promise<void> {
    await this.page.evaluate((how) => {
      (window as unknown as Record<string, () => void>)[`jivo_${how}`]?.();
    }, how);
  }

  /** What a global of this name is. */
  global(name: string): Promise<unknown> {
    return this.page.evaluate((name) => (window as unknown as Record<string, unknown>)[name], name);
  }

  /** Names of the callbacks so far, with what they were told. */
  told(): Promise<unknown[][]> {
    return this.page.evaluate(() => (window as unknown as { told: unknown[][] }).told);
  }

  /** How often a callback was called. */
  async times(name: string): Promise<number> {
    return (await this.told()).filter(([told]) => told === name).length;
  }

  /** A callback has been called so often. */
  async expectTold(name: string, times = 1): Promise<void> {
    await expect.poll(() => this.times(name), { message: `jivo_on${name}` }).toBe(times);
  }

  /** The states that the page was told of, in their order. */
  async states(): Promise<unknown[]> {
    return (await this.told()).filter(([name]) => name === "ChangeState").map(([, state]) => state);
  }

  /** Writes, and waits until the server has it. */
  async write(text: string): Promise<void> {
    const acked = this.page.waitForResponse("**/api/message/send");
    await this.panel.write(text);
    await acked;
    await this.panel.log.expectOnce(text);
  }
}
