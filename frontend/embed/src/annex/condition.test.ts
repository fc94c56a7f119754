import { describe, expect, test } from "vitest";
import { fires, holds } from "./condition";
import type { Facts, Known } from "./facts";
import type { Condition, Rule, Value } from "./rule";

const FACTS: Facts = {
  online: true,
  city: "Санкт-Петербург",
  country: "Russia",
  hour: 10,
  week_day: 10,
  page_title: "404: Shop (new)",
  page_url: "https://shop.example/a?b=1",
  pages_count: 10,
  time_on_page: 10,
  time_on_site: 10,
  time_after_close: 10,
  time_after_first_message: 10,
  time_after_invitation: 10,
  number_of_visits: 10,
  goal_scroll: 10,
  goal_close: false,
  groups: Object.fromEntries([
    ["price", "group_b"],
    ["__proto__", "group_a"],
  ]),
  custom_data: Object.fromEntries([
    ["plan", "Pro 2"],
    ["empty", ""],
    ["__proto__", "odd"],
  ]),
};
type Name = Condition["condition"];

const is = (condition: Name, comparator: string, value: Value, facts: Known = {}, group_name: string | null = null) =>
  holds({ condition, comparator, value, group_name }, { ...FACTS, ...facts });
const those = <T extends Value>(values: readonly T[], holds: (value: T) => boolean): T[] => values.filter(holds);

const NUMBERS: Name[] = [
  "hour",
  "week_day",
  "pages_count",
  "time_on_page",
  "time_on_site",
  "time_after_close",
  "time_after_first_message",
  "time_after_invitation",
  "number_of_visits",
  "goal_scroll",
];
const NOT_NUMERIC = ["contain", "not_contain", "regexp", "Equal", "equal ", "", "constructor", "__proto__"];

describe.each(NUMBERS)("%s", (name) => {
  const near = [9, 9.999, 10, 10.001, 11, "9", "10", "11", " 10.0\n", "+10"];

  test.each([
    ["equal", [10, "10", " 10.0\n", "+10"]],
    ["not_equal", [9, 9.999, 10.001, 11, "9", "11"]],
    ["greater", [9, 9.999, "9"]],
    ["greater_equal", [9, 9.999, 10, "9", "10", " 10.0\n", "+10"]],
    ["lower", [10.001, 11, "11"]],
    ["lower_equal", [10, 10.001, 11, "10", "11", " 10.0\n", "+10"]],
  ])("is %s to numbers, or not", (comparator, expected) => {
    expect(those(near, (value) => is(name, comparator, value))).toEqual(expected);
  });

  test.each(["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal"])(
    "is not even %s to what is no number",
    (comparator) => {
      const no = [
        "",
        " ",
        "abc",
        "1e1",
        "0x0A",
        "10.",
        ".",
        "1,0",
        "+-10",
        "1 0",
        "Infinity",
        "NaN",
        "１０",
        true,
        false,
      ];
      expect(those(no, (value) => is(name, comparator, value))).toEqual([]);
    },
  );

  test.each(NOT_NUMERIC)("knows no comparator “%s”", (comparator) => {
    expect(those(near, (value) => is(name, comparator, value))).toEqual([]);
  });

  test("is compared whatever its size and sign", () => {
    expect(is(name, "equal", ".5", { [name]: 0.5 })).toBe(true);
    expect(is(name, "equal", "-0", { [name]: 0 })).toBe(true);
    expect(is(name, "greater", "-1", { [name]: -0.5 })).toBe(true);
    expect(is(name, "lower", "9".repeat(400))).toBe(true);
  });
});

describe("a time that has not begun", () => {
  const comparators = ["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal", "contain", "great"];
  test.each<[Name, string[]]>([
    ["time_after_close", ["greater", "greater_equal"]],
    ["time_after_invitation", ["greater", "greater_equal"]],
    ["time_after_first_message", []],
  ])("%s is only %j", (name, expected) => {
    const facts = { [name]: null };
    expect(those(comparators, (comparator) => is(name, comparator, "9".repeat(400), facts))).toEqual(expected);
    expect(those(comparators, (comparator) => is(name, comparator, "soon", facts))).toEqual([]);
    expect(those(comparators, (comparator) => is(name, comparator, true, facts))).toEqual([]);
  });
});

