/** The visitor's token: the secret that makes this browser a certain visitor (`domain::visitor::Token`). */

import type { Keep } from "../link/keep";
import { locked } from "../link/lock";
import { randomBytes } from "../link/random";

/** Reads the token, or makes it when the visitor or the site's code acts, never before. */
export class Tokens {
  readonly #key: string;

  readonly #given: string | null;
  readonly #keep: Keep;

  /**
   * `who` is the site, or one of its people. `given` is the token of a visitor whom the server knows already; it stays
   * where it came from.
   */
  constructor(who: string, given: string | null, keep: Keep) {
    this.#given = given;
    this.#keep = keep;
    this.#key = `usher:token:${who}`;
  }

  /** The token, if there is one. */
  current(): string | null {
    if (this.#given !== null) return this.#given;
    const token = this.#keep.get(this.#key);
    return token !== null && /^[\w-]{43}$/.test(token) ? token : null;
  }

  /** The token; a new one if there was none. Two tabs that act at the same time get the same. */
  async ensure(): Promise<string> {
    return (
      this.current() ??
      (await locked(this.#key, () => {
        // Read again: the other tab may have been here first.
        let token = this.current();
        if (token === null) {
          token = newToken();
          this.#keep.set(this.#key, token);
        }
        return Promise.resolve(token);
      }))
    );
  }

  /** Forgets the token: this browser is nobody again. */
  forget(): void {
    this.#keep.remove(this.#key);
  }

  /** Calls `act` when another tab made the token, or removed it; returns how to stop. */
  watch(act: () => void): () => void {
    return this.#keep.watch(this.#key, act);
  }
}

/** 256 random bits as unpadded base64url. */
function newToken(): string {
  const base64 = btoa(String.fromCharCode(...randomBytes(32)));
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
