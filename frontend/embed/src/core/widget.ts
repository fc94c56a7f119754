/** The widget on a customer's page: what it is told, what it shows, and the frame that does the rest. */

import { compose, type Change } from "../change";
import type { ToPage } from "../port";
import { makeChannel } from "./channel";
import { looksOf, plain, textOf, type Setting } from "./config";
import { watchButton } from "./custom_button";
import { readFields } from "./fields";
import { followHash } from "./hash";
import { whenIdle } from "./idle";
import { currentPage, watchPage } from "./page";
import { isPhone } from "./phone";
import { fail, guarded, warn } from "./say";
import type { Vendor } from "./vendor";
import { makeView, type View } from "./view";

const READY_MS = 20_000;

/** The methods of CONTRACT 2.3 that only change what there is to draw: the frame knows what they mean. */
const PASSED_ON = [
  ...["setButtonPosition", "resetButtonPosition", "setButtonSize", "setChatWidth", "setChatHeight", "setZIndex"],
  ...["setColors", "resetColors", "setLanguage", "setLocale", "sendAutoMessage"],
];

/** What a widget starts with. */
export interface Options {
  readonly vendor: Vendor;
  /** Our server. */
  readonly origin: string;
  /** The site's public id. */
  readonly site: string;
  readonly setting: Setting;
  readonly department: string | null;
  readonly clientId: string | null;
  readonly data: Change | null;
}

/** Methods by their names; what they return is not given to the page. */
export type Methods = Readonly<Record<string, (...args: unknown[]) => void>>;

/** One widget, from its start until it is removed. */
export interface Widget {
  /** Those of CONTRACT 2.3 that concern one widget. */
  readonly methods: Methods;
  /** Whether the panel is open and to be seen. */
  readonly isOpen: () => boolean;
  /** Removes all of it from the page: elements, listeners, timers (X8). */
  readonly remove: () => void;
}

