// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import { FakeStorage } from "../testing/fake_storage";
import type { Known } from "./facts";
import { makeVisit, type Visit } from "./visit";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const KEY = "usher:visit:demo";

let storage: FakeStorage;
let now: number;
let coins: boolean[];
let changed: ReturnType<typeof vi.fn<() => void>>;

const come = (url = "https://shop.example/", site = "demo", keep = new Keep(storage)): Visit =>
  makeVisit(
    site,
    url,
    keep,
    changed,
    () => now,
    () => coins.shift() ?? false,
  );
const facts = (visit: Visit, ...splits: string[]): Known => visit.facts(now, splits);

beforeEach(() => {
  storage = new FakeStorage();
  now = 1_700_000_000_000;
  coins = [];
  changed = vi.fn<() => void>();
});

describe("a visit", () => {
  test("of somebody new is the first, of one page, and nothing has happened in it", () => {
    expect(facts(come())).toEqual({
      number_of_visits: 1,
      pages_count: 1,
      time_on_site: 0,
      time_after_close: null,
      time_after_invitation: null,
      time_after_first_message: null,
      groups: {},
    });
  });

  test("has more pages, with a document each or without, and is as old as its first", () => {
    come();
    now += 20 * SECOND;
    const visit = come();
    now += 10_500;
    visit.page();
    expect(facts(visit)).toMatchObject({ number_of_visits: 1, pages_count: 3, time_on_site: 30.5 });
  });

  test("lasts while no page is 30 minutes after the one before, and ends then", () => {
    come();
    now += 30 * MINUTE - 1;
    come();
    now += 30 * MINUTE - 1;
    expect(facts(come())).toMatchObject({ number_of_visits: 1, pages_count: 3, time_on_site: 3599.998 });
    now += 30 * MINUTE;
    expect(facts(come())).toMatchObject({ number_of_visits: 2, pages_count: 1, time_on_site: 0 });
    now += 30 * MINUTE;
    const visit = come();
    now += 40 * MINUTE;
    expect(facts(visit)).toMatchObject({ number_of_visits: 3, time_on_site: 2400 });
    visit.page();
    expect(facts(visit)).toMatchObject({ number_of_visits: 4, pages_count: 1, time_on_site: 0 });
  });

  test("is one of a site", () => {
    come();
    come();
    expect(facts(come("https://other.example/", "other"))).toMatchObject({ pages_count: 1 });
    expect(facts(come())).toMatchObject({ pages_count: 3 });
  });

  test("tells how long ago the visitor closed the chat, and was invited, also in visits before", () => {
    const visit = come();
    visit.close();
    now += 5 * SECOND;
    visit.invite();
    now += 1500;
    expect(facts(visit)).toMatchObject({ time_after_close: 6.5, time_after_invitation: 1.5 });
    now += DAY;
    expect(facts(come())).toMatchObject({ time_after_close: 86_406.5, time_after_invitation: 86_401.5 });
    visit.close();
    expect(facts(come())).toMatchObject({ time_after_close: 0, time_after_invitation: 86_401.5 });
  });

  test("tells how long the first of the visitor's messages waits for an answer", () => {
    const visit = come();
    visit.write();
    now += 10 * SECOND;
    visit.write();
    expect(facts(visit)).toMatchObject({ time_after_first_message: 10 });
    expect(facts(come())).toMatchObject({ time_after_first_message: 10 });
    visit.answer();
    expect(facts(visit)).toMatchObject({ time_after_first_message: null });
    visit.write();
    now += SECOND;
    expect(facts(visit)).toMatchObject({ time_after_first_message: 1 });
  });

  test("of all moments is told as of the one that is asked for", () => {
    const visit = come();
    visit.close();
    expect(visit.facts(now + 2500, [])).toMatchObject({ time_on_site: 2.5, time_after_close: 2.5 });
  });

  test("has one listener, who hears of what happens and of other tabs", () => {
    const visit = come();
    expect(changed).not.toHaveBeenCalled();
    for (const act of [visit.page, visit.close, visit.invite, visit.write, visit.answer]) {
      changed.mockClear();
      act();
      expect(changed).toHaveBeenCalledOnce();
    }
    const other = (): boolean => window.dispatchEvent(new StorageEvent("storage", { key: KEY }));
    changed.mockClear();
    other();
    expect(changed).toHaveBeenCalledOnce();
    visit.stop();
    other();
    expect(changed).toHaveBeenCalledOnce();
  });

  test("is shared by tabs as it is", () => {
    const [one, two] = [come(), come()];
    one.close();
    two.invite();
    now += SECOND;
    const both = { pages_count: 2, time_after_close: 1, time_after_invitation: 1 };
    expect([facts(one), facts(two)]).toMatchObject([both, both]);
  });
});

