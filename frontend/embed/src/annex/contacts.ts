/** What the visitor has told of themselves, or the page of them, kept in this browser (CONTRACT 1.6 getContactInfo). */

import type { Fields } from "../change";
import type { Keep } from "../link/keep";
import { readObject } from "../link/wire";
import type { Contacts } from "../port";
import { own } from "../shape";

const KINDS = ["name", "email", "phone", "description"] as const;

/** The contacts of a site's visitor. */
export interface ContactBook {
  readonly all: () => Contacts;
  /** Adds those that are given; an empty one says nothing. Returns them as the server's fields. */
  readonly add: (contacts: unknown) => Record<string, string>;
  /** Learns what the page's fields say; null forgets one, and what is not there stays. */
  readonly learn: (fields: Fields) => void;
  /** Hears what the server knows. Only what is new in it counts: it may have spoken before it heard what the page says. */
  readonly hear: (fields: Fields) => void;
}

/** Opens the book. */
export function makeContacts(site: string, keep: Keep): ContactBook {
  const key = `usher:contacts:${site}`;
  const all = (): Contacts => {
    const kept = readObject(keep.get(key)) ?? {};
    const one = (kind: string): string | null => textOf(own(kept, kind));
    return { name: one("name"), email: one("email"), phone: one("phone"), description: one("description") };
  };
  const put = (fields: Fields): void => {
    const next: Record<string, string | null> = { ...all() };
    for (const kind of KINDS) {
      const text = own(fields, kind === "description" ? "notes" : kind);
      if (text !== undefined) next[kind] = textOf(text);
    }
    const json = JSON.stringify(next);
    // Most fields say nothing of these, and then nothing is kept.
    if (json !== JSON.stringify(all())) keep.set(key, json);
  };
  /** What this page has said before the server's first word. */
  let said: Fields = {};
  /** The server's last word. */
  let heard: Fields | null = null;

  return {
    all,
    add: (contacts) => {
      const given = typeof contacts === "object" && contacts !== null ? contacts : {};
      const news: Partial<Record<(typeof KINDS)[number], string>> = {};
      for (const kind of KINDS) {
        const text = textOf(own(given, kind));
        if (text !== null) news[kind] = text;
      }
      keep.set(key, JSON.stringify({ ...all(), ...news }));
      const { description, ...others } = news;
      // Operators know the description as notes (CONTRACT 5).
      const fields = { ...others, ...(description === undefined ? {} : { notes: description }) };
      said = { ...said, ...fields };
      return fields;
    },
    learn: (fields) => {
      said = { ...said, ...fields };
      put(fields);
    },
    hear: (fields) => {
      const isNew = ([kind, text]: [string, string | null]): boolean =>
        heard === null ? own(said, kind) === undefined : own(heard, kind) !== text;
      put(Object.fromEntries(Object.entries(fields).filter(isNew)));
      heard = fields;
    },
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
