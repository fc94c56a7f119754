/** The page's words about its visitor, as texts. */

import type { Fields } from "../change";

/**
 * Any object of the page as fields: texts stay, null removes, other values become text, objects JSON. What has no value
 * or is code is left out, and so is what can not be read; what is no object has no fields.
 */
export function readFields(data: unknown): Fields {
  const fields: Record<string, string | null> = {};
  if (typeof data !== "object" || data === null) return fields;
  for (const name of Object.keys(data)) {
    try {
      const text = textOf((data as Record<string, unknown>)[name]);
      if (text !== undefined) fields[name] = text;
    } catch {
      // A getter that throws, a date that is none, an object that contains itself.
    }
  }
  return fields;
}

function textOf(value: unknown): string | null | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      return value === null ? null : value instanceof Date ? value.toISOString() : JSON.stringify(value);
    default:
      return undefined;
  }
}
