/** What methods say of the widget's looks (CONTRACT 2.3), each under its key of the configuration. */

import type { Wishes } from "../port";
import { isObject, own } from "../shape";
import { readColour, readLanguage, readNumber, readPosition } from "./wish";
import { readWords } from "./locale";

/** What a key becomes when it is given a value; null if that is none, undefined if the key is taken back. */
type Read = (value: unknown, before: unknown) => unknown;

const takeBack: Read = () => undefined;

const CALLS: Readonly<Record<string, readonly [key: string, read: Read]>> = {
  setButtonPosition: ["buttonPosition", readPosition],
  resetButtonPosition: ["buttonPosition", takeBack],
  setButtonSize: ["buttonSize", readNumber],
  setChatWidth: ["chatWidth", readNumber],
  setChatHeight: ["chatHeight", readNumber],
  setZIndex: ["zIndex", readNumber],
  setColors: ["colors", (colours, before) => added(before, colours, readColours)],
  resetColors: ["colors", takeBack],
  setLanguage: ["language", readLanguage],
  setLocale: ["locale", (words, before) => added(before, words, readWords)],
};

/** What is in force after a call; null if the call makes no sense, and then what was in force before it stays so. */
export function called(before: Wishes, method: string, value: unknown): Wishes | null {
  // A locale may be no more than a language.
  const call = own(CALLS, method === "setLocale" && !isObject(value) ? "setLanguage" : method);
  if (call === undefined) return null;
  const [key, read] = call as (typeof CALLS)[string];
  const after = read(value, before[key]);
  return after === null ? null : { ...before, [key]: after };
}

/** What was said before, and what is said now over it; null if that is no object. */
const added = (before: unknown, value: unknown, read: (value: object) => object): object | null =>
  isObject(value) ? { ...(before as object | undefined), ...read(value) } : null;

const readColours = (colours: object): object =>
  Object.fromEntries(Object.entries(colours).filter(([, colour]) => readColour(colour) !== null));
