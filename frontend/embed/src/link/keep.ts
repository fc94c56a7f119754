/** What a browser keeps for us, if it does. */

import { attempt } from "../attempt";

/**
 * Texts by key, in the browser's storage; what it refuses (denied, full, private mode) is kept in memory instead, so
 * that only reloading the page can lose it. Nothing here throws.
 */
export class Keep {
  readonly #memory = new Map<string, string>();

  readonly #storage: Storage | null;

  /** The storage is an argument for the tests' sake. */
  constructor(storage: Storage | null = browserStorage()) {
    this.#storage = storage;
  }

  /** Whether something would be lost by reloading the page. */
  get isVolatile(): boolean {
    return this.#memory.size > 0;
  }

  /** The keys that start with `prefix`, in no order. */
  keys(prefix: string): string[] {
    const keys = new Set(this.#memory.keys());
    attempt(() => {
      for (let index = 0; index < (this.#storage?.length ?? 0); index++) {
        const key = this.#storage?.key(index);
        if (key != null) keys.add(key);
      }
    });
    return [...keys].filter((key) => key.startsWith(prefix));
  }

  /** The text under `key`. */
  get(key: string): string | null {
    return this.#memory.get(key) ?? attempt(() => this.#storage?.getItem(key)) ?? null;
  }

  /** Keeps `text` under `key`. */
  set(key: string, text: string): void {
    const isStored = attempt(() => {
      this.#storage?.setItem(key, text);
      return this.#storage !== null;
    });
    if (isStored === true) this.#memory.delete(key);
    else this.#memory.set(key, text);
  }

  /** Forgets `key`. */
  remove(key: string): void {
    this.#memory.delete(key);
    attempt(() => this.#storage?.removeItem(key));
  }

  /** Calls `act` when another tab changes a key that starts with `prefix`; returns how to stop. */
  watch(prefix: string, act: () => void): () => void {
    const changed = (event: StorageEvent): void => {
      // Without a key the whole storage was cleared.
      if (event.key === null || event.key.startsWith(prefix)) act();
    };
    window.addEventListener("storage", changed);
    return () => window.removeEventListener("storage", changed);
  }
}

function browserStorage(): Storage | null {
  // Where storage is denied, already the look at it throws.
  return attempt(() => window.localStorage) ?? null;
}
