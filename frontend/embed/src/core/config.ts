/** The configuration objects of a page, of which nothing is certain. */

/** The page's globals. */
export const globals = window as unknown as Record<string, unknown>;

/** What the page gave under a key of its configuration. */
export type Setting = (key: string) => unknown;

/** A value whose properties can be read; an empty one for what has none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/**
 * Reads the configuration under these global names, of which later ones win. Nothing is kept: a page may set, replace
 * or wrap a value whenever it likes, and counts is what is there when it is needed (X3).
 */
export function settingOf(names: readonly string[]): Setting {
  return (key) => {
    let found: unknown;
    for (const name of names) found = objectOf(globals[name])[key] ?? found;
    return found;
  };
}

/** A text that says something; numbers are taken as text. */
export function textOf(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
}

/** A copy of a value without life of its own; undefined for what is no data, or can not be read. */
export function plain(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}
