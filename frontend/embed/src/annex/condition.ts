/**
 * Whether a rule fires on given facts (CONTRACT 1.7). The server has the same law in Rust (`domain::rule`); both must say
 * the same of every rule, so nothing here may depend on the browser.
 */

import { own } from "../shape";
import type { Known } from "./facts";
import { CONDITIONS, type Condition, type Rule, type Value } from "./rule";

const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;

/** Whether a rule fires. Without conditions, `all` of them hold and `any` of them does not. */
export function fires({ enabled, type, conditions }: Rule, facts: Known): boolean {
  const one = (condition: Condition): boolean => holds(condition, facts);
  return enabled && (type === "all" ? conditions.every(one) : conditions.some(one));
}

/**
 * Whether a condition holds. What makes no sense (a comparator that the condition does not know, words instead of a
 * number) does not hold, and neither does its opposite: a rule that is written wrong stays still.
 */
export function holds({ condition, comparator, value, group_name, name }: Condition, facts: Known): boolean {
  if (condition === "ab_test_group") return comparator === "equal" && own(facts.groups ?? {}, group_name) === value;
  if (condition === "custom_data") return isSaid(comparator, facts.custom_data, name, value);
  const fact = facts[condition];
  if (fact === undefined) return false;
  switch (CONDITIONS[condition]) {
    case "flag":
      return comparator === "equal" && String(value) === String(fact);
    case "place":
      return isPlace(comparator, fact as string | null, value);
    case "page":
      return isPage(comparator, fact as string, value);
    default: {
      const number = toNumber(value);
      if (number === null) return false;
      return fact === null ? isLongAgo(condition, comparator) : isNumber(comparator, fact as number, number);
    }
  }
}

/** The number that a value is, or is written as; a boolean is none. */
export function toNumber(value: Value): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value.trim()) ? Number(value) : null;
}

function isNumber(comparator: string, fact: number, number: number): boolean {
  switch (comparator) {
    case "equal":
      return fact === number;
    case "not_equal":
      return fact !== number;
    case "greater":
      return fact > number;
    case "greater_equal":
      return fact >= number;
    case "lower":
      return fact < number;
    case "lower_equal":
      return fact <= number;
    default:
      return false;
  }
}

/** What never happened is longer ago than any time; but a message that was never written does not wait for an answer. */
function isLongAgo(condition: Condition["condition"], comparator: string): boolean {
  return condition !== "time_after_first_message" && (comparator === "greater" || comparator === "greater_equal");
}

/** Names of places are written in either case; an unknown place is any other one. */
function isPlace(comparator: string, fact: string | null, value: Value): boolean {
  if (typeof value === "boolean") return false;
  const is = fact?.toLowerCase() === String(value).toLowerCase();
  return comparator === "equal" ? is : comparator === "not_equal" && !is;
}

/** A page that has not said a word has said none of these: what was never said is any other text. */
function isSaid(comparator: string, said: Known["custom_data"], name = "", value: Value): boolean {
  const fact = said && (own(said, name) as string | undefined);
  if (fact !== undefined) return isPage(comparator, fact, value);
  const isOther = comparator === "not_equal" || comparator === "not_contain";
  return said !== undefined && isOther && typeof value !== "boolean";
}

function isPage(comparator: string, fact: string, value: Value): boolean {
  if (typeof value === "boolean") return false;
  const text = String(value);
  switch (comparator) {
    case "equal":
      return fact === text;
    case "not_equal":
      return fact !== text;
    case "contain":
      return fact.includes(text);
    case "not_contain":
      return !fact.includes(text);
    case "regexp":
      return matches(fact, text);
    default:
      return false;
  }
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}
