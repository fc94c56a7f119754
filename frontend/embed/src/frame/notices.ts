/** What the page around us is told: what to draw, its `onNewMessage`, its `onAnalyticEvent`. */

import type { Message } from "../link/wire";
import type { AnalyticEvent, ToPage } from "../port";
import type { Auto } from "./autos";
import type { Around } from "./handshake";

/** All there is to draw. */
export type Picture = Omit<ToPage & { type: "draw" }, "type">;

/** Tells the page what is new, and nothing twice. */
export interface Notices {
  /** The launcher may appear. Until then the page is told nothing to draw. */
  readonly ready: () => void;
  /** There will be no launcher. */
  readonly failed: (reason: string) => void;
  /** There may be something else to draw. */
  readonly changed: () => void;
  /** Something that the site's owner may want to count (CONTRACT 2.6). */
  readonly event: (name: AnalyticEvent) => void;
  /** A line; `isNews` is false if it was there before the page was. Only new words are told. */
  readonly line: (message: Message, isNews: boolean) => void;
  /** The site's code has said something to the visitor. */
  readonly auto: (auto: Auto) => void;
  /** It has said this on an earlier page, or in another tab: when it becomes a line, that is no news. */
  readonly knows: (auto: Auto) => void;
  /** The visitor closes the panel. */
  readonly minimize: () => void;
}

/** Notices to a page; `picture` says what there is to draw at any moment. */
export function makeNotices({ tell }: Around, picture: () => Picture): Notices {
  let isBegun = false;
  /** What the page draws now, as JSON. */
  let drawn = "";
  /** What the page knows of, by either of its names. */
  const known = new Set<string>();

  const event = (name: AnalyticEvent): void => tell({ type: "event", name });
  const changed = (): void => {
    if (!isBegun) return;
    const now = picture();
    const json = JSON.stringify(now);
    if (json !== drawn) tell({ type: "draw", ...now });
    drawn = json;
  };
  const begin = (act: () => void): void => {
    if (isBegun) return;
    isBegun = true;
    act();
  };

  return {
    ready: () =>
      begin(() => {
        changed();
        event("widget_loaded");
      }),
    failed: (reason) => begin(() => tell({ type: "failed", reason })),
    changed,
    event,
    line: ({ id, client_id: name, kind, author, text = "", at: createdAt }, isNews) => {
      // An automatic message has become a line of its own name, which is no news.
      const isNew = isNews && !known.has(id) && (name === undefined || !known.has(name));
      known.add(id);
      if (isNew && kind !== "text") tell({ type: "turned", kind });
      if (!isNew || kind !== "text" || author === "system") return;
      tell({ type: "message", message: { id, text, createdAt, type: author } });
      if (author !== "client") event("message_received");
    },
    knows: ({ client_id: name }) => void known.add(name),
    auto: ({ client_id: id, text, at: createdAt }) => {
      tell({ type: "message", message: { id, text, createdAt, type: "bot" } });
      event("auto_message_shown");
    },
    minimize: () => tell({ type: "minimize" }),
  };
}
