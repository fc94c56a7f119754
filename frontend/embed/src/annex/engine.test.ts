// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import { FakeClock } from "../testing/fake_clock";
import { makeEngine, type Engine } from "./engine";
import { secondsSince, type Known, type Source } from "./facts";
import { readRules, type Rule } from "./rule";
import { makeVisit } from "./visit";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A Wednesday, 12:00 where the tests run. */
const NOON = new Date(2024, 0, 3, 12).getTime();
const SIX = ["equal", "not_equal", "greater", "greater_equal", "lower", "lower_equal"];
/** What a time can become. */
const UP = ["equal", "greater", "greater_equal"];

let clock: FakeClock;
/** What has fired, and how many milliseconds after the page began. */
let log: string[];
let known: Known;
let asked: string[];

const page: Source = (at, splits) => {
  asked = [...splits];
  return { time_on_page: secondsSince(NOON, at), ...known };
};
const make = (sources: readonly Source[] = [page], then: (text: string) => void = () => undefined): Engine =>
  makeEngine(
    sources,
    ({ name }, { command, params }) => {
      const text = `${name} ${command}${params.message === undefined ? "" : ` ${String(params.message)}`}`;
      log.push(`${clock.now() - NOON}: ${text}`);
      then(text);
    },
    clock,
  );

const rules = (...given: readonly object[]): Rule[] => {
  const read = readRules(given.map((rule) => ({ name: "R", commands: [{ command: "hide" }], ...rule })));
  if (typeof read === "string") throw new Error(read);
  return read;
};
const when = (condition: string, comparator: string, value: unknown): object => ({ condition, comparator, value });
const after = (value: unknown, comparator = "greater"): object => when("time_on_page", comparator, value);
const online = { condition: "online", value: true };

beforeEach(() => {
  clock = new FakeClock(NOON);
  log = [];
  known = { online: true };
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the conformance minimum of CONTRACT 1.7", () => {
  const proactive = { name: "", commands: [{ command: "proactive", params: { message: "Hi" } }] };
  const hi = rules({ ...proactive, type: "all", conditions: [after(1)] });

  test("an invitation after one second is shown after it, once", () => {
    make().replace(hi);
    clock.pass(SECOND);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log).toEqual(["1001:  proactive Hi"]);
    clock.pass(100 * SECOND);
    expect(log).toHaveLength(1);
  });

  test("no rules stop everything", () => {
    const engine = make();
    engine.replace(hi);
    clock.pass(999);
    engine.replace([]);
    expect(clock.waiting).toBe(0);
    clock.pass(MINUTE);
    engine.changed();
    engine.goals({ goal_close: true });
    expect([log, clock.waiting]).toEqual([[], 0]);
  });

  test("a rule that is off does nothing, and costs no timer", () => {
    make().replace(rules({ ...proactive, enabled: false, conditions: [after(1)] }, { enabled: false, conditions: [] }));
    clock.pass(MINUTE);
    expect([log, clock.waits]).toEqual([[], []]);
  });

  test("what is for online does not happen offline, until somebody comes", () => {
    known = { online: false };
    const engine = make();
    engine.replace(rules({ conditions: [online, after(1)] }));
    clock.pass(5 * SECOND);
    expect(log).toEqual([]);
    known = { online: true };
    engine.changed();
    expect(log).toEqual(["5000: R hide"]);
  });
});

