/** What the site's code says of its visitor, on its way to the server. */

import { compose, type Change } from "../change";
import type { Answer } from "../link/post";
import { again, DONE, Retry, type Outcome } from "../link/retry";

/** Sends changes in their order: one on its way, and at most one, made of all that came meanwhile, behind it. */
export class Updates {
  #waiting: Change | null = null;
  readonly #retry = new Retry(() => this.#drain());

  readonly #post: (change: Change) => Promise<Answer>;
  readonly #sent: () => void;

  /** `post` sends a change, `sent` is told when the server has it. */
  constructor(post: (change: Change) => Promise<Answer>, sent: () => void) {
    this.#post = post;
    this.#sent = sent;
  }

  /** Sends a change as soon as it can be. */
  add(change: Change): void {
    this.#waiting = compose(this.#waiting, change);
    this.#retry.run();
  }

  /** Sends nothing any more. */
  stop(): void {
    this.#retry.stop();
  }

  async #drain(): Promise<Outcome> {
    while (this.#waiting !== null) {
      const change: Change = this.#waiting;
      this.#waiting = null;
      const answer = await this.#post(change);
      if (answer.kind === "later") {
        const since = this.#waiting as Change | null;
        this.#waiting = since === null ? change : compose(change, since);
        return again(answer.afterMs);
      }
      // The page's author reads the console, the visitor can do nothing about it.
      if (answer.kind === "refused") console.warn(`Usher: the visitor's data were refused. ${answer.message}`);
      else this.#sent();
    }
    return DONE;
  }
}
