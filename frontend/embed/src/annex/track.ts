/** Tells the server what rules could see on this page, and which of the site's have fired: their owner tries others on it. */

import type { Keep } from "../link/keep";
import { ask } from "../link/post";
import { randomUuid } from "../link/random";
import { readObject } from "../link/wire";
import { own } from "../shape";
import type { Known } from "./facts";

/** What is told of one page. */
export interface Track {
  /** The page can be seen from now on. */
  readonly begin: () => void;
  /** One of the site's rules has fired. */
  readonly fire: (name: string) => void;
  /** How far the page was scrolled, and whether the visitor was about to leave it. */
  readonly goal: (scroll: number, leaving: boolean) => void;
  /** Tells for the last time. */
  readonly stop: () => void;
}

/**
 * Tells when a rule fires, and when the page is hidden or left, which is the last that it lives to see. Nothing that is told
 * says who the visitor is. `facts` are those at a moment.
 */
export function makeTrack(
  site: string,
  keep: Keep,
  facts: (at: number) => Known,
  now: () => number = Date.now,
): Track {
  const id = randomUuid();
  const fired = new Set<string>();
  const ending = new AbortController();
  let begun: { readonly at: number; readonly visit: string; readonly facts: Known } | null = null;
  let scroll = 0;
  let leaving = false;
  let told = "";

  const tell = (): void => {
    if (begun === null) return;
    const { at, visit, facts } = begun;
    const seen = { site, id, visit, facts, to_hour: new Date(at).setMinutes(60, 0, 0) - at, scroll, leaving, fired: [...fired] };
    const stay = Math.max(now() - at, 0);
    const news = JSON.stringify({ input: { ...seen, stay } });
    // Hidden and left at once is told once.
    if (news === told) return;
    told = news;
    void ask("/api/visit/record", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: news,
      credentials: "omit",
      keepalive: true,
    });
  };

  /** The visit's own name: another one whenever a new visit has begun. */
  const visitAt = (begin: number): string => {
    const key = `usher:track:${site}`;
    const kept = readObject(keep.get(key)) ?? {};
    const name = own(kept, "visit");
    // Clocks of tabs differ by a rounding.
    if (typeof name === "string" && Math.abs(Number(own(kept, "begin")) - begin) < 2) return name;
    const visit = randomUuid();
    keep.set(key, JSON.stringify({ begin, visit }));
    return visit;
  };

  return {
    begin: () => {
      const at = now();
      const first = facts(at);
      begun = { at, visit: visitAt(Math.round(at - (first.time_on_site ?? 0) * 1000)), facts: first };
      const { signal } = ending;
      addEventListener("pagehide", tell, { signal });
      const hidden = (): void => {
        if (document.visibilityState === "hidden") tell();
      };
      document.addEventListener("visibilitychange", hidden, { signal });
    },
    fire: (name) => {
      // Each of its commands says so.
      if (fired.has(name)) return;
      fired.add(name);
      tell();
    },
    goal: (farthest, isLeaving) => {
      scroll = farthest;
      leaving = isLeaving;
    },
    stop: () => {
      ending.abort();
      tell();
    },
  };
}