describe("the vendor's default rules", () => {
  const times = [
    after("10"),
    when("time_on_site", "greater", "20"),
    when("time_after_close", "greater", "300"),
    when("time_after_invitation", "greater", "60"),
  ];
  const written = { name: "retaining phrase", commands: [{ command: "system_message", params: { message: "Wait" } }] };
  const defaults = rules(
    { name: "proactive", conditions: [online, ...times], commands: [{ command: "proactive" }] },
    {
      name: "contact capture",
      conditions: [{ ...online, value: false }, ...times],
      commands: [{ command: "open_offline" }],
    },
    { ...written, conditions: [online, when("time_after_first_message", "greater", 60)] },
  );

  test("do over a visit of several pages what they are for", () => {
    const keep = new Keep(null);
    const open = () => {
      let engine: Engine | null = null;
      const visit = makeVisit("demo", "", keep, () => engine?.changed(), clock.now);
      const begun = clock.now();
      const own: Source = (at) => ({ ...known, time_on_page: secondsSince(begun, at) });
      engine = make([own, visit.facts], (text) => {
        if (text.startsWith("proactive")) visit.invite();
      });
      engine.replace(defaults);
      return { engine, visit };
    };

    // Fifteen seconds are too short for an invitation.
    const first = open();
    clock.pass(15 * SECOND);
    first.engine.stop();
    expect(log).toEqual([]);

    // On the site for more than 20 seconds, but not for 10 on this page yet.
    const second = open();
    clock.pass(10 * SECOND);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log.splice(0)).toEqual(["25001: proactive proactive"]);

    // The visitor writes, an operator answers, the visitor writes again and gets no answer for a minute.
    clock.pass(10 * SECOND - 1);
    second.visit.write();
    clock.pass(59 * SECOND);
    second.visit.answer();
    clock.pass(MINUTE);
    second.visit.write();
    clock.pass(MINUTE);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log.splice(0)).toEqual(["214001: retaining phrase system_message Wait"]);
    second.visit.answer();
    second.visit.close();
    second.engine.stop();

    // On the next page nothing happens before the chat was closed for 5 minutes, and then everybody has left.
    const third = open();
    known = { online: false };
    third.engine.changed();
    clock.pass(5 * MINUTE);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log).toEqual(["514002: contact capture open_offline"]);
    clock.pass(60 * MINUTE);
    expect([log.length, clock.waiting, clock.most]).toEqual([1, 0, 1]);
  });
});

