/** Work that is tried again until it is done: one run at a time, with backoff, at once when the network is back. */

import { Backoff } from "./backoff";
import { isAsleep, onWake } from "./wake";

/** How a run ended: done, or to be tried again, after the server's own time if it named one. */
export type Outcome = { readonly kind: "done" } | { readonly kind: "again"; readonly afterMs: number | null };

/** Nothing is left to do. */
export const DONE: Outcome = { kind: "done" };

/** Try again; `afterMs` is the server's word, null leaves it to the backoff. */
export const again = (afterMs: number | null = null): Outcome => ({ kind: "again", afterMs });

/** Runs `work` whenever {@link Retry.run} asks, and until it says that it is done. */
export class Retry {
  private readonly backoff: Backoff;
  private readonly forget: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Not before this time, whatever wakes us: the server asked for it. */
  private notBefore = 0;
  private isRunning = false;
  private isAsked = false;
  private isWaiting = false;
  private isStopped = false;

  /** `work` must not throw; it does its work and says how it went. */
  constructor(
    private readonly work: () => Promise<Outcome>,
    backoff = new Backoff(),
  ) {
    this.backoff = backoff;
    this.forget = onWake(() => {
      if (this.isWaiting) this.run();
    });
  }

  /** Runs the work now; a run under way is followed by another, so that nothing asked for meanwhile is overlooked. */
  run(): void {
    const wait = this.notBefore - performance.now();
    if (this.isStopped) return;
    if (this.isRunning) this.isAsked = true;
    else if (wait > 0) this.later(wait);
    else void this.loop();
  }

  /** Ends it; a run under way is not cut off, but nothing follows it. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.forget();
  }

  private async loop(): Promise<void> {
    clearTimeout(this.timer);
    this.isWaiting = false;
    this.isRunning = true;
    let outcome: Outcome;
    do {
      this.isAsked = false;
      outcome = await this.work();
    } while (outcome.kind === "done" && this.isAsked);
    this.isRunning = false;
    if (this.isStopped) return;
    if (outcome.kind === "done") {
      this.backoff.reset();
    } else if (outcome.afterMs !== null) {
      this.notBefore = performance.now() + outcome.afterMs;
      this.later(outcome.afterMs);
    } else {
      this.later(this.backoff.next());
    }
  }

  private later(ms: number): void {
    this.isWaiting = true;
    clearTimeout(this.timer);
    if (isAsleep()) return;
    this.timer = setTimeout(() => {
      this.run();
    }, ms);
  }
}
