/** The words of the interface, as the catalogue has them. */

import { readFileSync } from "node:fs";

import { root } from "../support/process.mjs";

/** The languages there are. */
export const LANGUAGES = ["en", "ru", "es", "pt"] as const;

/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** What the interface calls something. */
export function word(language: Language, key: string): string {
  const catalogue = readFileSync(`${root}crates/service/locales/${language}.toml`, "utf8");
  const value = new RegExp(`^${key}\\s*=\\s*"(.*)"\\s*$`, "m").exec(catalogue)?.[1];
  if (value === undefined) throw new Error(`the catalogue of ${language} has no ${key}`);
  return value;
}