describe.each<Name>(["online", "goal_close"])("%s", (name) => {
  const values = [true, "true", false, "false", 1, 0, "1", "TRUE", " true", "yes", ""];

  test("is what it is said to be", () => {
    expect(those(values, (value) => is(name, "equal", value, { [name]: true }))).toEqual([true, "true"]);
    expect(those(values, (value) => is(name, "equal", value, { [name]: false }))).toEqual([false, "false"]);
  });

  test.each(["not_equal", "greater", ...NOT_NUMERIC])("knows no comparator “%s”", (comparator) => {
    expect(those(values, (value) => is(name, comparator, value))).toEqual([]);
  });
});

describe.each<Name>(["city", "country"])("%s", (name) => {
  const facts = { [name]: "Санкт-Петербург" };
  const values = ["Санкт-Петербург", "САНКТ-ПЕТЕРБУРГ", "Петербург", "", 404, true];

  test("is equal to its name in either case, or not", () => {
    expect(those(values, (value) => is(name, "equal", value, facts))).toEqual(values.slice(0, 2));
    expect(those(values, (value) => is(name, "not_equal", value, facts))).toEqual(["Петербург", "", 404]);
    expect(is(name, "equal", "αθήνας", { [name]: "ΑΘΉΝΑΣ" })).toBe(true);
    expect(is(name, "equal", 404, { [name]: "404" })).toBe(true);
  });

  test("is another one than any while it is unknown", () => {
    expect(those(values, (value) => is(name, "equal", value, { [name]: null }))).toEqual([]);
    expect(those(values, (value) => is(name, "not_equal", value, { [name]: null }))).toEqual(values.slice(0, 5));
  });

  test.each(["greater", ...NOT_NUMERIC])("knows no comparator “%s”", (comparator) => {
    expect(those(values, (value) => is(name, comparator, value, facts))).toEqual([]);
  });
});

describe.each<Name>(["page_title", "page_url"])("%s", (name) => {
  const facts = { [name]: "404: Shop (new)" };
  const values = ["404: Shop (new)", "404: shop (new)", "Shop", "shop", "(", "", "^404", "[0-9]{3}.", 404, 4.04, true];

  test.each([
    ["equal", ["404: Shop (new)"]],
    ["not_equal", values.slice(1, -1)],
    ["contain", ["404: Shop (new)", "Shop", "(", "", 404]],
    ["not_contain", ["404: shop (new)", "shop", "^404", "[0-9]{3}.", 4.04]],
    ["regexp", ["Shop", "", "^404", "[0-9]{3}.", 404]],
  ])("is %s to texts and numbers, or not", (comparator, expected) => {
    expect(those(values, (value) => is(name, comparator, value, facts))).toEqual(expected);
  });

  test("is compared with the shortest decimal text of a number", () => {
    expect(is(name, "equal", 20.0, { [name]: "20" })).toBe(true);
    expect(is(name, "equal", 1.5, { [name]: "1.5" })).toBe(true);
    expect(is(name, "equal", "20.0", { [name]: "20" })).toBe(false);
  });

  test("is searched by characters, not by halves of them", () => {
    expect(is(name, "regexp", "^.$", { [name]: "🙂" })).toBe(true);
    expect(is(name, "regexp", "\\p{Lu}", { [name]: "цЕна" })).toBe(true);
    expect(is(name, "regexp", "\\q", { [name]: "q" })).toBe(false);
  });

  test.each(["greater", "lower_equal", "Equal", "regex", "", "constructor"])(
    "knows no comparator “%s”",
    (comparator) => {
      expect(those(values, (value) => is(name, comparator, value, facts))).toEqual([]);
    },
  );
});

