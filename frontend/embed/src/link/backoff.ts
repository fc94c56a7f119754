/** How long to wait before the next try. */

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const STABLE_MS = 60_000;

/**
 * Full jitter: random(0, min(30 s, 0.5 s · 2ⁿ)). A restarted server meets its clients spread over time, not as one
 * wave.
 */
export class Backoff {
  #failures = 0;
  #since: number | null = null;

  readonly #random: () => number;
  readonly #now: () => number;

  /** `random` and `now` are arguments for the tests' sake. */
  constructor(random: () => number = Math.random, now: () => number = () => performance.now()) {
    this.#random = random;
    this.#now = now;
  }

  /** The connection stands. Only time makes it good: one that breaks at once must not start the ladder anew. */
  opened(): void {
    this.#since = this.#now();
  }

  /** It worked; the next failure is the first. */
  reset(): void {
    this.#failures = 0;
    this.#since = null;
  }

  /**
   * The wait after a failure, in milliseconds. With `prompt` a connection that was stable is taken up again at once.
   */
  next(prompt = false): number {
    const stable = this.#since !== null && this.#now() - this.#since >= STABLE_MS;
    if (stable) this.#failures = 0;
    this.#since = null;
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures++);
    return stable && prompt ? 0 : this.#random() * ceiling;
  }
}
