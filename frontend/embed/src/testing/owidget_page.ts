/** A page of mluvii's in a test: its script elements, and the objects that come of them. */

import { vi } from "vitest";
import { FakeFrame, settle } from "./fake_frame";
import { forget, globals, quieten } from "./page";

/** The methods of CONTRACT 3.2. */
export const METHODS = [
  "init",
  "connectToServer",
  "setAppEventCallback",
  "setStatusUpdateCallback",
  "setCustomNumberNormalization",
  "addCustomData",
  "openChat",
  "openAppOnCurrentPage",
] as const;

/** `owidget`, with what a page may add to it. */
export type Owidget = Record<(typeof METHODS)[number], (...args: unknown[]) => unknown> & {
  readonly isSupported: boolean;
  [own: `_${string}`]: unknown;
};

/** A script element with the page's function on it. */
export type Tag = HTMLScriptElement & { $owidgetOnLoad?: unknown };

export const COMPANY = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/** The page. */
export class OwidgetPage {
  constructor() {
    vi.stubGlobal("requestIdleCallback", (act: () => void) => {
      act();
    });
    vi.stubGlobal("matchMedia", () => ({ matches: false }));
    quieten();
  }

  /** Puts a script element on the page, which a test must not load. */
  tag(onLoad?: unknown, src = "https://chat.example/widget/OOWidget.js"): Tag {
    const script: Tag = document.createElement("script");
    script.type = "text/plain";
    Object.defineProperty(script, "src", { value: src });
    script.setAttribute("src", src);
    if (onLoad !== undefined) script.$owidgetOnLoad = onLoad;
    document.head.append(script);
    return script;
  }

  /** Runs the script as the page's element would, or without saying which that is. */
  async run(script: Tag | null): Promise<void> {
    vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
    vi.resetModules();
    await import("../facade/owidget");
    await settle();
  }

  /** The object of a script element of its own. */
  async make(): Promise<Owidget> {
    await this.run(this.tag());
    return globals.$owidget as Owidget;
  }

  /** The same, told which company it is, and connected. */
  async connect(...init: unknown[]): Promise<Owidget> {
    const owidget = await this.make();
    owidget.init(...(init.length === 0 ? [COMPANY] : init));
    owidget.connectToServer();
    await settle();
    return owidget;
  }

  /** Elements of ours on the page. */
  get hosts(): HTMLElement[] {
    return Array.from(document.querySelectorAll<HTMLElement>("[id^=owidget-container]"));
  }

  get address(): string | undefined {
    return this.hosts[0]?.shadowRoot?.querySelector("iframe")?.src;
  }

  /** What is in our element. */
  find(selector: string): HTMLElement | null {
    return this.hosts[0]?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  /** The frame's side, which has said hello and what to draw. */
  async frame(...draw: Parameters<FakeFrame["draw"]>): Promise<FakeFrame> {
    const frame = await FakeFrame.of(this.hosts[0]?.id ?? "").greet();
    await frame.draw(...draw);
    return frame;
  }

  /** Forgets all that the page may have set. No page can end the widget, and so the device does that. */
  async leave(): Promise<void> {
    for (const { id } of this.hosts) await (await FakeFrame.of(id).greet()).draw({ never: true });
    for (const name of ["$owidget", "$owidgetOnLoad"]) forget(name);
    for (const name of ["usher:owidget", "usher:scripts"]) forget(Symbol.for(name) as unknown as string);
    document.documentElement.lang = "";
    document.head.textContent = "";
    document.body.textContent = "";
    await settle();
  }
}
