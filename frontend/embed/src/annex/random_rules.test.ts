import { describe, expect, test, vi } from "vitest";
import { fires, holds } from "./condition";
import { randomCase } from "./random_rules";
import { COMMANDS, CONDITIONS, readRules, type Rule } from "./rule";

const CASES = Array.from({ length: 1000 }, (_, seed) => randomCase(seed));
const read = (rules: unknown): Rule[] => {
  const all = readRules(rules);
  if (typeof all === "string") throw new Error(all);
  return all;
};

describe("random rules", () => {
  test("are the same for the same seed, after JSON as before, and others for another", () => {
    vi.spyOn(Math, "random").mockImplementation(() => {
      throw new Error("not by seed");
    });
    expect(randomCase(7)).toEqual(randomCase(7));
    for (const one of CASES.slice(0, 100)) expect(JSON.parse(JSON.stringify(one))).toEqual(one);
    expect(new Set(CASES.map((one) => JSON.stringify(one))).size).toBe(1000);
  });

  test("are the vendor's, and half of them fire", () => {
    const fired = CASES.flatMap(({ rules, facts }) => read(rules).map((rule) => fires(rule, facts)));
    const share = fired.filter(Boolean).length / fired.length;
    expect(share).toBeGreaterThan(0.42);
    expect(share).toBeLessThan(0.58);
  });

  test("have every condition with each of its comparators hold and not hold, and every command", () => {
    const seen = new Set<string>();
    for (const { rules, facts } of CASES) {
      for (const { conditions, commands } of read(rules)) {
        for (const one of conditions) seen.add(`${one.condition} ${one.comparator} ${String(holds(one, facts))}`);
        for (const { command } of commands) seen.add(command);
      }
    }
    const six = ["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal"];
    const page = ["equal", "not_equal", "contain", "not_contain", "regexp"];
    const known = { flag: ["equal"], split: ["equal"], place: ["equal", "not_equal"], page, data: page };
    const expected = Object.entries(CONDITIONS).flatMap(([name, kind]) =>
      (kind in known ? known[kind as keyof typeof known] : six).flatMap((comparator) => [
        `${name} ${comparator} true`,
        `${name} ${comparator} false`,
      ]),
    );
    expect([...expected, ...COMMANDS].filter((one) => !seen.has(one))).toEqual([]);
  });
});