describe("what the browser forgets", () => {
  test("is kept for the page where there is no storage, and where it is full", () => {
    storage.isFull = true;
    for (const keep of [new Keep(null), new Keep(storage)]) {
      coins = [true];
      const visit = come("https://shop.example/?utm_term=x", "demo", keep);
      visit.page();
      visit.close();
      now += SECOND;
      expect(facts(visit, "price")).toMatchObject({
        number_of_visits: 1,
        pages_count: 2,
        time_after_close: 1,
        groups: { price: "group_a" },
      });
      coins = [false];
      expect(facts(visit, "price").groups).toEqual({ price: "group_a" });
      expect(visit.utm().term).toBe("x");
    }
  });

  test("while the page is open makes the visitor new, and the visit as old as the page", () => {
    now += DAY;
    const visit = come("https://shop.example/?utm_source=first");
    visit.close();
    now += 3 * SECOND;
    storage.clear();
    expect(facts(visit)).toMatchObject({
      number_of_visits: 1,
      pages_count: 1,
      time_on_site: 3,
      time_after_close: null,
    });
    visit.page();
    expect(facts(visit)).toMatchObject({ number_of_visits: 1, pages_count: 2, time_on_site: 3 });
    expect(visit.utm().source).toBe("first");
  });

  test("is no worse than what nobody has written", () => {
    for (const rubbish of ["{", "5", '"text"', "null", ""]) {
      storage.setItem(KEY, rubbish);
      expect(facts(come())).toMatchObject({ number_of_visits: 1, pages_count: 1, time_on_site: 0, groups: {} });
    }
  });
});

describe("the sides of splits", () => {
  test("are drawn once, when they are asked for, each by itself", () => {
    coins = [true, false, true];
    const visit = come();
    expect([facts(visit).groups, coins.length]).toEqual([{}, 3]);
    expect(facts(visit, "a", "b").groups).toEqual({ a: "group_a", b: "group_b" });
    expect(facts(visit, "b", "a").groups).toEqual({ a: "group_a", b: "group_b" });
    now += DAY;
    expect(facts(come(), "b", "c").groups).toEqual({ a: "group_a", b: "group_b", c: "group_a" });
    expect(coins).toEqual([]);
  });

  test("have any name", () => {
    coins = [true, true, true];
    const names = ["__proto__", "constructor", ""];
    expect(Object.entries(facts(come(), ...names).groups ?? {})).toEqual(names.map((name) => [name, "group_a"]));
    expect(Object.entries(facts(come(), ...names).groups ?? {})).toEqual(names.map((name) => [name, "group_a"]));
  });

  test("are one for a name that is asked for twice", () => {
    coins = [true, false];
    expect(facts(come(), "a", "a").groups).toEqual(facts(come(), "a").groups);
  });

  test("are drawn fairly", () => {
    const visit = makeVisit("demo", "", new Keep(null), changed);
    const names = Array.from({ length: 400 }, (_, index) => `${index}`);
    const sides = Object.values(visit.facts(0, names).groups ?? {});
    const heads = sides.filter((side) => side === "group_a").length;
    expect(sides).toHaveLength(400);
    // Six deviations either way: by chance once in 500 million runs.
    expect(Math.abs(heads - 200)).toBeLessThan(60);
  });

  test("are remembered of the last 50 splits, and known of all that are asked for", () => {
    const visit = come();
    for (let index = 0; index < 60; index++) facts(visit, `split ${index}`);
    const names = Object.keys(facts(come()).groups ?? {});
    expect([names.length, names[0], names[49]]).toEqual([50, "split 10", "split 59"]);
    const many = Array.from({ length: 80 }, (_, index) => `other ${index}`);
    expect(Object.keys(facts(visit, ...many).groups ?? {})).toEqual(expect.arrayContaining(many));
  });
});

describe("the callback form of a rule", () => {
  test.each([{ onceADay: true }, { once_aday: true }, { onceADay: "true" }, { title: "Call", once_aday: "true" }])(
    "%j is shown once in a day",
    (params) => {
      expect([come().takeForm(params), come().takeForm(params)]).toEqual([true, false]);
      now += DAY - 1;
      expect(come().takeForm(params)).toBe(false);
      now += 1;
      expect([come().takeForm(params), come().takeForm(params)]).toEqual([true, false]);
    },
  );

  test.each([{}, { onceADay: false }, { once_aday: "false" }, { onceADay: 1 }])(
    "%j is shown at all times",
    (params) => {
      expect([come().takeForm(params), come().takeForm(params)]).toEqual([true, true]);
      expect(come().takeForm({ onceADay: true })).toBe(false);
    },
  );
});

describe("the UTM tags", () => {
  const none = { content: null, campaign: null, source: null, medium: null, term: null };
  const all = "utm_content=a&utm_campaign=b%20c&utm_source=%D1%8F&utm_medium=d+e&utm_term=f";

  test.each([
    [
      `https://shop.example/?x=1&${all}#utm_term=g`,
      { content: "a", campaign: "b c", source: "я", medium: "d e", term: "f" },
    ],
    ["https://shop.example/?utm_source=a&utm_source=b", { ...none, source: "a" }],
    ["https://shop.example/?utm_source=&UTM_TERM=a&source=b", none],
    ["https://shop.example/#/?utm_source=a", none],
    ["https://shop.example/", none],
    ["?", none],
    ["", none],
    ["not an address %", none],
  ])("of %s are in its query", (url, expected) => {
    expect(come(url).utm()).toEqual(expected);
  });

  test("are those of the very first page", () => {
    come("https://shop.example/?utm_source=first");
    now += DAY;
    expect(come("https://shop.example/?utm_source=second&utm_term=x").utm()).toEqual({ ...none, source: "first" });
  });

  test("are none for ever when the first page had none", () => {
    come();
    expect(come("https://shop.example/?utm_source=second").utm()).toEqual(none);
  });
});
