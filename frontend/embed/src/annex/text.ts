/** Values of pages as texts. */

/** A text, or a number as one; nothing else is said to anybody. */
export const textOf = (value: unknown): string =>
  typeof value === "string" || Number.isFinite(value) ? String(value) : "";
