/** Rules of a site ("automatic actions"): conditions → commands, in the vendor's JSON (CONTRACT 1.7). */

import { isObject } from "../shape";

/**
 * The conditions of CONTRACT 1.7, each with what kind of fact it looks at, which decides how it compares: a flag, a place
 * on earth, a text of the page, a plain number, a number of the calendar, a time that grows by itself, or a split.
 */
export const CONDITIONS = {
  online: "flag",
  city: "place",
  country: "place",
  hour: "calendar",
  week_day: "calendar",
  page_title: "page",
  page_url: "page",
  pages_count: "number",
  time_on_page: "time",
  time_on_site: "time",
  time_after_close: "time",
  time_after_first_message: "time",
  time_after_invitation: "time",
  number_of_visits: "number",
  goal_scroll: "number",
  goal_close: "flag",
  ab_test_group: "split",
} as const;

/** The commands of CONTRACT 1.7. */
export const COMMANDS = [
  "proactive",
  "open_offline",
  "system_message",
  "system_message_email",
  "show_callform",
  "hide",
] as const;

/** What a condition compares with, or a command is told; numbers may be written as strings. */
export type Value = boolean | number | string;

/** One comparison. */
export interface Condition {
  readonly condition: keyof typeof CONDITIONS;
  /** Any word: the vendor's list grows, and a comparator that the condition does not know is never true. */
  readonly comparator: string;
  readonly value: Value;
  /** The name of the split, for `ab_test_group`. */
  readonly group_name: string | null;
}

/** One thing to do. */
export interface Command {
  readonly command: (typeof COMMANDS)[number];
  readonly params: Readonly<Record<string, Value>>;
}

/** When all or any of the conditions hold, the commands run. */
export interface Rule {
  /** For people. */
  readonly name: string;
  /** A rule that is off is kept and does nothing. */
  readonly enabled: boolean;
  /** How the conditions are joined. */
  readonly type: "all" | "any";
  readonly conditions: readonly Condition[];
  readonly commands: readonly Command[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The rules in what a page gave (CONTRACT 1.4 setRules, 1.2 jivo_config.rules), or why they are none. One wrong rule
 * refuses all: half of a set would do what nobody has meant. Null is as good as missing, as an exported set may have it;
 * `conditions` may not be missing, since a rule without any fires at once.
 */
export function readRules(value: unknown): Rule[] | string {
  return each(value, "rule", readRule);
}

function readRule(given: Fields): Rule | string {
  const { name, enabled, type } = { name: given.name ?? "", enabled: given.enabled ?? true, type: given.type ?? "all" };
  if (typeof name !== "string") return "name must be a string";
  if (typeof enabled !== "boolean") return "enabled must be true or false";
  if (type !== "all" && type !== "any") return "type must be “all” or “any”";
  const conditions = each(given.conditions, "condition", readCondition);
  if (typeof conditions === "string") return conditions;
  const commands = each(given.commands, "command", readCommand);
  return typeof commands === "string" ? commands : { name, enabled, type, conditions, commands };
}

function readCondition({ condition, value, ...given }: Fields): Condition | string {
  const { comparator, group_name } = { comparator: given.comparator ?? "equal", group_name: given.group_name ?? null };
  if (!isIn(Object.keys(CONDITIONS) as Condition["condition"][], condition)) return unknown(condition);
  if (typeof comparator !== "string") return "comparator must be a string";
  if (!isValue(value)) return "value must be true, false, a number or a string";
  if (group_name !== null && typeof group_name !== "string") return "group_name must be a string";
  return { condition, comparator, value, group_name };
}

function readCommand({ command, params }: Fields): Command | string {
  const given = params ?? {};
  if (!isIn(COMMANDS, command)) return unknown(command);
  if (!isObject(given)) return "params must be an object";
  const entries = Object.entries(given).filter(([, value]) => value !== null);
  return entries.every((entry): entry is [string, Value] => isValue(entry[1]))
    ? { command, params: Object.fromEntries(entries) }
    : "params must be true, false, numbers or strings";
}

/** The items of a list as `read` has them; or the reason of the first that is refused, and which one it is. */
function each<T extends object>(items: unknown, what: string, read: (item: Fields) => T | string): T[] | string {
  if (!Array.isArray(items)) return `${what}s must be an array`;
  const all: T[] = [];
  for (const [index, item] of items.entries()) {
    const one = isObject(item) ? read(item as Fields) : "must be an object";
    if (typeof one === "string") return `${what} ${index + 1}: ${one}`;
    all.push(one);
  }
  return all;
}

const unknown = (name: unknown): string => `${JSON.stringify(name)} is unknown`;

const isIn = <T>(all: readonly T[], one: unknown): one is T => (all as readonly unknown[]).includes(one);

const isValue = (value: unknown): value is Value =>
  typeof value === "boolean" || typeof value === "string" || Number.isFinite(value);