describe("times", () => {
  test.each([
    ["equal", 20_000],
    ["not_equal", 0],
    ["greater", 20_001],
    ["greater_equal", 20_000],
    ["lower", 0],
    ["lower_equal", 0],
  ])("are %s to 20 seconds at the first moment at which they can be", (comparator, moment) => {
    make().replace(rules({ conditions: [after("20", comparator)] }));
    clock.pass(MINUTE);
    expect(log).toEqual([`${moment}: R hide`]);
    expect([clock.waits, clock.waiting]).toEqual([moment === 0 ? [] : [moment], 0]);
  });

  test("are reached to the millisecond, whatever seconds are in binary", () => {
    for (let ms = 1; ms < 5000; ms += 7) {
      for (const [comparator, wait] of [["equal", ms] as const, ["greater", ms + 1] as const]) {
        clock = new FakeClock(NOON);
        log = [];
        make().replace(rules({ conditions: [after(ms / 1000, comparator)] }));
        clock.pass(wait);
        expect([log, clock.waits]).toEqual([[`${wait}: R hide`], [wait]]);
      }
    }
  });

  test("between two milliseconds are reached with the next one, and never met", () => {
    make().replace(
      rules(
        { name: "from", conditions: [after(1.0005, "greater_equal")] },
        { name: "above", conditions: [after(1.0005)] },
        { name: "equal", conditions: [after(1.0005, "equal")] },
      ),
    );
    clock.pass(2 * SECOND);
    expect(log).toEqual(["1001: from hide", "1001: above hide"]);
    expect(clock.waiting).toBe(0);
  });

  test("of several rules share one timer, set for the next of them", () => {
    make().replace(rules(...[7, 3, 5].map((value) => ({ name: `${value}`, conditions: [after(value)] }))));
    clock.pass(MINUTE);
    expect(log).toEqual(["3001: 3 hide", "5001: 5 hide", "7001: 7 hide"]);
    expect([clock.waits, clock.most]).toEqual([[3001, 2000, 2000], 1]);
  });

  test("of one rule are all waited for, or the first", () => {
    const times = [after(2), after(4, "greater_equal"), after(10, "lower")];
    make().replace(
      rules({ name: "all", conditions: times }, { name: "any", type: "any", conditions: times.slice(0, 2) }),
    );
    clock.pass(MINUTE);
    expect(log).toEqual(["2001: any hide", "4000: all hide"]);
  });

  test("that are met when the timer was due count, though it goes off later", () => {
    clock.late = 16;
    make().replace(
      rules(
        { name: "at", conditions: [after(20, "equal")] },
        { name: "between", conditions: [after(30), after("30.002", "lower")] },
        { name: "after", conditions: [after(30.01)] },
      ),
    );
    clock.pass(MINUTE);
    expect(log).toEqual(["20016: at hide", "30017: between hide", "30033: after hide"]);
  });

  test("that were met while the computer slept do not count", () => {
    clock.late = 60 * MINUTE;
    make().replace(rules({ name: "at", conditions: [after(20, "equal")] }, { name: "after", conditions: [after(20)] }));
    clock.pass(61 * MINUTE);
    expect(log).toEqual(["3620000: after hide"]);
  });

  test("are waited for as well when a coarse clock has not moved yet", () => {
    clock.late = -50;
    make().replace(rules({ conditions: [after(20)] }));
    clock.pass(21 * SECOND);
    expect([log, clock.waits]).toEqual([["19951: R hide"], [20_001]]);
  });

  test("start anew when what they count from does, and are not waited for without", () => {
    known = { time_after_first_message: null };
    const engine = make([(at) => ({ time_after_first_message: begun === null ? null : secondsSince(begun, at) })]);
    let begun: number | null = null;
    engine.replace(rules({ conditions: [when("time_after_first_message", "greater", 60)] }));
    expect(clock.waiting).toBe(0);
    clock.pass(10 * SECOND);
    begun = clock.now();
    engine.changed();
    clock.pass(59 * SECOND);
    begun = clock.now();
    engine.changed();
    clock.pass(MINUTE);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log).toEqual(["129001: R hide"]);
  });

  test("belong to the page, and not to the call that brings the rules", () => {
    const engine = make();
    clock.pass(15 * SECOND);
    engine.replace(rules({ name: "old", conditions: [after(20)] }, { name: "late", conditions: [after(16)] }));
    clock.pass(4 * SECOND);
    engine.replace(rules({ name: "new", conditions: [after(20)] }, { name: "past", conditions: [after(10)] }));
    clock.pass(MINUTE);
    expect(log).toEqual(["16001: late hide", "19000: past hide", "20001: new hide"]);
  });

  test.each(["9999999", 1e18])("of %s seconds do not turn into none", (value) => {
    make().replace(rules({ conditions: [after(value)] }));
    expect(clock.waits).toEqual([2_147_483_647]);
    clock.pass(2_147_483_647);
    expect([log, clock.waits.length, clock.waiting]).toEqual([[], 2, 1]);
  });

  test("beyond the longest timer are reached all the same", () => {
    make().replace(rules({ conditions: [after(3_000_000)] }));
    clock.pass(3_000_001 * SECOND);
    expect([log, clock.waits]).toEqual([["3000000001: R hide"], [2_147_483_647, 852_516_354]]);
  });

  test("stand still, and cost nothing, after the clock was set back", () => {
    const engine = make();
    engine.replace(rules({ conditions: [after(0)] }));
    clock.set(NOON - 60 * MINUTE);
    engine.changed();
    clock.pass(60 * MINUTE);
    expect([log, clock.waits.length]).toEqual([[], 2]);
    clock.pass(1);
    expect(log).toEqual(["1: R hide"]);
  });

  test.each(["soon", "", true, "9".repeat(400)])("that never reach %j are not waited for", (value) => {
    make().replace(rules(...UP.map((comparator) => ({ conditions: [after(value, comparator)] }))));
    expect([log, clock.waits]).toEqual([[], []]);
  });
});

