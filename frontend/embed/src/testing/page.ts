/** A customer's page in a test: globals, a script tag, and the widget that comes of them. */

import { vi } from "vitest";
import { FakeFrame, settle } from "./fake_frame";
import { FACADES, type FacadeUnderTest } from "./vendors";

/** A facade's function. */
export type Chat = ((...args: unknown[]) => unknown) & {
  readonly q?: unknown[];
  readonly restart?: unknown;
  readonly _chatExpanded?: unknown;
};

/** The page's globals. */
export const globals = window as unknown as Record<string, unknown>;

/** The page of one facade. */
export class TestPage {
  constructor(readonly facade: FacadeUnderTest) {
    // The page is idle at once, and no query matches but those that a test wants to.
    vi.stubGlobal("requestIdleCallback", (act: () => void) => {
      act();
    });
    this.media();
    quieten();
  }

  /** Makes media queries match that hold these words. */
  media(...words: string[]): void {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: words.some((word) => query.includes(word)) }));
  }

  /** The page's function. */
  get chat(): Chat {
    return globals[this.facade.name] as Chat;
  }

  /** Gives the page's configuration, with the site's id in it. */
  configure(config: object = {}, site: { readonly id: unknown } = { id: "demo" }): void {
    const { id, configs } = this.facade;
    if (id !== null) globals[id] = site.id;
    globals[configs.at(-1) ?? ""] = id === null ? { orgId: site.id, ...config } : { ...config };
  }

  /** The queue stub of the vendor's snippet. */
  stub(): void {
    const stub = (...args: unknown[]): void => {
      const self = stub as unknown as { q?: unknown[] };
      (self.q ??= []).push(args);
    };
    globals[this.facade.name] = stub;
  }

  /** Runs the script as the page's tag would. */
  async run(src = "https://chat.example/widget/script.js"): Promise<void> {
    const script = document.createElement("script");
    if (src !== "") Object.defineProperty(script, "src", { value: src });
    vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
    vi.resetModules();
    await import(`../facade/${this.facade.file}.ts`);
    await settle();
  }

  /** Our element on the page. */
  get host(): HTMLElement | null {
    return document.getElementById(this.facade.host);
  }

  /** What is in it. */
  find(selector: string): HTMLElement | null {
    return this.host?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  /** The frame among it. */
  get iframe(): HTMLIFrameElement | null {
    return this.host?.shadowRoot?.querySelector("iframe") ?? null;
  }

  /** The frame's side, which has said hello and what to draw. */
  async frame(...draw: Parameters<FakeFrame["draw"]>): Promise<FakeFrame> {
    const frame = await FakeFrame.of(this.facade.host).greet();
    await frame.draw(...draw);
    return frame;
  }

  /** Ends the widget, and forgets all that a page of any facade may have set. */
  async leave(): Promise<void> {
    for (const { name, configs, integration, id, group } of FACADES) {
      const chat = globals[name];
      if (typeof chat === "function") (chat as Chat)("kill");
      for (const key of [name, ...configs, integration, id, group]) if (key !== null) forget(key);
    }
    await settle();
    document.body.textContent = "";
    document.body.removeAttribute("class");
    history.replaceState(null, "", "/");
    await settle();
  }
}

/** Removes a global of the page. */
export function forget(name: string): void {
  Reflect.deleteProperty(globals, name);
}

/** Nothing is loaded into a frame in a test, and that need not be said of every one. */
export function quieten(): void {
  const { happyDOM } = window as unknown as { happyDOM: { settings: Record<string, unknown> } };
  happyDOM.settings.enableIframePageLoading = true;
  happyDOM.settings.disableIframePageLoading = false;
  happyDOM.settings.fetch = { interceptor: { beforeAsyncRequest: () => Promise.resolve(new Response("")) } };
}
