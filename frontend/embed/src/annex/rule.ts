/** Rules of a site ("automatic actions"): conditions → commands, in the vendor's JSON (CONTRACT 1.7). */

import { isObject } from "../shape";

/**
 * The conditions of CONTRACT 1.7 and one for CONTRACT 3.2 addCustomData, each with what kind of fact it looks at, which decides how it compares: a flag, a place
 * on earth, a text of the page, a plain number, a number of the calendar, a time that grows by itself, a split, or what the
 * page has said of its visitor.
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
  custom_data: "data",
} as const;

/** The commands of CONTRACT 1.7, and those for CONTRACT 3.2. */
export const COMMANDS = [
  "proactive",
  "open_offline",
  "system_message",
  "system_message_email",
  "show_callform",
  "hide",
  "show",
  "call_function",
] as const;

/** Names of conditions and commands. */
export interface Names {
  readonly conditions: readonly string[];
  readonly commands: readonly string[];
}

const isOfJivo = (name: string): boolean => !["custom_data", "show", "call_function"].includes(name);

/** Those that a site's rules are made of. */
export const NAMES: Names = { conditions: Object.keys(CONDITIONS), commands: COMMANDS };
/** Those of CONTRACT 1.7 alone: pages of Jivo's have no others in rules of their own. */
export const JIVO_NAMES: Names = { conditions: NAMES.conditions.filter(isOfJivo), commands: COMMANDS.filter(isOfJivo) };

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
  /** The name of the field, for `custom_data`. */
  readonly name?: string | undefined;
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
export function readRules(value: unknown, names: Names = NAMES): Rule[] | string {
  return each(value, "rule", (rule) => readRule(rule, names));
}

/**
 * A site's rules as a page of Jivo's may read them (CONTRACT 1.2 jivo_config.rules), and give them back. One that has other
 * names is left out whole: without one of its conditions it would fire where nobody has meant it.
 */
export function rulesOfJivo(rules: unknown): unknown {
  return Array.isArray(rules) ? rules.filter((rule) => typeof readRules([rule], JIVO_NAMES) !== "string") : rules;
}

function readRule(given: Fields, names: Names): Rule | string {
  const { name, enabled, type } = { name: given.name ?? "", enabled: given.enabled ?? true, type: given.type ?? "all" };
  if (typeof name !== "string") return "name must be a string";
  if (typeof enabled !== "boolean") return "enabled must be true or false";
  if (type !== "all" && type !== "any") return "type must be “all” or “any”";
  const conditions = each(given.conditions, "condition", (one) => readCondition(one, names));
  if (typeof conditions === "string") return conditions;
  const commands = each(given.commands, "command", (one) => readCommand(one, names));
  return typeof commands === "string" ? commands : { name, enabled, type, conditions, commands };
}

function readCondition({ condition, value, name, ...given }: Fields, { conditions }: Names): Condition | string {
  const { comparator, group_name } = { comparator: given.comparator ?? "equal", group_name: given.group_name ?? null };
  if (!isIn(conditions as Condition["condition"][], condition)) return unknown(condition);
  if (typeof comparator !== "string") return "comparator must be a string";
  if (!isValue(value)) return "value must be true, false, a number or a string";
  if (group_name !== null && typeof group_name !== "string") return "group_name must be a string";
  if (condition !== "custom_data") return { condition, comparator, value, group_name };
  return typeof name === "string" ? { condition, comparator, value, group_name, name } : "name must be a string";
}

function readCommand({ command, params }: Fields, { commands }: Names): Command | string {
  const given = params ?? {};
  if (!isIn(commands as Command["command"][], command)) return unknown(command);
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
