/**
 * What a page may wish of the widget's looks, read value by value; null says that a value is none, and then what was said
 * before it counts.
 */

/** The nine places: an edge, and where on it (CONTRACT 2.2 buttonPosition). */
export type Position = `b${"l" | "c" | "r"}` | `${"l" | "r"}${"t" | "m" | "b"}`;

/** One of the nine places. */
export function readPosition(value: unknown): Position | null {
  return typeof value === "string" && /^(b[lcr]|[lr][tmb])$/.test(value) ? (value as Position) : null;
}

/** A finite number; a numeric text is one too (CONTRACT 2.3 setButtonSize). */
export function readNumber(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** A colour in any form that CSS knows. */
export function readColour(value: unknown): string | null {
  return typeof value === "string" && CSS.supports("color", value) ? value : null;
}

/** A language of the panel's by its tag, `pt` or `pt-BR` (`domain::words::Language::parse`). */
export function readLanguage(value: unknown): string | null {
  const found = typeof value === "string" ? /^\s*(en|ru|es|pt)(?![a-z])/i.exec(value) : null;
  return found?.[1]?.toLowerCase() ?? null;
}
