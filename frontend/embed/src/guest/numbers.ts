/** Phone numbers, on which the page has the word (CONTRACT 3.2 setCustomNumberNormalization). */

import type { ToPage } from "../port";

/** Asks the page. */
export interface Numbers {
  /** Whether the page wants to be asked; else a number is what was written. */
  readonly want: (isWanted: boolean) => void;
  /** What a number is; null if it is none. */
  readonly normalise: (phone: string) => Promise<string | null>;
  /** The page answers. */
  readonly answer: (id: number, phone: string | null) => void;
}

/** The page is asked by `tell`. */
export function makeNumbers(tell: (message: ToPage) => void, isWanted: boolean): Numbers {
  const questions = new Map<number, (phone: string | null) => void>();
  let last = 0;
  return {
    want: (now) => {
      isWanted = now;
    },
    normalise: (phone) => {
      if (!isWanted) return Promise.resolve(phone);
      const id = ++last;
      tell({ type: "normalise", id, phone });
      return new Promise((done) => questions.set(id, done));
    },
    answer: (id, phone) => {
      questions.get(id)?.(phone);
      questions.delete(id);
    },
  };
}
