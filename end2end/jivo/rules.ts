/** Rules as Jivo's pages write them, and which of them hold. */

import { expect } from "@playwright/test";

import type { Jivo } from "./page";

/** A condition. */
export interface Condition {
  readonly condition: string;
  readonly comparator?: string;
  readonly value: boolean | number | string;
  readonly group_name?: string;
}

/** A command. */
export interface Command {
  readonly command: string;
  readonly params?: object;
}

/** A rule; what is left out is as the vendor has it. */
export interface Rule {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly type?: "all" | "any";
  readonly conditions: readonly Condition[];
  readonly commands: readonly Command[];
}

/** Says this in the chat. */
export const says = (message: string): Command => ({ command: "system_message", params: { message } });
/** The same as an operator would. */
export const invites = (message: string, department?: string): Command => ({ command: "proactive", params: { message, department } });
/** A condition on a number, or a text. */
export const is = (condition: string, comparator: string, value: number | string): Condition => ({ condition, comparator, value });

/** Gives the page these rules, and no others. */
export async function setRules(jivo: Jivo, ...rules: Rule[]): Promise<void> {
  expect(await jivo.call("setRules", rules)).toEqual({ result: "ok" });
}

let judged = 0;

/** All of `holds` are true now, and none of `fails`. The window is open, so that its lines can be read. */
export async function judge(jivo: Jivo, holds: readonly Condition[], fails: readonly Condition[]): Promise<void> {
  judged++;
  await setRules(
    jivo,
    { type: "any", conditions: fails, commands: [says(`Judgement ${judged}: wrong`)] },
    { type: "all", conditions: holds, commands: [says(`Judgement ${judged}: right`)] },
  );
  await expect(jivo.panel.log.text(`Judgement ${judged}: right`), JSON.stringify(holds)).toBeVisible();
  await expect(jivo.panel.log.text(`Judgement ${judged}: wrong`), JSON.stringify(fails)).toHaveCount(0);
}

/** The six comparators of numbers, with what makes them true of `fact` and what does not. */
export function sixOf(condition: string, fact: number): [holds: Condition[], fails: Condition[]] {
  const compare: Record<string, (number: number) => boolean> = {
    equal: (number) => fact === number,
    not_equal: (number) => fact !== number,
    greater: (number) => fact > number,
    greater_equal: (number) => fact >= number,
    lower: (number) => fact < number,
    lower_equal: (number) => fact <= number,
  };
  const holds: Condition[] = [];
  const fails: Condition[] = [];
  for (const [comparator, compares] of Object.entries(compare)) {
    for (const number of [fact - 1, fact, fact + 1]) {
      const side = compares(number) ? holds : fails;
      side.push(is(condition, comparator, number), is(condition, comparator, String(number)));
    }
  }
  return [holds, fails];
}
