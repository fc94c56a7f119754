/** The words of launcher and panel, in the visitor's language. */

import type { Words } from "./settings";

/** Words of a language. */
export interface Lexicon {
  readonly language: string;
  readonly words: Words;
}

/** Words that one can say. */
export interface Vocabulary {
  /** One word. */
  readonly say: (key: string) => string;
  /** `3 unread messages.`, in the form that the language has for this number. */
  readonly unread: (count: number) => string;
}

/** The words of a language, and over them the page's. */
export function makeVocabulary({ language, words }: Lexicon, page: Words): Vocabulary {
  const say = (key: string): string => page[key] ?? words[key] ?? "";
  const unread = (count: number): string => {
    const form = new Intl.PluralRules(language).select(count);
    const counted = say(`unread${form.charAt(0).toUpperCase()}${form.slice(1)}`);
    return (counted || say("unreadOther")).replace("{n}", String(count));
  };
  return { say, unread };
}
