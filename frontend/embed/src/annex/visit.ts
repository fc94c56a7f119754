/** What this browser remembers of the visitor's coming and going, for rules and for the page (CONTRACT 1.7, 1.4 getUtm). */

import type { Keep } from "../link/keep";
import { randomBytes } from "../link/random";
import { readObject } from "../link/wire";
import { own } from "../shape";
import { secondsSince, type Group, type Known, type Source } from "./facts";
import type { Command } from "./rule";

/** After this long without a page, the next one begins a new visit. */
const PAUSE_MS = 30 * 60_000;
/** A form that is shown once a day is not shown again before. */
const DAY_MS = 24 * 60 * 60_000;
/** As many splits are remembered, the last ones: their names are the page's, and may be another one on every page. */
const MOST_SPLITS = 50;

/** The UTM tags of the very first page; null where there was none. */
export type Utm = Readonly<Record<"content" | "campaign" | "source" | "medium" | "term", string | null>>;

/** What is kept, as JSON. Moments are Unix times in milliseconds. */
interface Memory {
  readonly utm: Utm;
  readonly visits: number;
  /** In this visit. */
  readonly pages: number;
  /** This visit. */
  readonly begun: number;
  /** The last page. */
  readonly paged: number;
  /** The visitor closed the chat. */
  readonly closed: number | null;
  /** The last invitation was shown. */
  readonly invited: number | null;
  /** The first message that nobody has answered. */
  readonly wrote: number | null;
  /** The callback form was shown by a rule. */
  readonly form: number | null;
  readonly groups: Readonly<Record<string, Group>>;
}

/** A visit, shared by all tabs of the browser. */
export interface Visit {
  readonly facts: Source;
  readonly utm: () => Utm;
  /** The visitor is on another page now. */
  readonly page: () => void;
  /** The visitor closes the chat. */
  readonly close: () => void;
  /** An invitation is shown. */
  readonly invite: () => void;
  /** Whether one ever was. */
  readonly wasInvited: () => boolean;
  /** The visitor has written. */
  readonly write: () => void;
  /** An operator has. */
  readonly answer: () => void;
  /** Whether `show_callform` may show its form now, and if so, that it does. */
  readonly takeForm: (params: Command["params"]) => boolean;
  /** Listens to other tabs no more. */
  readonly stop: () => void;
}

/** A visitor comes to a page of a site; `changed` is called when there may be other facts than before. */
export function makeVisit(
  site: string,
  url: string,
  keep: Keep,
  changed: () => void,
  now: () => number = Date.now,
  isHeads: () => boolean = () => Number(randomBytes(1)[0]) < 128,
): Visit {
  const key = `usher:visit:${site}`;
  const opened = now();
  /** Of one who was never here before this page, or of whom all was forgotten since. */
  const nobody: Memory = {
    utm: tagsOf(url),
    visits: 1,
    pages: 1,
    begun: opened,
    paged: opened,
    closed: null,
    invited: null,
    wrote: null,
    form: null,
    groups: {},
  };
  const kept = (): object | null => readObject(keep.get(key));
  const read = (): Memory => ({ ...nobody, ...kept() });
  const store = (news: Partial<Memory>): void => keep.set(key, JSON.stringify({ ...read(), ...news }));
  const tell = (news: Partial<Memory>): void => {
    store(news);
    changed();
  };

  const page = (): Partial<Memory> => {
    const { visits, pages, paged } = read();
    const at = now();
    return at - paged < PAUSE_MS
      ? { pages: pages + 1, paged: at }
      : { visits: visits + 1, pages: 1, begun: at, paged: at };
  };

  /** The visitor's side of each split, drawn when it is asked for first. */
  const sides = (splits: readonly string[]): Memory["groups"] => {
    const { groups } = read();
    const drawn = splits
      .filter((split) => own(groups, split) === undefined)
      .map((split) => [split, isHeads() ? "group_a" : "group_b"] as const);
    if (drawn.length === 0) return groups;
    const all = [...Object.entries(groups), ...new Map(drawn)];
    store({ groups: Object.fromEntries(all.slice(-MOST_SPLITS)) });
    return Object.fromEntries(all);
  };

  const facts = (at: number, splits: readonly string[]): Known => {
    const { visits, pages, begun, closed, invited, wrote } = read();
    const since = (moment: number | null): number | null => (moment === null ? null : secondsSince(moment, at));
    return {
      number_of_visits: visits,
      pages_count: pages,
      time_on_site: secondsSince(begun, at),
      time_after_close: since(closed),
      time_after_invitation: since(invited),
      time_after_first_message: since(wrote),
      groups: sides(splits),
    };
  };

  store(kept() === null ? {} : page());
  return {
    facts,
    utm: () => read().utm,
    page: () => tell(page()),
    close: () => tell({ closed: now() }),
    invite: () => tell({ invited: now() }),
    wasInvited: () => read().invited !== null,
    write: () => tell({ wrote: read().wrote ?? now() }),
    answer: () => tell({ wrote: null }),
    takeForm: ({ onceADay, once_aday }) => {
      const { form } = read();
      const isDaily = [onceADay, once_aday].some((value) => String(value) === "true");
      const isFree = !isDaily || form === null || now() - form >= DAY_MS;
      if (isFree) store({ form: now() });
      return isFree;
    },
    stop: keep.watch(key, changed),
  };
}

/** An empty tag is none. */
function tagsOf(url: string): Utm {
  const query = new URLSearchParams(/^[^?#]*\?([^#]*)/.exec(url)?.[1]);
  const tag = (name: string): string | null => (query.get(name) === "" ? null : query.get(name));
  return {
    content: tag("utm_content"),
    campaign: tag("utm_campaign"),
    source: tag("utm_source"),
    medium: tag("utm_medium"),
    term: tag("utm_term"),
  };
}
