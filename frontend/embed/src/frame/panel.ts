/**
 * Entry: the panel, rendered by the server, put into this document when it is wanted, brought to life by the wasm. A
 * script of its own, since most visitors never open it (`drawer.ts`).
 */

import { chime } from "../link/chime";
import { again, DONE, Retry, type Outcome } from "../link/retry";
import { tendComposer, tendEscape } from "./composer";
import { parsePanel } from "./markup";
import { mayReload } from "./reload";
import { rootOf, sayUnreachable } from "./root";
import type { Assets, Settings } from "./settings";
import { addStyle } from "./style";
import type { Visitor } from "./visitor";

const FETCH_MS = 15_000;

/** What the bundler makes of the widget's crate. */
interface Wasm {
  default(options: { module_or_path: string }): Promise<unknown>;
  hydrate(): void;
}

/** Brings the panel in, as soon as it can be had. */
export class Panel {
  readonly #retry = new Retry(() => this.#attempt());
  #style: Promise<void> | null = null;
  #wasm: Promise<Wasm | null> | null = null;
  #isShown: boolean;
  #wantsFocus = false;

  readonly #settings: Settings;
  readonly #visitor: Visitor;

  constructor(settings: Settings, visitor: Visitor) {
    this.#settings = settings;
    this.#visitor = visitor;
    this.#isShown = settings.page === "chat";
    // A frame that is not yet to be seen can not take the caret; the page gives it the focus once it is.
    window.addEventListener("focus", () => this.#takeFocus());
    visitor.link.chime = chime;
    tendComposer(visitor);
    tendEscape(() => visitor.link.minimize());
    this.#retry.run();
  }

  /** Puts the caret where one writes, now or as soon as it is there. */
  focus(): void {
    this.#wantsFocus = true;
    this.#takeFocus();
  }

  #takeFocus(): void {
    const composer = document.querySelector<HTMLElement>("textarea[name=text]");
    if (!this.#wantsFocus || composer === null) return;
    composer.focus();
    // The caret in a frame without the keyboard is forgotten when the frame gets it.
    this.#wantsFocus = !document.hasFocus() || document.activeElement !== composer;
  }

  /** Both parts are asked for at once, and kept when they came; what failed is tried again. */
  async #attempt(): Promise<Outcome> {
    this.#wasm ??= startWasm(this.#settings.assets);
    if (!this.#isShown && !(await this.#show())) return again();
    const wasm = await this.#wasm;
    if (wasm === null) {
      this.#wasm = null;
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
  async #show(): Promise<boolean> {
    this.#style ??= addStyle(this.#settings.assets.style);
    const [markup] = await Promise.all([this.#fetch(), this.#style]);
    if (markup === null) {
      sayUnreachable(this.#visitor.dress.words());
      return false;
    }
    rootOf().replaceWith(markup.panel, markup.state);
    this.#isShown = true;
    this.#takeFocus();
    return true;
  }

  async #fetch(): Promise<ReturnType<typeof parsePanel>> {
    await this.#visitor.whenSettled();
    const { link, dress } = this.#visitor;
    const token = link.token();
    const { site, preset } = this.#settings.look;
    try {
      const response = await fetch(`/frame/${encodeURIComponent(site)}/panel`, {
        method: "POST",
        credentials: "omit",
        headers: {
          "Content-Type": "application/json",
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ ...dress.wishes(), preset }),
        signal: AbortSignal.timeout(FETCH_MS),
      });
      if (!response.ok) return null;
      const script = response.headers.get("usher-script");
      // The panel that the server renders is not the one our wasm knows.
      if (script !== null && script !== this.#settings.assets.script && mayReload(this.#visitor)) {
        location.reload();
        return null;
      }
      return parsePanel(await response.text());
    } catch {
      return null;
    }
  }
}

async function startWasm({ script, wasm }: Assets): Promise<Wasm | null> {
  try {
    const module = (await import(script)) as Wasm;
    await module.default({ module_or_path: wasm });
    return module;
  } catch (error) {
    // It is tried again; or the page has taken the frame away, and there is nothing wrong at all.
    console.warn(error);
    return null;
  }
}
