/** The page's words about its visitor, as texts. */

import type { Fields } from "../change";

/**
 * Any object of the page as fields: texts stay, null removes, other values become text, objects JSON. What has no value or is
 * code is left out; what is no object has no fields.
 */
export function readFields(data: unknown): Fields {
  const fields: Record<string, string | null> = {};
  if (typeof data !== "object" || data === null) return fields;
  for (const [name, value] of Object.entries(data)) {
    const text = textOf(value);
    if (text !== undefined) fields[name] = text;
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
      return value === null ? null : value instanceof Date ? value.toISOString() : jsonOf(value);
    default:
      return undefined;
  }
}

function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a circle
  }
}