describe("the calendar", () => {
  test("turns at full hours", () => {
    clock.pass(10 * MINUTE);
    const now = clock.now() - NOON;
    make().replace(rules({ name: "now", conditions: [when("hour", "equal", 12)] }));
    make().replace(rules({ name: "next", conditions: [when("hour", "greater_equal", "14")] }));
    clock.pass(24 * 60 * MINUTE);
    expect(log).toEqual([`${now}: now hide`, `${120 * MINUTE}: next hide`]);
    expect(clock.waits).toEqual([50 * MINUTE, 60 * MINUTE]);
  });

  test("turns at midnight", () => {
    make().replace(rules({ conditions: [when("week_day", "equal", 4)] }));
    clock.pass(24 * 60 * MINUTE);
    expect(log).toEqual([`${12 * 60 * MINUTE}: R hide`]);
    expect(clock.waits).toEqual([12 * 60 * MINUTE]);
  });

  test.each([
    // Clocks go forward from 2:00 to 3:00, and back from 3:00 to 2:00.
    ["2024-03-31T00:30:00Z", 3, 30],
    ["2024-10-26T23:30:00Z", 2, 30],
    ["2024-10-27T00:30:00Z", 3, 90],
    ["2024-10-27T01:30:00Z", 3, 30],
  ])("turns as the clocks do, from %s to %i o'clock", (moment, hour, minutes) => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(new Date(Date.UTC(2024, 6, 1)).getHours()).toBe(2);
    clock = new FakeClock(Date.parse(moment));
    make().replace(rules({ conditions: [when("hour", "equal", hour)] }));
    vi.unstubAllEnvs();
    expect(clock.waits).toEqual([minutes * MINUTE]);
  });

  test("of a computer that has slept is today's", () => {
    clock.late = 8 * 60 * MINUTE;
    make().replace(
      rules(
        { name: "one", conditions: [when("hour", "equal", 13)] },
        { name: "nine", conditions: [when("hour", "equal", 21)] },
      ),
    );
    clock.pass(10 * 60 * MINUTE);
    expect(log).toEqual([`${9 * 60 * MINUTE}: nine hide`]);
  });
});

describe("goals", () => {
  test("are not reached before the page says so", () => {
    make().replace(
      rules(
        { name: "top", conditions: [when("goal_scroll", "equal", 0)] },
        { name: "here", conditions: [when("goal_close", "equal", false)] },
        { name: "end", conditions: [when("goal_scroll", "greater", 0)] },
        { name: "leaves", conditions: [when("goal_close", "equal", true)] },
      ),
    );
    expect(log).toEqual(["0: top hide", "0: here hide"]);
    expect(clock.waits).toEqual([]);
  });

  test("are reached each by itself, and the other stays as it was", () => {
    const engine = make();
    const both = [when("goal_scroll", "greater_equal", "50"), when("goal_close", "equal", "true")];
    engine.replace(rules({ name: "half", conditions: [both[0]] }, { name: "both", conditions: both }));
    engine.goals({ goal_scroll: 49.9 });
    expect(log).toEqual([]);
    engine.goals({ goal_scroll: 50 });
    expect(log.splice(0)).toEqual(["0: half hide"]);
    engine.goals({ goal_close: true });
    expect(log).toEqual(["0: both hide"]);
  });
});

