/** Runs a site's rules while one page of it lives (CONTRACT 1.7). */

import { fires } from "./condition";
import { dueAfter } from "./due";
import { calendar, type Facts, type Known, type Source } from "./facts";
import type { Command, Rule } from "./rule";

/** Browsers take a longer wait for none at all. */
const LONGEST_MS = 2 ** 31 - 1;
/** A timer that is later than this has slept with the computer; what was true then is true no more. */
const LATE_MS = 1000;

/** What happens on the page around us, and is told by it. */
export type Goals = Pick<Facts, "goal_scroll" | "goal_close">;

/** The time, as an argument for the tests' sake. */
export interface Clock {
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Calls `act` once, in so many milliseconds; returns how to prevent it. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** The rules of a page. */
export interface Engine {
  /**
   * Other rules (CONTRACT 1.4 setRules); none switch everything off. Each fires at most once, also what an earlier set
   * has fired; those on custom data whenever what the page says has turned. Times go on: they belong to the page, not to
   * the set.
   */
  readonly replace: (rules: readonly Rule[]) => void;
  /** A source may have other facts than before. */
  readonly changed: () => void;
  /** What the page has seen the visitor do; what is left out stays as it was. */
  readonly goals: (goals: Partial<Goals>) => void;
  /** The widget leaves the page: no timer stays (X8). */
  readonly stop: () => void;
}

/** Rules over facts of `sources`; a rule that fires has `act` called with each of its commands, in order. */
export function makeEngine(
  sources: readonly Source[],
  act: (rule: Rule, command: Command) => void,
  clock: Clock = BROWSER,
): Engine {
  /** Those that can still fire. */
  let waiting: readonly Rule[] = [];
  /** Those of them that have fired, until what the page says makes their conditions on it untrue. */
  const resting = new WeakSet<Rule>();
  let goals: Goals = { goal_scroll: 0, goal_close: false };
  let isRunning = false;
  let cancel: () => void = () => undefined;

  const factsAt = (at: number): Known => {
    const splits = waiting.flatMap(({ conditions }) => conditions.flatMap(({ group_name }) => group_name ?? []));
    const known = [calendar, ...sources].map((source) => attempt(() => source(at, splits)));
    return Object.assign({}, ...known, goals) as Known;
  };

  /**
   * Fires what is due by the facts of `at`, one rule after the other: what the commands of one have changed, as the time
   * of the last invitation, holds for the next. Returns when there may be more.
   */
  const fireAll = (at: number): number => {
    while (waiting.length > 0) {
      const facts = factsAt(at);
      for (const one of waiting) if (!fires(ofData(one), facts)) resting.delete(one);
      const rule = waiting.find((one) => !resting.has(one) && fires(one, facts));
      if (rule === undefined) return dueAfter(waiting, facts, at);
      const next = nextOf(rule);
      waiting = waiting.flatMap((one) => (one === rule ? next : one));
      for (const one of next) resting.add(one);
      for (const command of rule.commands) attempt(() => act(rule, command));
    }
    return Infinity;
  };

  /** What a command changes is looked at anyway before this is done. */
  const run = (at: number): void => {
    if (isRunning) return;
    isRunning = true;
    const due = fireAll(at);
    isRunning = false;
    sleep(due);
  };

  /** The one timer. It judges by the moment that it was set for, which some milliseconds later is past. */
  const sleep = (due: number): void => {
    cancel();
    if (due === Infinity) return;
    cancel = clock.after(Math.min(Math.max(due - clock.now(), 0), LONGEST_MS), () => {
      const now = clock.now();
      run(Math.abs(now - due) < LATE_MS ? due : now);
    });
  };

  const changed = (): void => run(clock.now());
  const replace = (rules: readonly Rule[]): void => {
    waiting = rules.filter(({ enabled }) => enabled);
    changed();
  };

  return {
    replace,
    changed,
    goals: (more) => {
      goals = { ...goals, ...more };
      changed();
    },
    stop: () => replace([]),
  };
}

/** What of a rule looks at what the page says. */
function ofData(rule: Rule): Rule {
  return { ...rule, conditions: rule.conditions.filter(({ condition }) => condition === "custom_data") };
}

/**
 * The rule that may fire once this one has: none, or one that waits for the page to say otherwise and then the same again
 * (CONTRACT 3.2 chatVisibility). Nothing else makes it fire: an invitation would come back whenever its times are over. Each
 * firing is of an object of its own.
 */
function nextOf(rule: Rule): Rule[] {
  const said = ofData(rule);
  if (said.conditions.length === 0) return [];
  return [rule.type === "all" ? { ...rule } : said];
}

const BROWSER: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/** Sources and commands are not ours: none of them may stop the others. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    console.error(error);
    return undefined;
  }
}
