/** What Jivo's pages tell of a visitor beside contact data, as the server takes it (`domain::wire::UpdateVisitor`). */

import { isObject } from "../shape";
import type { Utm } from "./visit";

/** A field of the visitor's pane (CONTRACT 1.6 setCustomData). */
export interface Field {
  readonly content: string;
  readonly title?: string;
  readonly key?: string;
  readonly link?: string;
}

/** An update; what is missing stays as it is. */
export interface Report {
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly custom_data?: readonly Field[];
  readonly user_token?: string;
  readonly utm?: Utm;
}

/** One report that says what `first` and then `second` would. */
export const compose = (first: Report | null, second: Report): Report => ({
  ...first,
  ...second,
  ...(first?.attributes && second.attributes ? { attributes: { ...first.attributes, ...second.attributes } } : {}),
});

/** Attributes are texts or numbers of JavaScript; what is neither is skipped (CONTRACT 1.6 setClientAttributes). */
export function readAttributes(value: unknown): Record<string, string | number> {
  const entries = Object.entries(isObject(value) ? value : {});
  const isText = (one: unknown): one is string | number => typeof one === "string" || Number.isFinite(one);
  return Object.fromEntries(entries.filter((entry): entry is [string, string | number] => isText(entry[1])));
}

/** The fields of a list, with what of them is text or a number. */
export function readFields(value: unknown): Field[] {
  const text = (item: object, key: string): Record<string, string> => {
    const part: unknown = Reflect.get(item, key);
    return typeof part === "string" || Number.isFinite(part) ? { [key]: String(part) } : {};
  };
  const items = Array.isArray(value) ? value.filter(isObject) : [];
  return items.map((item) => ({
    content: "",
    ...text(item, "content"),
    ...text(item, "title"),
    ...text(item, "key"),
    ...text(item, "link"),
  }));
}
