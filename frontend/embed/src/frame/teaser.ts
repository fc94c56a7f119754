/** The newest words that the visitor has not seen, for the bubble beside the launcher. */

import type { Keep } from "../link/keep";

/** As many characters are shown. */
const LONGEST = 140;

/** Words of the other side, sent or only shown. */
export interface Words {
  /** A name that stays the same when an automatic message becomes a line. */
  readonly name: string;
  readonly text: string;
}

/** Shows words until the visitor puts them away, on this page or the next. */
export interface Teaser {
  /** What is to be shown of the newest words, if there are any. */
  readonly text: (newest: Words | undefined) => string | null;
  /** The visitor has put these away. */
  readonly dismiss: (newest: Words | undefined) => void;
}

/** The teaser of a site. */
export function makeTeaser(site: string, keep: Keep): Teaser {
  const key = `usher:teaser:${site}`;
  return {
    text: (newest) => (newest === undefined || newest.name === keep.get(key) ? null : short(newest.text)),
    dismiss: (newest) => {
      if (newest !== undefined) keep.set(key, newest.name);
    },
  };
}

/** One line of text, and not too long a one; cut between characters, not within. */
function short(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, " ").trim());
  return characters.length > LONGEST
    ? `${characters
        .slice(0, LONGEST - 1)
        .join("")
        .trimEnd()}…`
    : characters.join("");
}
