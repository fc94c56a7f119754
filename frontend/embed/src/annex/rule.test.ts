import { describe, expect, test } from "vitest";
import { COMMANDS, CONDITIONS, JIVO_NAMES, readRules, rulesOfJivo } from "./rule";

const condition = { condition: "time_on_page", comparator: "greater", value: "20" };
const command = { command: "proactive", params: { message: "Hi", department: 3 } };
const rule = { name: "Hi", enabled: true, type: "any", conditions: [condition], commands: [command] };

describe("rules", () => {
  test("are read as the vendor writes them", () => {
    expect(readRules([rule])).toEqual([{ ...rule, conditions: [{ ...condition, group_name: null }] }]);
    const split = { condition: "ab_test_group", comparator: "equal", value: "group_a", group_name: "price" };
    expect(readRules([{ ...rule, conditions: [split] }])).toMatchObject([{ conditions: [split] }]);
    expect(readRules([])).toEqual([]);
  });

  test("have what is missing, or null, filled in", () => {
    const least = { conditions: [{ condition: "online", value: true }], commands: [{ command: "hide" }] };
    const filled = {
      name: "",
      enabled: true,
      type: "all",
      conditions: [{ condition: "online", comparator: "equal", value: true, group_name: null }],
      commands: [{ command: "hide", params: {} }],
    };
    expect(readRules([least])).toEqual([filled]);
    const nulls = {
      name: null,
      enabled: null,
      type: null,
      conditions: [{ condition: "online", comparator: null, value: true, group_name: null }],
      commands: [{ command: "hide", params: null }],
    };
    expect(readRules([nulls])).toEqual([filled]);
    const params = { message: "Hi", department: null };
    expect(readRules([{ ...rule, commands: [{ command: "proactive", params }] }])).toMatchObject([
      { commands: [{ params: { message: "Hi" } }] },
    ]);
  });

  test("keep all of the vendor's names, and comparators of tomorrow", () => {
    const conditions = JIVO_NAMES.conditions.map((name) => ({ condition: name, comparator: "later", value: 0 }));
    const commands = JIVO_NAMES.commands.map((name) => ({ command: name, params: { onceADay: true } }));
    expect([conditions.length, commands.length]).toEqual([17, 6]);
    expect(readRules([{ ...rule, conditions, commands }], JIVO_NAMES)).toMatchObject([{ conditions, commands }]);
  });

  const said = { condition: "custom_data", comparator: "equal", value: "1", name: "chatVisibility" };

  test("of a site have names that Jivo's pages do not", () => {
    const commands = [{ command: "show" }, { command: "call_function", params: { name: "_open" } }];
    expect(readRules([{ ...rule, conditions: [said], commands }])).toMatchObject([{ conditions: [said], commands }]);
    const fault = (rule: object): unknown => readRules([rule], JIVO_NAMES);
    expect(fault({ ...rule, conditions: [said] })).toBe('rule 1: condition 1: "custom_data" is unknown');
    expect(fault({ ...rule, commands: [{ command: "show" }] })).toBe('rule 1: command 1: "show" is unknown');
    expect(fault({ ...rule, commands: commands.slice(1) })).toBe('rule 1: command 1: "call_function" is unknown');
    expect(Object.keys(CONDITIONS).concat(COMMANDS)).toHaveLength(26);
  });

  test("have a name of any kind beside the vendor's conditions, as ever", () => {
    expect(readRules([{ ...rule, conditions: [{ ...condition, name: 5 }] }], JIVO_NAMES)).toEqual(readRules([rule]));
  });

  test("are told to Jivo's pages whole, or not", () => {
    const mixed = { ...rule, conditions: [condition, said] };
    const shows = { ...rule, commands: [command, { command: "show" }] };
    expect(rulesOfJivo([mixed, rule, shows])).toEqual([rule]);
    expect(rulesOfJivo(null)).toBe(null);
  });

  test("leave out fields that nobody knows, and are not misled by their names", () => {
    const odd = JSON.parse('{"conditions":[],"commands":[],"__proto__":{"enabled":false},"colour":"red"}') as object;
    expect(readRules([odd])).toEqual([{ name: "", enabled: true, type: "all", conditions: [], commands: [] }]);
  });

  const withCondition = (fields: object): unknown => ({
    ...rule,
    conditions: [condition, { ...condition, ...fields }],
  });
  const withCommand = (fields: object): unknown => ({ ...rule, commands: [{ ...command, ...fields }] });
  test.each<[unknown, string]>([
    [undefined, "rules must be an array"],
    [null, "rules must be an array"],
    ["[]", "rules must be an array"],
    [{ 0: rule }, "rules must be an array"],
    [[rule, null], "rule 2: must be an object"],
    [[[rule]], "rule 1: must be an object"],
    [["rule"], "rule 1: must be an object"],
    [[{ ...rule, name: 5 }], "rule 1: name must be a string"],
    [[{ ...rule, enabled: "true" }], "rule 1: enabled must be true or false"],
    [[{ ...rule, type: "some" }], "rule 1: type must be “all” or “any”"],
    [[{ ...rule, conditions: undefined }], "rule 1: conditions must be an array"],
    [[{ ...rule, conditions: condition }], "rule 1: conditions must be an array"],
    [[{ ...rule, commands: undefined }], "rule 1: commands must be an array"],
    [[{ ...rule, conditions: ["online"] }], "rule 1: condition 1: must be an object"],
    [[withCondition({ condition: "moon" })], 'rule 1: condition 2: "moon" is unknown'],
    [[withCondition({ condition: "constructor" })], 'rule 1: condition 2: "constructor" is unknown'],
    [[withCondition({ condition: undefined })], "rule 1: condition 2: undefined is unknown"],
    [[withCondition({ comparator: 5 })], "rule 1: condition 2: comparator must be a string"],
    [[withCondition({ group_name: 5 })], "rule 1: condition 2: group_name must be a string"],
    ...[undefined, null, {}, ["20"], Infinity, NaN].map((value): [unknown, string] => [
      [withCondition({ value })],
      "rule 1: condition 2: value must be true, false, a number or a string",
    ]),
    [[rule, rule, withCommand({ command: "dance" })], 'rule 3: command 1: "dance" is unknown'],
    [[withCondition({ condition: "custom_data" })], "rule 1: condition 2: name must be a string"],
    [[withCommand({ params: [] })], "rule 1: command 1: params must be an object"],
    [[withCommand({ params: "Hi" })], "rule 1: command 1: params must be an object"],
    [[withCommand({ params: { a: {} } })], "rule 1: command 1: params must be true, false, numbers or strings"],
  ])("%j are refused as a whole", (value, reason) => {
    expect(readRules(value)).toBe(reason);
  });
});
