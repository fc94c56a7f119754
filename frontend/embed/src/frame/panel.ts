/** The panel: rendered by the server, put into this document when it is wanted, brought to life by the wasm. */

import { again, DONE, Retry, type Outcome } from "../link/retry";
import { parsePanel } from "./markup";
import type { Assets, Settings } from "./settings";
import type { Visitor } from "./visitor";

/** A panel without its style is worse than a late one, but not forever. */
const STYLE_MS = 1_000;
const FETCH_MS = 15_000;
/** A document that was loaded again less than this ago has the server's newest names. */
const YOUNG_MS = 60_000;

/** What the bundler makes of the widget's crate. */
interface Wasm {
  default(options: { module_or_path: string }): Promise<unknown>;
  hydrate(): void;
}

/** Loads the panel, once. */
export class Panel {
  private wanted: Retry | null = null;
  private style: Promise<void> | null = null;
  private wasm: Promise<Wasm | null> | null = null;
  private isShown: boolean;
  private wantsFocus = false;

  constructor(
    private readonly settings: Settings,
    private readonly visitor: Visitor,
  ) {
    this.isShown = settings.page === "chat";
    // A frame that is not yet to be seen can not take the caret; the page gives it the focus once it is.
    window.addEventListener("focus", () => this.takeFocus());
  }

  /** Loads it, unless that was asked for before. */
  load(): void {
    if (this.wanted !== null) return;
    this.wanted = new Retry(() => this.attempt());
    this.wanted.run();
  }

  /** Puts the caret where one writes, now or as soon as it is there. */
  focus(): void {
    this.wantsFocus = true;
    this.takeFocus();
  }

  private takeFocus(): void {
    const composer = document.querySelector<HTMLElement>("textarea[name=text]");
    if (!this.wantsFocus || composer === null) return;
    composer.focus();
    // The caret in a frame without the keyboard is forgotten when the frame gets it.
    this.wantsFocus = !document.hasFocus() || document.activeElement !== composer;
  }

  /** Both parts are asked for at once, and kept when they came; what failed is tried again. */
  private async attempt(): Promise<Outcome> {
    this.wasm ??= startWasm(this.settings.assets);
    if (!this.isShown && !(await this.show())) return again();
    const wasm = await this.wasm;
    if (wasm === null) {
      this.wasm = null;
      return again();
    }
    try {
      wasm.hydrate();
    } catch (error) {
      // A second try would meet the same page. What the server rendered stays, and its form works.
      console.error(error);
    }
    return DONE;
  }

  /** Puts the server's panel into the document; false when it can not be had now. */
  private async show(): Promise<boolean> {
    this.style ??= addStyle(this.settings.assets.style);
    const [markup] = await Promise.all([this.fetch(), this.style]);
    const root =
      document.getElementById("usher-panel-root") ?? document.body.appendChild(document.createElement("div"));
    root.id = "usher-panel-root";
    if (markup === null) {
      root.textContent = "The chat can not be reached. Trying again.";
      return false;
    }
    root.replaceWith(markup.panel, markup.state);
    this.isShown = true;
    this.takeFocus();
    return true;
  }

  private async fetch(): Promise<ReturnType<typeof parsePanel>> {
    const token = this.visitor.tokens.current();
    const site = encodeURIComponent(this.settings.look.site);
    try {
      const response = await fetch(`/frame/${site}/panel`, {
        credentials: "omit",
        headers: token === null ? {} : { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(FETCH_MS),
      });
      if (!response.ok) return null;
      const script = response.headers.get("usher-script");
      if (script !== null && script !== this.settings.assets.script && this.mayReload()) {
        location.reload();
        return null;
      }
      return parsePanel(await response.text());
    } catch {
      return null;
    }
  }

  /**
   * This document came from a cache, or has been open for days, and the server has newer files than it names: the panel
   * it renders is not the one our wasm knows. A new document names the new ones; the page around us says its boot words
   * again. Not while it would cost anybody's words, nor again and again.
   */
  private mayReload(): boolean {
    const [navigation] = performance.getEntriesByType("navigation");
    const isNew = (navigation as PerformanceNavigationTiming | undefined)?.type === "reload";
    return !this.visitor.isVolatile && !(isNew && performance.now() < YOUNG_MS);
  }
}

async function startWasm({ script, wasm }: Assets): Promise<Wasm | null> {
  try {
    const module = (await import(script)) as Wasm;
    await module.default({ module_or_path: wasm });
    return module;
  } catch (error) {
    console.error(error);
    return null;
  }
}

function addStyle(href: string): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = () => resolve();
    setTimeout(resolve, STYLE_MS);
    document.head.append(link);
  });
}
