/** Work that is tried again until it is done: one run at a time, with backoff, at once when the network is back. */

import { Backoff } from "./backoff";
import { isAsleep, onWake } from "./wake";

/** How a run ended: done, or to be tried again, after the server's own time if it named one. */
export type Outcome = { readonly kind: "done" } | { readonly kind: "again"; readonly afterMs: number | null };

/** Nothing is left to do. */
export const DONE: Outcome = { kind: "done" };

/** Try again; `afterMs` is the server's word, null leaves it to the backoff. */
export const again = (afterMs: number | null = null): Outcome => ({ kind: "again", afterMs });

/** Runs `work` when asked to, and until it says that it is done. */
export class Retry {
  readonly #backoff: Backoff;
  readonly #forget: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Not before this time, whatever wakes us: the server asked for it. */
  #notBefore = 0;
  #isRunning = false;
  #asked = 0;
  #isWaiting = false;
  #isStopped = false;

  readonly #work: () => Promise<Outcome>;

  /** `work` does its work and says how it went. */
  constructor(work: () => Promise<Outcome>, backoff = new Backoff()) {
    this.#work = work;
    this.#backoff = backoff;
    this.#forget = onWake(() => {
      if (this.#isWaiting) this.now();
    });
  }

  /** There is work: runs it, unless a failed one is waiting for its time. */
  run(): void {
    if (!this.#isWaiting) this.now();
  }

  /** Runs it now, and shortens a wait of our own choosing: somebody acted, or the network is back. */
  now(): void {
    const wait = this.#notBefore - performance.now();
    if (this.#isStopped) return;
    // What is asked for during a run may have come too late for it, so another one follows.
    if (this.#isRunning) this.#asked++;
    else if (wait > 0) this.#later(wait);
    else void this.#loop();
  }

  /** Ends it; a run under way is not cut off, but nothing follows it. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#forget();
  }

  async #loop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
    this.#isRunning = true;
    let outcome: Outcome;
    let asked: number;
    do {
      asked = this.#asked;
      outcome = await this.#attempt();
    } while (outcome.kind === "done" && this.#asked !== asked);
    this.#isRunning = false;
    if (this.#isStopped) return;
    if (outcome.kind === "done") {
      this.#backoff.reset();
    } else if (outcome.afterMs !== null) {
      this.#notBefore = performance.now() + outcome.afterMs;
      this.#later(outcome.afterMs);
    } else {
      this.#later(this.#backoff.next());
    }
  }

  async #attempt(): Promise<Outcome> {
    try {
      return await this.#work();
    } catch (error) {
      // A fault of ours must not leave words unsent for ever.
      console.error(error);
      return again();
    }
  }

  #later(ms: number): void {
    this.#isWaiting = true;
    clearTimeout(this.#timer);
    if (isAsleep()) return;
    this.#timer = setTimeout(() => this.now(), ms);
  }
}
