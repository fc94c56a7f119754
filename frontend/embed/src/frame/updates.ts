/** What the site's code says of its visitor, on its way to the server. */

import type { Answer } from "../link/post";
import { again, DONE, Retry, type Outcome } from "../link/retry";

/** One update that does what `first` and then `second` would do. */
type Compose<T> = (first: T | null, second: T) => T;

/** Sends updates in their order: one on its way, and at most one, made of all that came meanwhile, behind it. */
export class Updates<T extends object> {
  /** What the server may not know yet, as one. */
  #pending: T | null = null;
  /** The part of it that is not on its way. */
  #waiting: T | null = null;
  readonly #retry = new Retry(() => this.#drain());

  readonly #compose: Compose<T>;
  readonly #post: (update: T) => Promise<Answer>;
  readonly #sent: (body: unknown) => void;

  /** `post` sends an update, `sent` is told what the server answers when it has it. */
  constructor(compose: Compose<T>, post: (update: T) => Promise<Answer>, sent: (body: unknown) => void) {
    this.#compose = compose;
    this.#post = post;
    this.#sent = sent;
  }

  /** What the server may not know yet, as one. */
  get pending(): T | null {
    return this.#pending;
  }

  /** Sends an update as soon as it can be. */
  add(update: T): void {
    this.#pending = this.#compose(this.#pending, update);
    this.#waiting = this.#compose(this.#waiting, update);
    this.#retry.run();
  }

  /** Sends nothing any more. */
  stop(): void {
    this.#retry.stop();
  }

  async #drain(): Promise<Outcome> {
    while (this.#waiting !== null) {
      const update: T = this.#waiting;
      this.#waiting = null;
      const answer = await this.#post(update);
      if (answer.kind === "later") {
        this.#waiting = this.#pending;
        return again(answer.afterMs);
      }
      this.#pending = this.#waiting;
      // The page's author reads the console, the visitor can do nothing about it.
      if (answer.kind === "refused") console.warn(`Usher: the visitor's data were refused. ${answer.message}`);
      else this.#sent(answer.body);
    }
    return DONE;
  }
}
