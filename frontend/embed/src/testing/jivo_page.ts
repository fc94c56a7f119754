/** A page of Jivo's in a test: its globals, its script tag, and the widget that comes of them. */

import { vi } from "vitest";
import type { Facts, Status } from "../port";
import { FakeFrame, settle } from "./fake_frame";
import { forget, globals, quieten } from "./page";

/** A visitor whom nobody knows, at a site that has everything. */
export const FACTS: Facts = {
  contacts: { name: null, email: null, phone: null, description: null },
  required: [],
  utm: { content: null, campaign: null, source: null, medium: null, term: null },
  history: false,
  scene: "chat",
  callback: null,
  extras: true,
  config: { widget_id: "1234567890", chat_mode: "online" },
  attempts: 10,
  conditions: ["online", "time_on_page"],
  commands: ["proactive", "hide"],
  guess: 0,
};

/** `jivo_api`, with whatever a page may call on it. */
export type Api = Record<string, (...args: unknown[]) => unknown>;

/** What the script leaves on the page. */
const OURS = [
  "jivo_magic_var",
  "jivo_version",
  "jivo_init",
  "jivo_destroy",
  "jivo_cspNonce",
  "jivo_config",
  "jivo_api",
];

/** Where the script keeps what it has begun. */
const LIFE = Symbol.for("usher:jivo") as unknown as string;

/** The page. */
export class JivoPage {
  /** Names of the callbacks that were called, with what they were told. */
  readonly calls: unknown[][] = [];

  constructor() {
    this.media();
    quieten();
  }

  /** Makes media queries match that hold these words. */
  media(...words: string[]): void {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: words.some((word) => query.includes(word)) }));
  }

  /** Has these callbacks write down that they were called. */
  listen(...names: string[]): void {
    for (const name of names) globals[`jivo_${name}`] = (...args: unknown[]) => this.calls.push([name, ...args]);
  }

  /** What was called since somebody last asked. */
  taken(): unknown[][] {
    return this.calls.splice(0);
  }

  /** Puts a script element on the page, which a test must not load. */
  tag(src: string, attributes: Record<string, string> = {}): HTMLScriptElement {
    const script = document.createElement("script");
    script.type = "text/plain";
    Object.defineProperty(script, "src", { value: src });
    for (const [name, value] of Object.entries({ src, ...attributes })) script.setAttribute(name, value);
    document.head.append(script);
    return script;
  }

  /** Runs the script as a tag would that is no longer there, or as something without a tag. */
  async run(src: string | null = "https://chat.example/widget/1234567890", nonce = ""): Promise<void> {
    const script = src === null ? null : this.tag(src);
    if (script !== null) script.nonce = nonce;
    script?.remove();
    vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
    vi.resetModules();
    await import("../facade/jivo");
    await settle();
  }

  get api(): Api {
    return globals.jivo_api as Api;
  }

  init(): unknown {
    return (globals.jivo_init as () => unknown)();
  }

  destroy(): unknown {
    return (globals.jivo_destroy as () => unknown)();
  }

  get container(): HTMLElement | null {
    return document.querySelector("jdiv#jcont");
  }

  get label(): HTMLElement | null {
    return document.querySelector("jdiv#jcont > jdiv#jivo_chat_widget");
  }

  /** What is in the label, or in the window. */
  find(selector: string): HTMLElement | null {
    const hosts = Array.from(document.querySelectorAll("jdiv#jcont div"));
    const found = hosts.map(({ shadowRoot }) => shadowRoot?.querySelector<HTMLElement>(selector) ?? null);
    return found.find((element) => element !== null) ?? null;
  }

  get iframe(): HTMLIFrameElement | null {
    return this.find("iframe") as HTMLIFrameElement | null;
  }

  /** The box around the launcher. */
  get isLabelShown(): boolean {
    const box = this.find(".jivo-launcher.launcher")?.closest<HTMLElement>(".box");
    const isLabel = box?.querySelector(".teaser") != null;
    return isLabel && !box.hidden;
  }

  get isWindowShown(): boolean {
    return this.iframe?.parentElement?.classList.contains("open") === true;
  }

  /** The frame's side, which has said all that a widget begins with. */
  async frame(facts: Partial<Facts> = {}, status: Partial<Status> = {}): Promise<FakeFrame> {
    const frame = await FakeFrame.of("jivo-iframe-container").greet();
    await frame.say({ type: "sheet", css: ".launcher{cursor:help}" });
    await frame.say({ type: "facts", facts: { ...FACTS, ...facts } });
    await frame.draw({}, status);
    return frame;
  }

  /** The whole of it: script and frame. */
  async begin(...about: Parameters<JivoPage["frame"]>): Promise<FakeFrame> {
    await this.run();
    return this.frame(...about);
  }

  /** Ends the widget, and forgets all that a page may have set. */
  async leave(): Promise<void> {
    vi.useRealTimers();
    (globals[LIFE] as { readonly end: () => void } | undefined)?.end();
    forget(LIFE);
    for (const key of Object.keys(globals)) if (/^(__)?jivo/.test(key)) forget(key);
    OURS.forEach(forget);
    document.head.textContent = "";
    document.body.textContent = "";
    await settle();
  }
}