describe("ab_test_group", () => {
  const sides = ["group_a", "group_b", "", true, 0];
  const heldOf = (group: string | null, comparator = "equal", facts: Known = {}): Value[] =>
    those(sides, (value) => is("ab_test_group", comparator, value, facts, group));

  test("is the visitor's side of the split", () => {
    expect([heldOf("price"), heldOf("__proto__")]).toEqual([["group_b"], ["group_a"]]);
  });

  test("is neither of a split that has no name or that nobody knows", () => {
    expect(heldOf(null, "equal", { groups: { "": "group_a", null: "group_b" } })).toEqual([]);
    expect([heldOf(null), heldOf("other"), heldOf("constructor"), heldOf("")]).toEqual([[], [], [], []]);
  });

  test.each(["not_equal", "greater", ...NOT_NUMERIC])("knows no comparator “%s”", (comparator) => {
    expect(heldOf("price", comparator)).toEqual([]);
  });
});

describe("custom_data", () => {
  const TEXTS = ["equal", "not_equal", "contain", "not_contain", "regexp"];
  const values = ["Pro 2", "pro 2", "Pro", "^P", "", 2, true];
  const heldOf = (name: string | undefined, comparator: string, facts: Known = FACTS): Value[] =>
    those(values, (value) => holds({ condition: "custom_data", comparator, value, group_name: null, name }, facts));

  test.each([
    ["equal", ["Pro 2"]],
    ["not_equal", ["pro 2", "Pro", "^P", "", 2]],
    ["contain", ["Pro 2", "Pro", "", 2]],
    ["not_contain", ["pro 2", "^P"]],
    ["regexp", ["Pro 2", "Pro", "^P", "", 2]],
  ])("is what the page says, %s, letter by letter", (comparator, expected) => {
    expect(heldOf("plan", comparator)).toEqual(expected);
  });

  test("may be said to be nothing, and has a name of any kind", () => {
    expect([heldOf("empty", "equal"), heldOf("__proto__", "contain")]).toEqual([[""], [""]]);
  });

  test.each(["other", "Plan", "", "constructor", undefined])("is any other text where %j was never said", (name) => {
    const texts = values.slice(0, -1);
    expect(TEXTS.map((comparator) => heldOf(name, comparator))).toEqual([[], texts, [], texts, []]);
  });

  test("holds in no way where nobody knows what the page says", () => {
    expect(TEXTS.flatMap((comparator) => heldOf("plan", comparator, {}))).toEqual([]);
  });

  test.each(["greater", "lower_equal", "Equal", ""])("knows no comparator “%s”", (comparator) => {
    expect([...heldOf("plan", comparator), ...heldOf("other", comparator)]).toEqual([]);
  });
});

test("what is not known holds in no way", () => {
  const comparators = ["equal", "not_equal", "greater", "lower", "not_contain"];
  for (const condition of Object.keys(FACTS) as (keyof Facts)[]) {
    const name = condition === "groups" ? "ab_test_group" : condition;
    for (const comparator of comparators) {
      for (const value of [5, "undefined", "group_a", true]) {
        expect(holds({ condition: name, comparator, value, group_name: "price" }, {})).toBe(false);
      }
    }
  }
});

describe("a rule", () => {
  const yes: Condition = { condition: "online", comparator: "equal", value: true, group_name: null };
  const no: Condition = { ...yes, value: false };
  const rule = (type: Rule["type"], ...conditions: Condition[]): Rule => ({
    name: "",
    enabled: true,
    type,
    conditions,
    commands: [],
  });

  test("of all fires when every condition holds, and without any", () => {
    const sets = [[], [yes], [yes, yes], [no], [yes, no], [no, yes]];
    expect(sets.map((set) => fires(rule("all", ...set), FACTS))).toEqual([true, true, true, false, false, false]);
  });

  test("of any fires when one condition holds, and never without", () => {
    const sets = [[], [yes], [no, yes], [yes, no], [no], [no, no]];
    expect(sets.map((set) => fires(rule("any", ...set), FACTS))).toEqual([false, true, true, true, false, false]);
  });

  test("that is off never fires", () => {
    expect(fires({ ...rule("all"), enabled: false }, FACTS)).toBe(false);
    expect(fires({ ...rule("any", yes), enabled: false }, FACTS)).toBe(false);
  });
});
