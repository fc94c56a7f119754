// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import { makeTrack, type Track } from "./track";

const NOW = new Date(2026, 10, 21, 10, 59, 30).getTime();

let bodies: { input: Record<string, unknown> }[];
let now: number;
let track: Track;

const open = (site = "shop"): Track => {
  const begun = now - 30_000;
  return makeTrack(site, new Keep(), (at) => ({ online: true, time_on_site: (at - begun) / 1000 }), () => now);
};

beforeEach(() => {
  localStorage.clear();
  bodies = [];
  now = NOW;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    expect([path, init.keepalive, init.credentials]).toEqual(["/api/visit/record", true, "omit"]);
    bodies.push(JSON.parse(init.body as string) as (typeof bodies)[0]);
    return Promise.resolve(new Response("null"));
  });
  track = open();
});
afterEach(() => {
  track.stop();
  vi.unstubAllGlobals();
});

test("a page that was never seen is told of to nobody", () => {
  dispatchEvent(new Event("pagehide"));
  track.stop();
  expect(bodies).toEqual([]);
});

test("a page is told of when it ends, with what it began with", () => {
  track.begin();
  expect(bodies).toEqual([]);
  now += 12_500;
  track.goal(70, true);
  dispatchEvent(new Event("pagehide"));
  dispatchEvent(new Event("pagehide"));
  expect(bodies).toHaveLength(1);
  expect(bodies[0]?.input).toMatchObject({
    site: "shop",
    facts: { online: true, time_on_site: 30 },
    to_hour: 30_000,
    stay: 12_500,
    scroll: 70,
    leaving: true,
    fired: [],
  });
});

test("a rule that fires is told of at once, under the same name of the page", () => {
  track.begin();
  track.fire("Invitation");
  now += 1000;
  track.fire("Invitation");
  track.fire("Lamps");
  expect(bodies.map(({ input }) => input.fired)).toEqual([["Invitation"], ["Invitation", "Lamps"]]);
  expect(new Set(bodies.map(({ input }) => input.id)).size).toBe(1);
});

test("pages of one visit share its name, and another visit has another one", () => {
  const visit = (other: Track): unknown => {
    other.begin();
    other.stop();
    return bodies.at(-1)?.input.visit;
  };
  const first = visit(track);
  const again = makeTrack("shop", new Keep(), () => ({ time_on_site: 40 }), () => NOW + 10_000);
  expect(visit(again)).toBe(first);
  now += 3_600_000;
  expect(visit(open())).not.toBe(first);
});
