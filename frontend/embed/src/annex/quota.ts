/** How often `setClientAttributes` may still be called (CONTRACT 1.6): the page must know at once, and the server counts, too. */

import type { Keep } from "../link/keep";
import { readJson } from "../link/wire";

const MOST = 10;
const HOUR_MS = 60 * 60_000;

/** The calls of the last hour, in all tabs of the browser. */
export interface Quota {
  readonly left: () => number;
  readonly take: () => void;
}

/** The quota of a site's visitor. */
export function makeQuota(site: string, keep: Keep, now: () => number = Date.now): Quota {
  const key = `usher:attributes:${site}`;
  const calls = (): number[] => {
    const kept = readJson(keep.get(key) ?? "");
    return Array.isArray(kept) ? kept.filter((at): at is number => typeof at === "number" && now() - at < HOUR_MS) : [];
  };
  return {
    left: () => Math.max(MOST - calls().length, 0),
    take: () => keep.set(key, JSON.stringify([...calls(), now()])),
  };
}
