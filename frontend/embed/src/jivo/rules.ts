/** The rules of a page, which are taken as a whole or not at all (CONTRACT 1.6 setRules, 1.7). */

import { objectOf } from "../core/config";
import type { Facts } from "../port";
import { isObject } from "../shape";

/** Why these are no rules, for the author of the page; null if they are. What can not be gone through throws. */
export function faultOfRules(rules: unknown, { conditions, commands }: Facts): string | null {
  if (!Array.isArray(rules)) return "Rules are no array";
  for (const rule of rules as unknown[]) {
    if (!isObject(rule)) return "Rule is no object";
    const fault = faultOfParts(rule, "condition", conditions) ?? faultOfParts(rule, "command", commands);
    if (fault !== null) return fault;
  }
  return null;
}

/** A rule's parts of one kind have a name each, which is known. */
function faultOfParts(rule: object, kind: string, known: readonly unknown[]): string | null {
  const names = new Set(known);
  const parts = objectOf(rule)[`${kind}s`] ?? [];
  for (const part of parts as Iterable<unknown>) if (!names.has(objectOf(part)[kind])) return `Unknown ${kind}`;
  return null;
}
