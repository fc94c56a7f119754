/**
 * Calls back (CONTRACT 1.6 startCall, 1.4 jivo_onCallStart): asked for once, and followed until they are over, also by the
 * next page.
 */

import type { Keep } from "../link/keep";
import { post, type Answer } from "../link/post";
import { randomUuid } from "../link/random";
import { again, DONE, Retry } from "../link/retry";
import type { CallResult } from "../port";
import { isObject, own } from "../shape";

/** How often it is asked how a call stands; it lasts minutes, and most visitors never have one. */
const PACE_MS = 2_000;

/** What is told of a call. */
export interface CallEvents {
  readonly started: () => void;
  readonly ended: (result: CallResult) => void;
}

/** The visitor's calls. */
export interface Calls {
  /** Asks for one. */
  readonly start: (phone: string) => void;
  /** One was asked for by a form, under this name. */
  readonly follow: (id: string) => void;
  /** The one that is under way, or whose end the visitor has not seen yet. */
  readonly last: () => string | null;
  /** The visitor has seen how it ended. */
  readonly leave: () => void;
  readonly stop: () => void;
}

/** Follows a call that an earlier page has asked for. `token` is the visitor's; null if there can be none now. */
export function makeCalls(
  site: string,
  keep: Keep,
  token: () => Promise<string | null>,
  events: CallEvents,
): Calls {
  const key = `usher:call:${site}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = keep.get(key);
  let wish: { readonly id: string; readonly phone: string } | null = null;

  const say = async (path: string, about: object): Promise<Answer> => {
    const visitor = await token();
    return visitor === null
      ? { kind: "later", afterMs: null }
      : post(path, { site, ...about }, { token: visitor });
  };

  const end = (result: CallResult): void => {
    keep.remove(key);
    events.ended(result);
  };

  /** What the server says of it; true if there is more to come. */
  const hear = (body: unknown): boolean => {
    const status = isObject(body) ? own(body, "status") : null;
    if (status === "ended") end({ result: "ok" });
    else if (status === "failed") end({ result: "fail", reason: String(isObject(body) ? own(body, "reason") : "") });
    else return true;
    return false;
  };

  const asking = new Retry(async () => {
    if (wish === null) return DONE;
    const { id, phone } = wish;
    const answer = await say("/api/visitor/call", { client_id: id, phone });
    if (answer.kind === "later") return again(answer.afterMs);
    wish = null;
    if (answer.kind === "refused") end({ result: "fail", reason: answer.message });
    else follow(id);
    return DONE;
  });

  const watching = new Retry(async () => {
    const id = keep.get(key);
    if (id === null) return DONE;
    const answer = await say("/api/visitor/call_state", { client_id: id });
    if (answer.kind === "later") return again(answer.afterMs);
    // Nobody knows of it any more.
    if (answer.kind === "refused") keep.remove(key);
    else if (hear(answer.body)) timer = setTimeout(() => watching.run(), PACE_MS);
    return DONE;
  });

  const follow = (id: string): void => {
    keep.set(key, id);
    last = id;
    events.started();
    clearTimeout(timer);
    watching.run();
  };

  watching.run();
  return {
    start: (phone) => {
      // One at a time: a phone rings once.
      if (wish !== null || keep.get(key) !== null) return;
      wish = { id: randomUuid(), phone };
      asking.run();
    },
    follow,
    last: () => last,
    leave: () => {
      last = keep.get(key);
    },
    stop: () => {
      clearTimeout(timer);
      asking.stop();
      watching.stop();
    },
  };
}