/** Starts a widget, as soon as the page has time for it. */
export function startWidget(options: Options): Widget {
  const { vendor, origin, site, setting, clientId } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const config = looksOf(setting);
  let { department, data } = options;
  let view: View | null = null;
  /** The frame's last word on what there is to draw. */
  let patience: ReturnType<typeof setTimeout> | undefined;
  let drawn: (ToPage & { type: "draw" }) | null = null;
  /** Null as long as the page has not said: then it is as the settings have it. */
  let isHidden: boolean | null = null;
  let isExpanded = false;
  let wantsFocus = false;
  /** The page has a button of its own. */
  let isBare = false;
  /** The panel fills a block of the page, and is always open. */
  let isFramed = false;
  /** The page's own button that was pressed, and gets the focus back. */
  let opener: HTMLElement | null = null;
  let tellHash: (isOpen: boolean) => void = () => undefined;

  const isAway = (): boolean => isHidden ?? drawn?.look.hidden ?? false;
  const isOpen = (): boolean => (isExpanded || isFramed) && !isAway() && !signal.aborted;

  const callPage = (name: string, about: unknown): void =>
    guarded(() => {
      const callback = setting(name);
      if (typeof callback === "function") (callback as (about: unknown) => void)(about);
    });

  const take = (message: ToPage): void => {
    switch (message.type) {
      case "draw":
        clearTimeout(patience);
        drawn = message;
        if (message.look.never) remove();
        else draw();
        break;
      case "message":
        callPage("onNewMessage", message.message);
        break;
      case "event":
        callPage("onAnalyticEvent", message.name);
        break;
      case "minimize":
        close();
        break;
      case "failed":
        refuse();
    }
  };

  const { send, listen } = makeChannel(
    {
      boot: () => ({
        type: "boot",
        page: currentPage(vendor.hash),
        config,
        override: drawn?.override ?? {},
        department,
        clientId,
        clientProof: textOf(setting("clientProof")),
        phone: isPhone(),
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
    const { look, status } = drawn;
    const nowOpen = isOpen();
    view.render({ look, status, isOpen: nowOpen, isAway: isAway(), isBare, opener });
    vendor.mark?.(view.host, nowOpen, isPhone());
    tellHash(nowOpen);
    // Once: a later drawing must not take the keyboard from the page.
    if (nowOpen && wantsFocus) view.focusFrame();
    wantsFocus &&= !nowOpen;
  };

  const show = (): void => {
    isHidden = false;
    // A page may have taken our element away; it comes back when it is asked for.
    view?.attach();
    sayOpen();
    draw();
  };

  const open = (focus: unknown): void => {
    isExpanded = true;
    wantsFocus = focus === true;
    show();
  };

  const close = (): void => {
    if (!isExpanded || isFramed) return;
    isExpanded = wantsFocus = false;
    draw();
    opener = null;
    send({ type: "close" });
  };

  const press = (): void => {
    // On a phone the keyboard would cover half of what there is to read.
    open(!matchMedia("(pointer:coarse)").matches);
  };

  const tell = (replace: boolean, about: unknown): void => {
    // Setting null is setting nothing: it clears. Updating with null says nothing.
    if (typeof about !== "object") warn("visitor data are an object.");
    else if (replace || about !== null) {
      const change = { replace, fields: readFields(about) };
      // All of it is kept: a frame that starts anew is told again.
      data = compose(data, change);
      send({ type: "data", change });
    }
  };

  const pageView = (): void => send({ type: "page", page: currentPage(vendor.hash) });

  const refuse = (): void => {
    clearTimeout(patience);
    const { host } = location;
    fail(`no chat here. Does ${origin} run, is ${host} a domain of “${site}”, does the page's frame-src allow it?`);
  };

  const remove = (): void => {
    send({ type: "stop" });
    if (view !== null) vendor.mark?.(view.host, false, false);
    view = null;
    clearTimeout(patience);
    ending.abort();
  };

  const begin = (): void => {
    const block = setting("mode") === "frame" ? findBlock(setting("injectTo")) : null;
    isFramed = block !== null;
    // The language may be an object of words, which is none.
    const language = textOf(config.locale) ?? textOf(config.language);
    const query = language === null ? "" : `?lang=${encodeURIComponent(language)}`;
    const events = {
      pressed: () => (isOpen() ? close() : press()),
      approached: () => send({ type: "warm" }),
      dismissed: () => send({ type: "dismiss" }),
    };
    view = makeView(vendor, `${origin}/frame/${encodeURIComponent(site)}${query}`, block, events, signal);
    listen(view.frame, origin);
    watchPage(vendor.hash, pageView, signal);
    const pressed = (button: HTMLElement): void => {
      opener = button;
      press();
    };
    isBare = watchButton(setting("customWidgetButton"), pressed, signal);
    if (isFramed) sayOpen();
    else if (setting("disableChatOpenHash") !== true) {
      tellHash = followHash(vendor.hash, { open: () => open(false), close }, signal);
    }
    patience = setTimeout(refuse, READY_MS);
    view.attach();
  };

  if (data !== null) send({ type: "data", change: data });
  whenIdle(() => guarded(begin), setting("deferredLoading") === true, signal);

  const methods: Record<string, (...args: unknown[]) => void> = {
    openChat: open,
    expandWidget: (focus) => {
      if (!isPhone()) open(focus);
    },
    minimizeWidget: close,
    closeChat: close,
    hide: () => {
      isHidden = true;
      draw();
      send({ type: "close" });
    },
    show,
    setIntegrationData: (about) => tell(true, about),
    updateIntegrationData: (about) => tell(false, about),
    pageView,
    setGroupId: (id) => {
      department = textOf(id);
      send({ type: "department", id: department });
    },
  };
  for (const method of PASSED_ON) {
    methods[method] = (value) => send({ type: "call", method, value: plain(value) ?? null });
  }
  return { methods, isOpen, remove };
}

/** The page's own element that the panel shall fill (CONTRACT 2.2 injectTo), by its id or by a selector. */
function findBlock(where: unknown): Element | null {
  const name = String(where);
  let block = document.getElementById(name);
  guarded(() => {
    block ??= document.querySelector(name);
  });
  if (block === null) warn(`injectTo: there is no “${name}”.`);
  return block;
}
