/** Values of a page's configuration, of which nothing is certain. */

import { readPosition, type Position } from "./place";
import { warn } from "./say";

/** The object a page put under a global name; an empty one if there is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text that says something; numbers are taken as text. */
export function textOption(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
}

/** A colour in any form that CSS knows. */
export function colourOption(value: unknown): string | null {
  return typeof value === "string" && CSS.supports("color", value) ? value : null;
}

/** A whole number. */
export function numberOption(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? Math.trunc(value) : null;
}

/** One of the launcher's positions; the author is told of any other word. */
export function positionOption(value: unknown): Position | null {
  const position = readPosition(value);
  if (position === null && value != null) warn(`there is no position “${JSON.stringify(value)}”; the site's is used.`);
  return position;
}
