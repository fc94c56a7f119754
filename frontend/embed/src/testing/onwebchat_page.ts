/** A page of onWebChat's in a test: the vendor's snippet, its script element, and the widget that comes of them. */

import { vi } from "vitest";
import { FakeFrame, settle } from "./fake_frame";
import { forget, globals, quieten } from "./page";

/** What pages call: the snippet's object, or ours. */
export interface OnWebChat {
  ar?: unknown[];
  set: (key?: unknown, value?: unknown) => unknown;
  get: (key?: unknown) => unknown;
}

export const CHAT = "0123456789abcdef0123456789abcdef";
const HOST = "onwebchat-container";

/** The page. */
export class OnWebChatPage {
  constructor() {
    vi.stubGlobal("requestIdleCallback", (act: () => void) => {
      act();
    });
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    quieten();
  }

  /** What the vendor's snippet leaves on the page (NE1). */
  snippet(): void {
    const snippet: OnWebChat = {
      ar: [],
      set(key, value) {
        if (globals.onWebChat_ === undefined) this.ar?.push([key, value]);
        else (globals.onWebChat_ as OnWebChat).set(key, value);
      },
      get: (key) => (globals.onWebChat_ as OnWebChat).get(key),
    };
    globals.onWebChat = snippet;
  }

  get chat(): OnWebChat {
    return globals.onWebChat as OnWebChat;
  }

  /** Runs the script as the snippet's element would. */
  async run(path: string | null = CHAT): Promise<void> {
    const script = document.createElement("script");
    if (path !== null) Object.defineProperty(script, "src", { value: `https://chat.example/clientchat/${path}` });
    vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
    vi.resetModules();
    await import("../facade/onwebchat");
    await settle();
  }

  /** Our element on the page. */
  get host(): HTMLElement | null {
    return document.getElementById(HOST);
  }

  get address(): string | undefined {
    return this.host?.shadowRoot?.querySelector("iframe")?.src;
  }

  /** What is in it. */
  find(selector: string): HTMLElement | null {
    return this.host?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  get isOpen(): boolean {
    return this.find(".box")?.classList.contains("open") === true;
  }

  get isAway(): boolean {
    return this.find(".box")?.classList.contains("away") === true;
  }

  /** The frame's side, which has said hello and what to draw. */
  async frame(...draw: Parameters<FakeFrame["draw"]>): Promise<FakeFrame> {
    const frame = await FakeFrame.of(HOST).greet();
    await frame.draw(...draw);
    return frame;
  }

  /** Snippet, script and frame. */
  async begin(...draw: Parameters<FakeFrame["draw"]>): Promise<FakeFrame> {
    this.snippet();
    await this.run();
    return this.frame(...draw);
  }

  /** Forgets all that the page may have set. No page can end the widget, and so the device does that. */
  async leave(): Promise<void> {
    if (this.host !== null) await (await FakeFrame.of(HOST).greet()).draw({ never: true });
    for (const name of ["onWebChat", "onWebChat_"]) forget(name);
    for (const name of ["usher:onwebchat", "usher:scripts"]) forget(Symbol.for(name) as unknown as string);
    document.head.textContent = "";
    document.body.textContent = "";
    await settle();
  }
}
