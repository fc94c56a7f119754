/** The widget on a customer's page: what it is told, what it shows, and the frame that does the rest. */

import { compose, type Change } from "../change";
import type { ToFrame, ToPage } from "../port";
import { makeChannel } from "./channel";
import { whenIdle } from "./idle";
import { currentPage, watchPage } from "./page";
import { isPhone } from "./phone";
import { fail, guarded } from "./say";
import type { Parts } from "./vendor";
import { makeView, type Picture, type View } from "./view";

const READY_MS = 20_000;

/** What a page says to its frame at first, beside what every page says. */
export type Opening = Omit<ToFrame & { type: "boot" }, "type" | "page" | "override" | "phone">;

/** What a widget starts with. */
export interface Options {
  readonly parts: Parts;
  /** Our server. */
  readonly origin: string;
  /** The site's public id, or the one that another vendor gave it. */
  readonly site: string;
  /** The end of the frame's address, with its question mark; empty for none. */
  readonly query: string;
  /** Begins once all of the page has been loaded. */
  readonly isDeferred: boolean;
  readonly data: Change | null;
  /** Asked anew by every frame that comes. */
  readonly opening: () => Opening;
  /**
   * The widget begins; what is done here ends with `signal`. Returns the block of the page that the panel fills, and is
   * always open in; without one it floats.
   */
  readonly prepare?: (widget: Widget, signal: AbortSignal) => Element | null;
  /** There is another picture than before; one with nothing in it is the last. */
  readonly drawn: (picture: Picture, host: HTMLElement) => void;
  /** The frame says something that a widget itself has no use for. What is done here ends with `signal`. */
  readonly message: (message: ToPage, widget: Widget, signal: AbortSignal) => void;
}

/** One widget, from its start until it is removed. */
export interface Widget {
  /** Says something to the frame. */
  readonly send: (message: ToFrame) => void;
  /** Opens the panel, hidden or not; `true` gives it the keyboard. */
  readonly open: (focus: unknown) => void;
  /** The same, but what the page has hidden stays so, and is open when it is shown. */
  readonly expand: (focus: unknown) => void;
  readonly close: () => void;
  readonly show: () => void;
  readonly hide: () => void;
  /** The page has a button in place of ours. */
  readonly bare: () => void;
  /** The visitor has pressed this button of the page's. */
  readonly press: (button: HTMLElement | null) => void;
  /** The page says something of its visitor. */
  readonly tell: (change: Change) => void;
  /** The visitor is on another page now. */
  readonly pageView: () => void;
  /** Whether the panel is open and to be seen. */
  readonly isOpen: () => boolean;
  /** Removes all of it from the page: elements, listeners, timers (X8). */
  readonly remove: () => void;
}

/** Starts a widget, as soon as the page has time for it. */
export function startWidget(options: Options): Widget {
  const { parts, origin, site, query } = options;
  const { hash } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  let { data } = options;
  let view: View | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  /** The frame's last word on what there is to draw. */
  let drawn: (ToPage & { type: "draw" }) | null = null;
  /** Null as long as the page has not said: then it is as the settings have it. */
  let isHidden: boolean | null = null;
  let isExpanded = false;
  let wantsFocus = false;
  /** The page has a button of its own. */
  let isBare = false;
  /** The panel fills a block of the page. */
  let isFramed = false;
  /** The page's own button that was pressed, and gets the focus back. */
  let opener: HTMLElement | null = null;

  const isAway = (): boolean => isHidden ?? drawn?.look.hidden ?? false;
  const isOpen = (): boolean => (isExpanded || isFramed) && !isAway() && !signal.aborted;

  const take = (message: ToPage): void => {
    switch (message.type) {
      case "draw":
        clearTimeout(patience);
        drawn = message;
        if (message.look.never) remove();
        else draw();
        break;
      case "minimize":
        close();
        break;
      case "failed":
        refuse();
        options.message(message, widget, signal);
        break;
      default:
        options.message(message, widget, signal);
    }
  };

  const { send, listen } = makeChannel(
    {
      boot: () => ({
        type: "boot",
        page: currentPage(hash),
        override: drawn?.override ?? {},
        phone: isPhone(),
        ...options.opening(),
      }),
      reopened: () => {
        if (data !== null) send({ type: "data", change: data });
        sayOpen();
      },
      message: take,
    },
    signal,
  );

  const sayOpen = (): void => {
    if (isOpen()) send({ type: "open", focus: wantsFocus });
  };

  const draw = (): void => {
    // Before the frame has told the looks there is nothing to draw: no colour that changes, no place that moves.
    if (view === null || drawn === null) return;
    const nowOpen = isOpen();
    const picture = { ...drawn, isOpen: nowOpen, isAway: isAway(), isBare, opener };
    view.render(picture);
    options.drawn(picture, view.host);
    // Once: a later drawing must not take the keyboard from the page.
    if (nowOpen && wantsFocus) view.focusFrame();
    wantsFocus &&= !nowOpen;
  };

  const appear = (): void => {
    // A page may have taken our element away; it comes back when it is asked for.
    view?.attach();
    sayOpen();
    draw();
  };

  const show = (): void => {
    isHidden = false;
    appear();
  };

  const expand = (focus: unknown): void => {
    isExpanded = true;
    wantsFocus = focus === true;
    appear();
  };

  const open = (focus: unknown): void => {
    isHidden = false;
    expand(focus);
  };

  const close = (): void => {
    if (!isExpanded || isFramed) return;
    isExpanded = wantsFocus = false;
    draw();
    opener = null;
    send({ type: "close" });
  };

  const hide = (): void => {
    isHidden = true;
    draw();
    send({ type: "close" });
  };

  const press = (button: HTMLElement | null): void => {
    opener = button;
    // On a phone the keyboard would cover half of what there is to read.
    open(!matchMedia("(pointer:coarse)").matches);
  };

  const tell = (change: Change): void => {
    // All of it is kept: a frame that starts anew is told again.
    data = compose(data, change);
    send({ type: "data", change });
  };

  const pageView = (): void => send({ type: "page", page: currentPage(hash) });

  const refuse = (): void => {
    clearTimeout(patience);
    const { host } = location;
    fail(`no chat here. Does ${origin} run, is ${host} a domain of “${site}”, does its frame-src allow us?`);
  };

  const remove = (): void => {
    send({ type: "stop" });
    clearTimeout(patience);
    ending.abort();
    draw();
    view = null;
  };

  const begin = (): void => {
    const block = options.prepare?.(widget, signal) ?? null;
    isFramed = block !== null;
    const events = {
      pressed: () => (isOpen() ? close() : press(null)),
      approached: () => send({ type: "warm" }),
      dismissed: () => send({ type: "dismiss" }),
    };
    view = makeView(parts, `${origin}/frame/${encodeURIComponent(site)}${query}`, block, events, signal);
    listen(view.frame, origin);
    watchPage(hash, pageView, signal);
    if (isFramed) sayOpen();
    patience = setTimeout(refuse, READY_MS);
    view.attach();
  };

  const bare = (): void => {
    isBare = true;
  };
  const widget = { send, open, expand, close, show, hide, bare, press, tell, pageView, isOpen, remove };
  if (data !== null) send({ type: "data", change: data });
  whenIdle(() => guarded(begin), options.isDeferred, signal);
  return widget;
}
