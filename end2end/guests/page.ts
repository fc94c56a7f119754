/** A customer's page that was written for another vendor's chat, and what can be seen of the chat from there. */

import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { fileURLToPath } from "node:url";

import { Panel } from "../support/pages";
import type { Staffed, Stage } from "../support/stage";

/** What a page has beside the chat. */
export interface Around {
  /** In the head, before any script. */
  readonly head?: string;
  readonly body?: string;
  /** Code of the page's own, before all else. */
  readonly before?: string;
  /** The language that the document is in. */
  readonly lang?: string;
  /** On every inline script of the page. */
  readonly nonce?: string;
  /** What comes after the page's path. */
  readonly query?: string;
}

let pages = 0;

/** An inline script of the page. */
export const inline = (code: string, nonce?: string): string => `<script${nonce === undefined ? "" : ` nonce="${nonce}"`}>${code}</script>`;

/** Puts a page with these scripts on the customer's site; returns its address. What the page is told, it keeps in `window.told`. */
export function publish({ customer }: Stage, scripts: string, around: Around = {}): string {
  const { head = "", body = "", before = "", lang = "en", nonce, query = "" } = around;
  pages++;
  const name = `guest${String(pages).replace(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "")}`;
  const html = `<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A page of a shop</title>
    <link rel="icon" href="data:," />
    ${head}
    ${inline(`window.told = []; ${before}`, nonce)}
    ${scripts}
  </head>
  <body>
    <h1>A page of a shop</h1>
    <label>A field of the page <input /></label>
    ${body}
  </body>
</html>`;
  return customer.paste(name, html) + query;
}

/** The chat on such a page. */
export class Guest {
  /** The element that holds everything of ours. */
  readonly host: Locator;
  readonly launcher: Locator;
  readonly teaser: Locator;
  readonly window: Locator;
  readonly iframe: Locator;
  readonly inside: FrameLocator;
  readonly panel: Panel;
  /** A form in the window. */
  readonly form: Locator;
  readonly submit: Locator;

  constructor(
    readonly page: Page,
    prefix: string,
    id = `${prefix}-container`,
  ) {
    this.host = page.locator(`#${id}`);
    this.launcher = this.host.locator(`.${prefix}-launcher`);
    this.teaser = this.host.locator(`.${prefix}-teaser`);
    this.window = this.host.locator(`.${prefix}-window`);
    this.iframe = this.host.locator("iframe");
    this.inside = this.iframe.contentFrame();
    this.panel = new Panel(this.inside);
    this.form = this.inside.locator("#usher-scene");
    this.submit = this.form.locator("button[type=submit]");
  }

  /** What the page was told so far, in words. */
  told(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as { told: string[] }).told);
  }

  /** It was told this, in this order, and nothing else. */
  async expectTold(...words: string[]): Promise<void> {
    await expect.poll(() => this.told()).toEqual(words);
  }

  /** Nothing is told of what was before. */
  async forget(): Promise<void> {
    await this.page.evaluate("told.length = 0");
  }

  /** Runs code of the page's; returns its value. */
  run(code: string): Promise<unknown> {
    return this.page.evaluate(code);
  }

  /** Writes, and waits until the server has it. */
  async write(text: string): Promise<void> {
    const acked = this.page.waitForResponse("**/api/message/send");
    await this.panel.write(text);
    await acked;
    await this.panel.log.expectOnce(text);
  }

  /** Keeps a picture of the page. */
  async picture(name: string): Promise<void> {
    const path = fileURLToPath(new URL(`../screenshots/${name}.png`, import.meta.url));
    await this.page.screenshot({ path, animations: "disabled" });
  }
}

/** The code that the install page has for the site of this name. */
export async function installCode({ desk, usher }: Staffed, vendor: "mluvii" | "onwebchat", name: string): Promise<string> {
  const page = await desk.page.context().newPage();
  await page.goto(`${usher.url}/install?vendor=${vendor}`);
  const site = page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const code = await site.getByLabel("snippet", { exact: true }).innerText();
  await page.close();
  return code;
}

/** The page has had time for whatever it had put off: a chat that it wants would have begun. */
export async function idle(page: Page): Promise<void> {
  await page.waitForLoadState("load");
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestIdleCallback(() => {
          done();
        });
      }),
  );
}

/** The page can be used, whatever became of the chat. */
export async function expectAlive(page: Page): Promise<void> {
  const field = page.getByLabel("A field of the page");
  await field.fill("alive");
  await expect(field).toHaveValue("alive");
}

/** Code that keeps the names of the window in `names`, before any other. */
export const NAMES = "window.names = []; window.names = Object.getOwnPropertyNames(window);";

/** Names that the window has got since, but for those of frames. */
export const added = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { names } = window as unknown as { names: string[] };
    return Object.getOwnPropertyNames(window).filter((name) => !names.includes(name) && !/^\d+$/.test(name));
  });

/** Arguments that nobody expects, as code of a list. */
export const JUNK = `(() => {
  const circle = {}; circle.circle = circle;
  return [undefined, null, true, false, 0, -1, 1e9, NaN, Infinity, 7n, "", " ", "words", "<b>", "9".repeat(70000),
    [], [1, [2]], {}, circle, new Date(NaN), () => 1, Symbol("odd"), document, window, new Proxy({}, {}),
    { get name() { throw new Error("a trap"); } }, Object.create(null)];
})()`;

/** Styles of a page that are about everything. */
export const STYLES = `<style>
  * { margin: 30px; padding: 9px; color: red; font: 40px serif; box-sizing: content-box; transition: none; }
  div { position: relative; float: left; transform: rotate(20deg); filter: blur(2px); overflow: hidden; background: red; width: 50px; }
  button, iframe, span, svg, p { display: none !important; inline-size: 7px !important; background: red !important; }
  body { direction: rtl; zoom: 1; }
</style>`;

/** A policy that allows nothing but our origin, and what bears the nonce. */
export const NONCE = "once";
export const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${NONCE}' {{usher}}; frame-src {{usher}}; img-src data:; require-trusted-types-for 'script'" />`;
