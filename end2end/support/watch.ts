/** Everything a page does that a customer could notice: console, requests, sockets, violations. */

import { expect, type Page, type Request, type WebSocket } from "@playwright/test";

declare global {
  interface Window {
    /** Violations of a policy, of the page's own or of a frame's. */
    usherViolations?: string[];
  }
}

/** What a page has done since it was watched. */
export class Watch {
  /** Errors in the console, and exceptions that nobody caught. */
  readonly errors: string[] = [];
  /** Warnings in the console. */
  readonly warnings: string[] = [];
  /** Requests of the page and its frames. */
  readonly requests: Request[] = [];
  /** Websockets that were opened. */
  readonly sockets: WebSocket[] = [];

  private constructor(private readonly page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(`${message.text()} (${message.location().url})`);
      if (message.type() === "warning") this.warnings.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("request", (request) => this.requests.push(request));
    page.on("websocket", (socket) => this.sockets.push(socket));
  }

  /** Watches a page; call it before the page goes anywhere. */
  static async over(page: Page): Promise<Watch> {
    const watch = new Watch(page);
    // Runs in every frame, before its own code, whatever the policy.
    await page.addInitScript(() => {
      const violations: string[] = (window.usherViolations = []);
      addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
        violations.push(`${violatedDirective} ${blockedURI} in ${sourceFile}`);
      });
    });
    return watch;
  }

  /** Requests to a server, as method and path. */
  to(origin: string): string[] {
    const ours = this.requests.map((request) => ({ method: request.method(), url: new URL(request.url()) }));
    return ours.filter(({ url }) => url.origin === origin).map(({ method, url }) => `${method} ${url.pathname}`);
  }

  /** Origins that were asked for anything. */
  origins(): string[] {
    const urls = this.requests.map((request) => new URL(request.url()));
    return [...new Set(urls.filter(({ protocol }) => protocol.startsWith("http")).map(({ origin }) => origin))];
  }

  /** Sockets that are open now. */
  open(): WebSocket[] {
    return this.sockets.filter((socket) => !socket.isClosed());
  }

  /** Violations of any policy in the page and its frames. */
  async violations(): Promise<string[]> {
    const all = await Promise.all(
      this.page.frames().map((frame) => frame.evaluate(() => window.usherViolations ?? []).catch(() => [])),
    );
    return all.flat();
  }

  /** Fails if anything went wrong that somebody could see in the console. */
  async expectQuiet(): Promise<void> {
    expect(this.errors, "errors in the console").toEqual([]);
    expect(await this.violations(), "violations of a policy").toEqual([]);
  }
}

/** What the browser keeps for the page and its frames: cookies of any site, and every kind of storage. */
export async function kept(page: Page): Promise<string[]> {
  const cookies = await page.context().cookies();
  const stored = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(async () => {
        const found = [
          ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
          ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
          ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name ?? ""}`),
          ...("caches" in window ? await caches.keys() : []).map((key) => `cache ${key}`),
          ...(document.cookie === "" ? [] : [`document.cookie ${document.cookie}`]),
          ...("serviceWorker" in navigator ? await navigator.serviceWorker.getRegistrations() : []).map(
            ({ scope }) => `service worker ${scope}`,
          ),
        ];
        return found.map((thing) => `${location.origin}: ${thing}`);
      }),
    ),
  );
  return [...cookies.map(({ name, domain }) => `cookie ${name} of ${domain}`), ...stored.flat()];
}