describe("rules", () => {
  test("without conditions fire at once, and carry out all commands in order", () => {
    const commands = ["one", "two", "three"].map((message) => ({ command: "system_message", params: { message } }));
    make().replace(rules({ name: "A", conditions: [], commands }, { name: "B", conditions: [] }));
    expect(log).toEqual([
      "0: A system_message one",
      "0: A system_message two",
      "0: A system_message three",
      "0: B hide",
    ]);
  });

  test("fire once in a page's life, whatever changes; in another set they are others", () => {
    const engine = make();
    const set = rules({ conditions: [online] });
    engine.replace(set);
    engine.changed();
    known = { online: false };
    engine.changed();
    known = { online: true };
    engine.changed();
    expect(log).toHaveLength(1);
    engine.replace(set);
    expect(log).toHaveLength(2);
  });

  const pro = { condition: "custom_data", name: "plan", comparator: "equal", value: "pro" };
  const say = (engine: Engine, plan: string, more: Known = {}): void => {
    known = { ...known, ...more, custom_data: { plan } };
    engine.changed();
  };

  test("on what the page says fire each time that this comes true", () => {
    const engine = make();
    engine.replace(rules({ conditions: [pro] }, { name: "once", conditions: [online] }));
    expect(log).toEqual(["0: once hide"]);
    for (const plan of ["pro", "pro", "free", "pro", "", "free", "pro", "pro"]) say(engine, plan);
    expect(log).toEqual(["0: once hide", ...Array<string>(3).fill("0: R hide")]);
  });

  test("on what the page says and more do not come back by the rest", () => {
    const engine = make([page], () => {
      known = { ...known, time_after_invitation: 0 };
    });
    const invited = when("time_after_invitation", "greater", 60);
    engine.replace(rules({ conditions: [pro, invited, online] }));
    say(engine, "pro", { time_after_invitation: null });
    expect(log).toHaveLength(1);
    // An invitation a minute would drive visitors away.
    say(engine, "pro", { time_after_invitation: 61 });
    known = { ...known, online: false };
    engine.changed();
    say(engine, "pro", { online: true });
    expect(log).toHaveLength(1);
    // Once the page has said otherwise, all of it counts again.
    say(engine, "free");
    say(engine, "pro", { online: false });
    expect(log).toHaveLength(1);
    say(engine, "pro", { online: true });
    expect(log).toHaveLength(2);
  });

  test("on any of what the page says and more come back by what it says alone", () => {
    const engine = make();
    engine.replace(rules({ type: "any", conditions: [pro, online] }));
    expect(log).toHaveLength(1);
    for (const isOnline of [false, true]) say(engine, "free", { online: isOnline });
    expect(log).toHaveLength(1);
    say(engine, "pro");
    expect(log).toHaveLength(2);
    say(engine, "free");
    say(engine, "pro", { online: false });
    expect(log).toHaveLength(3);
  });

  test("on what the page says wait for their times, too, each time", () => {
    const engine = make();
    engine.replace(rules({ conditions: [pro, after(10)] }));
    say(engine, "pro");
    clock.pass(11 * SECOND);
    expect(log).toEqual(["10001: R hide"]);
    say(engine, "free");
    clock.pass(SECOND);
    say(engine, "pro");
    expect(log).toEqual(["10001: R hide", "12000: R hide"]);
  });

  test("judge by what the commands of earlier ones have changed", () => {
    const invited = when("time_after_invitation", "greater", 60);
    known = { time_after_invitation: null, online: false };
    make([page], (text) => {
      if (text.startsWith("first")) known = { time_after_invitation: 0, online: true };
    }).replace(
      rules(
        { name: "comes true", conditions: [online] },
        { name: "first", conditions: [invited] },
        { name: "second", conditions: [invited] },
      ),
    );
    expect(log).toEqual(["0: first hide", "0: comes true hide"]);
  });

  test("may be replaced, and asked for changes, by their own commands", () => {
    const engine = make([page], (text) => {
      engine.changed();
      if (text.startsWith("old 1")) engine.replace(rules({ name: "new", conditions: [] }, { conditions: [after(1)] }));
    });
    const old = { name: "old", commands: [{ command: "hide" }, { command: "proactive" }] };
    engine.replace(rules({ ...old, conditions: [] }, { ...old, name: "old 1", conditions: [] }, { conditions: [] }));
    expect(log).toEqual(["0: old hide", "0: old proactive", "0: old 1 hide", "0: old 1 proactive", "0: new hide"]);
    expect([clock.waiting, clock.most]).toEqual([1, 1]);
  });

  test("are others though they are the same, when one of them has brought them again", () => {
    const set = rules({ conditions: [] });
    const engine = make([page], () => {
      if (log.length === 1) engine.replace(set);
    });
    engine.replace(set);
    expect(log).toEqual(["0: R hide", "0: R hide"]);
  });

  test("may be stopped by their own commands", () => {
    const engine = make([page], () => engine.stop());
    engine.replace(rules({ conditions: [] }, { conditions: [] }, { conditions: [after(1)] }));
    clock.pass(MINUTE);
    expect([log, clock.waits]).toEqual([["0: R hide"], []]);
  });

  test("ask sources for the splits that they name", () => {
    known = { groups: { price: "group_b" } };
    const split = { ...when("ab_test_group", "equal", "group_b"), group_name: "price" };
    const other = { ...when("ab_test_group", "equal", "group_b"), group_name: "other" };
    make().replace(rules({ name: "price", conditions: [split] }, { conditions: [online, other, split] }));
    expect([log, asked]).toEqual([["0: price hide"], ["other", "price"]]);
  });
});

