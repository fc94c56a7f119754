/** Jivo's widget on a customer's page: what it is told, what it shows, and the frame that does the rest. */

import { callPage } from "../core/callback";
import { makeChannel } from "../core/channel";
import { globals, plain } from "../core/config";
import { watchGoals } from "../core/goal";
import { currentPage, watchPage } from "../core/page";
import { isPhone } from "../core/phone";
import { fail } from "../core/say";
import type { Facts, Page, Scene, ToPage } from "../port";
import type { Config } from "./config";
import { GONE, NOBODY, NOTHING } from "./facts";
import type { Script } from "./script";
import { whenLoaded, whenTouched } from "./start";
import { isMinimised, stateOf, type State } from "./state";
import { makeView, type View } from "./view";

/** The frame gets as many attempts (JE16), and each as much time. */
const ATTEMPTS = 4;
const ATTEMPT_MS = 10_000;

/** What each piece of news is called on the page (CONTRACT 1.4). */
const CALLBACKS = {
  accepted: "Accept",
  introduced: "Introduction",
  first_message: "MessageSent",
  client_started: "ClientStartChat",
  received: "MessageReceived",
  call_started: "CallStart",
  call_ended: "CallEnd",
  offline_sent: "OfflineFormSubmit",
};

/** Answers a question of the page's: an error, or else the number. */
export type Answered = (error: string | null, value?: number) => void;

/** One widget, from its start until it is removed. */
export interface Widget {
  /** It is mounted, and can answer. */
  readonly isReady: () => boolean;
  readonly facts: () => Facts;
  /** Something has become so, of which the next call tells the frame. */
  readonly suppose: (part: Partial<Facts>) => void;
  readonly isOnline: () => boolean;
  readonly unread: () => number;
  readonly state: () => State;
  /** Tells the frame of a method that it knows the meaning of. */
  readonly call: (method: string, value: unknown) => void;
  /** Opens the window on this scene. */
  readonly open: (scene: Scene) => void;
  readonly close: () => void;
  /** The page's title stays this one, whatever the document's is; null ends that (CONTRACT 1.6 sendPageTitle). */
  readonly pin: (title: string | null) => void;
  /** These rules, and no others (CONTRACT 1.6 setRules). */
  readonly rule: (rules: unknown) => void;
  /** Asks for the visitor's number. */
  readonly ask: (answered: Answered) => void;
  /** The visitor is nobody from now on (CONTRACT 1.6 clearHistory). */
  readonly forget: () => void;
  /** Ends all of it (X8) but its elements. */
  readonly stop: () => void;
  /** Takes its elements away. */
  readonly remove: () => void;
}

/** What becomes of a widget. */
export interface WidgetEvents {
  readonly ready: () => void;
  /** There is none on this page, or on this device. */
  readonly failed: () => void;
}

