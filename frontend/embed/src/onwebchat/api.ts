/** What pages `set` and `get`, and what they are told (CONTRACT 4.2, 4.3). */

import { queryOf } from "../core/address";
import { callBack } from "../core/callback";
import { plain } from "../core/config";
import { readFields } from "../core/fields";
import { watchGoals } from "../core/goal";
import { guarded } from "../core/say";
import { startWidget, type Options, type Widget } from "../core/widget";
import type { Known, Moment } from "../port";
import { own } from "../shape";

/** Whose widget it is. */
export interface Chat {
  /** Our server. */
  readonly origin: string;
  readonly id: string;
  /** One of the account's widgets, by its numbers. */
  readonly variant: string | null;
}

/** What the page's snippet calls. */
export interface Api {
  readonly set: (key: unknown, value: unknown) => void;
  readonly get: (key: unknown) => unknown;
}

/** Nobody has said who the visitor is. */
const NOBODY: Known = { name: null, email: null, phone: null, notes: null };

/** What switches something on, or off; by its text. */
const SWITCHES = { 1: true, true: true, 0: false, false: false };

/** What each moment is called on the page. */
const CALLBACKS: Partial<Record<Moment, string>> = { triggered: "onTrigger", writing: "onStartWriting" };

/** Makes the object, and starts the widget; without a chat it does nothing, and knows nothing. */
export function makeApi(chat: Chat | null): Api {
  let known = NOBODY;
  /** What the page has said, and the frame has not yet said again: until then it holds, whatever else comes. */
  let unheard: Partial<Known> = {};
  let isOnline = false;
  /** The page has been told that the widget is there. */
  let isLoaded = false;
  /** It knows the window to be open. */
  let isOpen = false;
  /** It has hidden everything. */
  let isHidden = false;
  const callbacks: Record<string, unknown> = {};
  const call = (name = ""): void => callBack(own(callbacks, name));

  let sayGoals: (() => void) | undefined;

  const drawn: Options["drawn"] = ({ status, isAway }, host) => {
    isOnline = status.online;
    if (!isLoaded) {
      isLoaded = true;
      // Before what is pressed does what it is for.
      host.addEventListener("click", () => call("onClick"), { capture: true });
      call("onWebChatLoaded");
    }
    // What is hidden is not minimised: it is as it was once it is shown again.
    const nowOpen = widget?.isOpen() === true;
    if (isAway || nowOpen === isOpen) return;
    isOpen = nowOpen;
    call(isOpen ? "onMaximize" : "onMinimize");
  };

  const start = ({ origin, id, variant }: Chat): Widget =>
    startWidget({
      parts: { host: "onwebchat-container", prefix: "onwebchat", zIndex: 999_999, hash: "" },
      origin,
      site: id,
      query: queryOf({ preset: variant }),
      isDeferred: false,
      data: null,
      opening: () => ({
        config: {},
        department: null,
        clientId: null,
        clientProof: null,
        dialect: "guest",
      }),
      drawn,
      message: (message, { send, open, expand }, signal) => {
        switch (message.type) {
          case "moment":
            call(CALLBACKS[message.name]);
            break;
          case "contacts": {
            const { contacts } = message;
            const isUnheard = ([kind, text]: [string, unknown]): boolean => own(contacts, kind) !== text;
            unheard = Object.fromEntries(Object.entries(unheard).filter(isUnheard));
            known = { ...contacts, ...unheard };
            break;
          }
          case "watch_goals":
            sayGoals ??= watchGoals((scroll, close) => send({ type: "goal", scroll, close }), signal);
            sayGoals();
            break;
          case "show":
            // Whatever a rule wants: the page has said that nothing is to be seen.
            (isHidden ? expand : open)(false);
        }
      },
    });

  const widget = chat === null ? null : start(chat);

  const setters: Readonly<Record<string, (value: unknown) => void>> = {
    language: (value) => widget?.send({ type: "call", method: "setLanguage", value: plain(value) ?? null }),
    max: (value) => {
      const isOn = own(SWITCHES, String(value));
      if (isOn === true) widget?.expand(false);
      if (isOn === false) widget?.close();
    },
    show: (value) => {
      const isOn = own(SWITCHES, String(value));
      if (isOn === undefined) return;
      isHidden = isOn === false;
      if (isHidden) widget?.hide();
      else widget?.show();
    },
  };

  /** Says something of the visitor; what is empty is forgotten. */
  const tell = (kind: string, value: unknown): void => {
    const said = readFields({ [kind]: value })[kind];
    if (said === undefined) return;
    const text = said === "" ? null : said;
    // What is known already is not said again.
    if (own(known, kind) !== text) unheard = { ...unheard, [kind]: text };
    known = { ...known, [kind]: text };
    widget?.tell({ replace: false, fields: { [kind]: text } });
  };

  return {
    set: (key, value) =>
      guarded(() => {
        if (typeof key !== "string") return;
        const setter = own(setters, key) as ((value: unknown) => void) | undefined;
        if (setter !== undefined) setter(value);
        else if (own(NOBODY, key) === null) tell(key, value);
        else callbacks[key === "onMinimized" ? "onMinimize" : key] = value;
        // Whoever comes late is told all the same (NE4), but not before this has returned.
        if (isLoaded && key === "onWebChatLoaded") queueMicrotask(() => call(key));
      }),
    get: (key) => (key === "status" ? (isOnline ? "online" : "offline") : textOf(own(known, key))),
  };
}

/** What is known, which may be nothing; undefined for what nobody can know. */
const textOf = (value: unknown): unknown => (value === null ? "" : value);
