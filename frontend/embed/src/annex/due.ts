/** When the mere passing of time can make a rule fire. */

import { toNumber } from "./condition";
import type { Known } from "./facts";
import { CONDITIONS, type Condition, type Rule } from "./rule";

/**
 * The first moment after `at` at which a condition of one of the rules can become true by itself, in whole Unix
 * milliseconds; Infinity if time alone will change nothing. `facts` are those at `at`.
 */
export function dueAfter(rules: readonly Rule[], facts: Known, at: number): number {
  return Math.min(
    ...rules.flatMap(({ conditions }) => conditions.map((condition) => at + delay(condition, facts, at))),
    Infinity,
  );
}

/** The milliseconds until then, of one condition. */
function delay({ condition, comparator, value }: Condition, facts: Known, at: number): number {
  switch (CONDITIONS[condition]) {
    case "calendar":
      return nextTurn(condition === "hour" ? 1 : 24, at);
    case "time":
      return untilReached(comparator, toNumber(value), facts[condition as "time_on_page"] ?? null);
    default:
      return Infinity;
  }
}

/** Until the clock shows the next full hour, or midnight. */
function nextTurn(hours: 1 | 24, at: number): number {
  const date = new Date(at);
  return date.setHours(hours === 1 ? date.getHours() + 1 : 24, 0, 0, 0) - at;
}

/** A time only grows, so that it reaches a number, and leaves it behind, once. */
function untilReached(comparator: string, number: number | null, time: number | null): number {
  if (number === null || time === null) return Infinity;
  // Seconds of whole milliseconds are seldom exact; a thousandth of one is below anything that a clock tells.
  const wait = Math.round((number - time) * 1e6) / 1e3;
  const reached =
    comparator === "equal" || comparator === "greater_equal"
      ? Math.ceil(wait)
      : comparator === "greater" || comparator === "not_equal"
        ? Math.floor(wait) + 1
        : 0;
  return reached > 0 ? reached : Infinity;
}