/** Starts a widget, once the page has been loaded (JE9). */
export function startWidget({ origin, id, locale }: Script, config: Config, events: WidgetEvents): Widget {
  const ending = new AbortController();
  const { signal } = ending;
  /** The page is nothing but chat (CONTRACT 1.2 jivo_chat_page). */
  const isFull = Boolean(globals.jivo_chat_page);
  const questions = new Map<number, Answered>();
  let lastQuestion = 0;
  let view: View | null = null;
  let facts = NOTHING;
  /** The frame's last word on what there is to draw. */
  let drawn: (ToPage & { type: "draw" }) | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isExpanded = isFull;
  /** Shown in spite of what the frame says, since somebody has opened it. */
  let isWanted = isFull;
  let wantsFocus = false;
  /** As many times something was supposed. */
  let guess = 0;
  /** The page knows of this state; null until there is something to know. */
  let known: State | null = null;
  /** Changes of state that the page is to be told of; the first one is being told. */
  const news: (() => void)[] = [];
  let pinned: string | null = null;
  let rules: unknown;
  let sayGoals: (() => void) | undefined;

  const isAway = (): boolean => !isWanted && drawn?.look.hidden === true;
  const isOpen = (): boolean => isExpanded && !isAway();
  const isOnline = (): boolean => drawn?.status.online === true;
  const state = (): State => stateOf(isOpen(), facts, isOnline());

  const page = (): Page => {
    const current = currentPage("");
    return { ...current, title: pinned ?? current.title };
  };

  /** What a frame that comes anew has not heard. */
  const sayAgain = (): void => {
    sayOpen();
    for (const id of questions.keys()) send({ type: "ask", id, what: "number" });
  };

  const { send, listen, part } = makeChannel(
    {
      boot: () => ({
        type: "boot",
        page: page(),
        config: { language: locale },
        override: drawn?.override ?? {},
        department: null,
        clientId: null,
        clientProof: null,
        phone: isPhone(),
        dialect: "jivo",
        rules: plain(rules ?? config.ofPage("rules")) ?? null,
        guess,
      }),
      reopened: sayAgain,
      message: (message) => take(message),
    },
    signal,
  );

  const call = (method: string, value: unknown): void =>
    send({ type: "call", method, value: plain(value) ?? null, guess });

  const sayOpen = (): void => {
    if (isOpen()) send({ type: "open", focus: wantsFocus });
  };

  const suppose = (part: Partial<Facts>): void => {
    guess++;
    facts = { ...facts, ...part };
  };

  const tell = (name: string, ...about: unknown[]): void => {
    if (!signal.aborted) callPage(`jivo_on${name}`, ...about);
  };

  const tellState = (now: State, before: State): void => {
    tell("ChangeState", now);
    if (isMinimised(now) === isMinimised(before)) return;
    tell(isMinimised(now) ? "Close" : "Open");
    tell("ResizeCallback");
  };

  const changed = (): void => {
    if (known === null || drawn === null || signal.aborted) return;
    view?.render(drawn.look, drawn.status, isOpen(), isAway());
    // Once: a later drawing must not take the keyboard from the page.
    if (wantsFocus) view?.frame.focus();
    wantsFocus = false;
    const now = state();
    const before = known;
    if (now === before) return;
    known = now;
    // What a callback changes is told after what it was called for.
    news[news.length] = () => tellState(now, before);
    if (news.length > 1) return;
    for (const one of news) one();
    news.length = 0;
  };

  /** The page may give its rules at the last moment, in `jivo_onLoadCallback`. */
  const getReady = (): void => {
    const before = config.ofPage("rules");
    events.ready();
    const after = config.ofPage("rules");
    if (after !== undefined && after !== before) rule(after);
  };

  const open = (scene: Scene, focus = false): void => {
    isExpanded = isWanted = true;
    wantsFocus = focus;
    if (scene !== facts.scene) {
      suppose({ scene });
      call("scene", scene);
    }
    // A page may have taken our elements away; they come back when they are asked for.
    view?.attach();
    sayOpen();
    changed();
  };

  const close = (): void => {
    if (!isExpanded || isFull) return;
    isExpanded = wantsFocus = false;
    send({ type: "close" });
    changed();
  };

  const rule = (given: unknown): void => {
    rules = given;
    call("setRules", given);
  };

  const stop = (): void => {
    send({ type: "stop" });
    clearTimeout(patience);
    ending.abort();
    for (const answered of questions.values()) answered(GONE);
  };

  const remove = (): void => view?.remove();

  const giveUp = (): void => {
    stop();
    remove();
    events.failed();
  };

  const draw = (message: ToPage & { type: "draw" }): void => {
    clearTimeout(patience);
    // There is no widget on this kind of device (JE15).
    if (message.look.never) {
      giveUp();
      return;
    }
    // Whatever the visitor has opened: a rule hides it.
    if (message.look.hidden && drawn?.look.hidden === false) {
      close();
      isWanted = isFull;
    }
    drawn = message;
    const isFirst = known === null;
    // The first state is no change.
    known ??= state();
    changed();
    if (!isFirst) return;
    getReady();
    // The page may have drawn a label meanwhile.
    changed();
  };

  const take = (message: ToPage): void => {
    switch (message.type) {
      case "sheet":
        view?.dress(message.css);
        break;
      case "facts":
        // Those of before our last guess know less than we do, and others follow.
        if (message.facts.guess !== guess) break;
        ({ facts } = message);
        config.write(facts.config);
        changed();
        break;
      case "draw":
        draw(message);
        break;
      case "news":
        tell(CALLBACKS[message.name], ...(message.result === undefined ? [] : [message.result]));
        break;
      case "show":
        open(message.scene);
        break;
      case "answer": {
        const answered = questions.get(message.id);
        questions.delete(message.id);
        if ("error" in message) answered?.(message.error);
        else answered?.(null, message.value);
        break;
      }
      case "watch_goals":
        sayGoals ??= watchGoals((scroll, close) => send({ type: "goal", scroll, close }), signal);
        sayGoals();
        break;
      case "minimize":
        close();
        break;
      case "failed":
        // The server will not have this page (X12).
        fail(`“${id}” is not for ${location.host}.`);
        giveUp();
    }
  };

  const begin = (): void => {
    const src = `${origin}/frame/${encodeURIComponent(id)}${locale === "" ? "" : `?lang=${locale}`}`;
    const seen = {
      // On a phone the keyboard would cover half of what there is to read.
      pressed: () => (isOpen() ? close() : open(facts.scene, !matchMedia("(pointer:coarse)").matches)),
      approached: () => send({ type: "warm" }),
      dismissed: () => send({ type: "dismiss" }),
    };
    const { frame, attach } = (view = makeView(src, isFull, seen, signal));
    /** Waits for the first picture; a frame that does not come is asked for again, and then no more (JE16). */
    const wait = (attempts: number): void => {
      patience = setTimeout(() => {
        if (attempts === 0) {
          callPage("__jivoOnError");
          giveUp();
          return;
        }
        frame.src = src;
        wait(attempts - 1);
      }, ATTEMPT_MS);
    };
    listen(frame, origin);
    watchPage("", () => send({ type: "page", page: page() }), signal);
    sayOpen();
    wait(ATTEMPTS - 1);
    attach();
  };

  whenLoaded(() => {
    if (config.ofPage("enable_bundle_wait") === true) whenTouched(begin, signal);
    else begin();
  }, signal);

  return {
    isReady: () => known !== null,
    facts: () => facts,
    suppose,
    isOnline,
    unread: () => (isOpen() ? 0 : (drawn?.status.unread ?? 0)),
    state,
    call,
    open,
    close,
    pin: (title) => {
      pinned = title;
    },
    rule,
    ask: (answered) => {
      const id = ++lastQuestion;
      questions.set(id, answered);
      send({ type: "ask", id, what: "number" });
    },
    forget: () => {
      suppose({ contacts: NOBODY, history: false });
      if (drawn !== null) drawn = { ...drawn, status: { ...drawn.status, unread: 0, teaser: null } };
      call("clearHistory", null);
      // What the page says next is of the next visitor.
      part();
      sayAgain();
      changed();
    },
    stop,
    remove,
  };
}
