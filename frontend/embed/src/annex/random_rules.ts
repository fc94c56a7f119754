/**
 * Rules and facts by seed, for tests alone: what fires is decided in two languages (here and in `domain::rule`), and both
 * must say the same of every case. The same seed gives the same case in every engine.
 *
 * What the languages themselves see differently, and no site's owner has asked for, is not drawn: look-around and Perl's
 * classes in patterns, exponents of numbers that are compared as texts, U+0085 and U+FEFF as blanks.
 */

import { own } from "../shape";
import type { Facts, Group } from "./facts";
import { COMMANDS, CONDITIONS } from "./rule";

/** A set of rules in the vendor's JSON, and the facts to judge it by. */
export interface RandomCase {
  readonly rules: unknown[];
  readonly facts: Facts;
}

const SIX = ["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal"];
const TEXTS = ["equal", "not_equal", "contain", "not_contain", "regexp"];
const COMPARATORS = {
  flag: ["equal"],
  split: ["equal"],
  place: ["equal", "not_equal"],
  page: TEXTS,
  data: TEXTS,
  number: SIX,
  calendar: SIX,
  time: SIX,
};
/** Of another kind of condition, of another writing, of nobody, of the language itself. */
const STRANGE = ["contain", "regexp", "greater", "Equal", "equals", "", " equal", "constructor", "__proto__", "больше"];
const PLACES = ["Berlin", "Москва", "São Paulo", "İzmir", "Straße", "ΑΘΗΝΑΣ", "New York", "東京", "404", ""];
const TITLES = ["Shop", "Цены и скидки", "404", "1.5", "a\nb", "🙂", "Größe – ΟΔΟΣ", "(", ""];
const URLS = [
  "https://shop.example/",
  "https://shop.example/a.html?b=1&c=%20#d",
  "https://пример.рф/цены",
  "about:blank",
];
const PATTERNS = [
  "^https://",
  "shop",
  "Shop|404",
  "[0-9]+",
  "^[^a-z]+$",
  "\\.html\\?",
  "^.$",
  "^$",
  "",
  "цен[аы]",
  "\\p{Lu}",
  "(?<word>Größe)",
  "🙂{1,2}",
  "(",
  "[a",
  "*a",
  "a{2,1}",
];
const NO_NUMBERS = ["", " ", "abc", "1e3", "0x10", "5.", ".", "1,5", "--1", "Infinity", "NaN", "٣", "１", true, false];
const SPLITS = ["price", "Кнопка", "__proto__", ""];
const FIELDS = ["chatVisibility", "План", "constructor", "__proto__", ""];
const SAID = ["0", "1", "Pro 2", '{"cart":["🙂"]}', "true", "404", ""];
const SIDES: readonly Group[] = ["group_a", "group_b"];
const WORDS = ["Hi", "Чем помочь?", "<b>&amp;</b>", "🙂", ""];

/** The case of a seed; about half of its rules fire. */
export function randomCase(seed: number): RandomCase {
  const random = mulberry32(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const chance = (of: number): boolean => random() < of;
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make);

  /** Whole milliseconds, short ones more often than long ones. */
  const time = (): number => below(pick([5, 100, 100_000])) / pick([1, 2, 1000]);
  const known = <T>(fact: T): T | null => (chance(0.25) ? null : fact);

  const facts: Facts = {
    online: chance(0.5),
    city: known(pick(PLACES)),
    country: known(pick(PLACES)),
    hour: below(24),
    week_day: below(7),
    page_title: pick(TITLES),
    page_url: pick(URLS),
    pages_count: 1 + below(5),
    time_on_page: time(),
    time_on_site: time(),
    time_after_close: known(time()),
    time_after_first_message: known(time()),
    time_after_invitation: known(time()),
    number_of_visits: 1 + below(5),
    goal_scroll: below(101),
    goal_close: chance(0.5),
    custom_data: Object.fromEntries(FIELDS.filter(() => chance(0.7)).map((field) => [field, pick(SAID)])),
    groups: Object.fromEntries(SPLITS.filter(() => chance(0.8)).map((split) => [split, pick(SIDES)])),
  };

  /** A number near the fact, in one of the writings of a number; or none at all. */
  const number = (fact: number | null): unknown => {
    if (chance(0.08)) return pick(NO_NUMBERS);
    const near = (fact ?? below(50)) + pick([0, 0, 0, 1, -1, 0.5, -0.25, 20, -20]);
    const plain = near.toFixed(3);
    return pick([near, near, `${near}`, ` ${plain}\t`, plain, near < 0 ? plain : `+${plain}`, plain.replace(/^0/, "")]);
  };

  /** The fact, perhaps in another case; or words of its kind, a number, a boolean. */
  const text = (fact: string | null, others: readonly string[]): unknown => {
    const own = fact ?? pick(others);
    return pick([own, own, own.toLowerCase(), own.toUpperCase(), pick(others), pick(others), 404, 1.5, chance(0.5)]);
  };

  const page = (fact: string, comparator: string | undefined, others = [...TITLES, ...URLS]): unknown => {
    if (comparator === "regexp") return pick(PATTERNS);
    const part = Array.from(fact)
      .slice(below(3), 3 + below(5))
      .join("");
    return comparator === "equal" || chance(0.4) ? text(fact, others) : part;
  };

  const value = (name: keyof typeof CONDITIONS, comparator: string | undefined, field: string): unknown => {
    if (name === "custom_data") return page((own(facts.custom_data, field) as string | undefined) ?? pick(SAID), comparator, SAID);
    if (name === "ab_test_group") return pick([...SIDES, ...SIDES, ...SIDES, "group_c", true, 1]);
    const fact = facts[name];
    const kind = CONDITIONS[name];
    if (kind === "flag") return pick([fact, fact, String(fact), !fact, String(!fact), "TRUE", 1, "yes"]);
    if (kind === "place") return text(fact as string | null, PLACES);
    if (kind === "page") return page(fact as string, comparator);
    return number(fact as number | null);
  };

  const condition = (): object => {
    const name = pick(Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]);
    const comparator = chance(0.06) ? pick(STRANGE) : chance(0.12) ? undefined : pick(COMPARATORS[CONDITIONS[name]]);
    const field = pick(FIELDS);
    return {
      condition: name,
      ...(comparator === undefined ? {} : { comparator }),
      value: value(name, comparator, field),
      ...(name === "custom_data" ? { name: field } : {}),
      ...(name === "ab_test_group" && chance(0.9) ? { group_name: pick(SPLITS) } : {}),
    };
  };

  const command = (): object => ({
    command: pick(COMMANDS),
    ...(chance(0.2) ? {} : { params: { message: pick(WORDS), title: pick(WORDS), onceADay: chance(0.5) } }),
  });

  const rule = (): object => {
    const isAll = chance(0.5);
    return {
      name: pick(WORDS),
      ...(chance(0.4) ? {} : { enabled: chance(0.93) }),
      ...(isAll ? pick([{}, { type: "all" }]) : { type: "any" }),
      // None, and `any` of none, are drawn too; of more conditions all seldom hold, and any nearly always.
      conditions: isAll || chance(0.1) ? some(3, condition) : [condition(), ...some(3, condition)],
      commands: some(2, command),
    };
  };

  return { rules: [rule(), ...some(3, rule)], facts };
}

/** Numbers from 0 to 1, by 32-bit integers alone, on which all engines agree. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