describe("what throws", () => {
  test("as a command does not stop the next one, nor the next rule, nor the timer", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const commands = [{ command: "proactive" }, { command: "hide" }];
    make([page], (text) => {
      throw new Error(text);
    }).replace(
      rules({ name: "A", conditions: [], commands }, { name: "B", conditions: [] }, { conditions: [after(1)] }),
    );
    clock.pass(MINUTE);
    expect(log).toEqual(["0: A proactive", "0: A hide", "0: B hide", "1001: R hide"]);
    expect(error).toHaveBeenCalledTimes(4);
  });

  test("as a source leaves its own facts unknown, and others known, until it is well", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    let isIll = true;
    const ill: Source = () => {
      if (isIll) throw new Error("ill");
      return { pages_count: 3 };
    };
    const engine = make([ill, page]);
    const pages = { name: "pages", type: "any", conditions: SIX.map((one) => when("pages_count", one, 3)) };
    engine.replace(rules(pages, { name: "online", conditions: [online] }, { conditions: [after(1)] }));
    clock.pass(2 * SECOND);
    expect(log.splice(0)).toEqual(["0: online hide", "1001: R hide"]);
    isIll = false;
    engine.changed();
    expect(log).toEqual(["2000: pages hide"]);
  });
});

describe("timers", () => {
  test("are at most one, whatever happens, and none after the end", () => {
    const engine = make();
    const set = rules({ conditions: [after(5), when("hour", "lower", 5)] }, { conditions: [after(50)] });
    for (let round = 0; round < 20; round++) {
      engine.replace(set);
      engine.changed();
      engine.goals({ goal_scroll: round });
      clock.pass(SECOND);
    }
    expect([clock.waiting, clock.most]).toEqual([1, 1]);
    engine.stop();
    expect(clock.waiting).toBe(0);
    asked = ["nothing"];
    engine.changed();
    clock.pass(MINUTE);
    expect([log, clock.waiting, asked]).toEqual([[], 0, ["nothing"]]);
  });

  test("are none where time changes nothing", () => {
    make().replace(
      rules({ conditions: [{ ...online, value: false }] }, { conditions: [when("pages_count", "greater", 5)] }),
    );
    expect(clock.waits).toEqual([]);
  });

  test("are the browser's where nobody gives others", () => {
    vi.useFakeTimers({ now: NOON });
    const act = vi.fn();
    const engine = makeEngine([page], act);
    engine.replace(rules({ conditions: [after(1)] }, { conditions: [after(2)] }));
    vi.advanceTimersByTime(1000);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect([act.mock.calls.length, vi.getTimerCount()]).toEqual([1, 1]);
    engine.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
