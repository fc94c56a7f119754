// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { FACTS } from "../testing/jivo_page";
import { faultOfRules } from "./rules";

const rule = { conditions: [{ condition: "online", value: true }], commands: [{ command: "hide", params: {} }] };

test.each([
  [[], null],
  [[rule, rule], null],
  // What is missing has a default (CONTRACT 1.7).
  [[{}], null],
  [{}, "Rules are no array"],
  ["[]", "Rules are no array"],
  [null, "Rules are no array"],
  [[null], "Rule is no object"],
  [[rule, "rule"], "Rule is no object"],
  [[[]], "Rule is no object"],
  [[{ ...rule, conditions: [{ condition: "moon" }] }], "Unknown condition"],
  [[{ ...rule, conditions: ["online"] }], "Unknown condition"],
  [[{ ...rule, conditions: [{}] }], "Unknown condition"],
  [[rule, { ...rule, commands: [{ command: "explode" }] }], "Unknown command"],
  [[{ ...rule, commands: [{ command: "online" }] }], "Unknown command"],
])("%j", (rules, fault) => {
  expect(faultOfRules(rules, FACTS)).toBe(fault);
});

test("parts that can not be gone through are a fault of the page's", () => {
  expect(() => faultOfRules([{ conditions: 5 }], FACTS)).toThrow(TypeError);
});
