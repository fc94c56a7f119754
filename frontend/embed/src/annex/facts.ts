/** What rules look at (CONTRACT 1.7). */

/** One side of a sticky random split. */
export type Group = "group_a" | "group_b";

/** All facts at one moment, each under the name of its condition. Times are in seconds, and not rounded. */
export interface Facts {
  /** At least one operator is there. */
  readonly online: boolean;
  /** Null where the address does not tell. */
  readonly city: string | null;
  readonly country: string | null;
  /** The visitor's own hour. */
  readonly hour: number;
  /** 0 is Sunday. */
  readonly week_day: number;
  readonly page_title: string;
  readonly page_url: string;
  /** In this visit. */
  readonly pages_count: number;
  readonly time_on_page: number;
  /** In this visit. */
  readonly time_on_site: number;
  /** Null: the visitor has never closed the chat. */
  readonly time_after_close: number | null;
  /** Since the first of the visitor's messages that no operator has answered; null: there is none. */
  readonly time_after_first_message: number | null;
  /** Null: there was no invitation. */
  readonly time_after_invitation: number | null;
  readonly number_of_visits: number;
  /** Per cent of the page. */
  readonly goal_scroll: number;
  /** The visitor is about to leave the page. */
  readonly goal_close: boolean;
  /** Of each split by its name. */
  readonly groups: Readonly<Record<string, Group>>;
  /** What the page has said of its visitor; what it has never said is not there. */
  readonly custom_data: Readonly<Record<string, string>>;
}

/** What is known of the facts. */
export type Known = Partial<Facts>;

/**
 * Where facts come from: those at the moment `at` (Unix time in milliseconds), and the sides of the splits that rules ask
 * for. What a source leaves out is not known, and no condition on it is true.
 */
export type Source = (at: number, splits: readonly string[]) => Known;

/** The visitor's own calendar. */
export const calendar: Source = (at) => {
  const date = new Date(at);
  return { hour: date.getHours(), week_day: date.getDay() };
};

/**
 * Seconds from one moment to another. Below zero where the clock was set back: then a time takes as much longer to be
 * reached, and whoever waits for it knows how long.
 */
export function secondsSince(since: number, at: number): number {
  return (at - since) / 1000;
}
