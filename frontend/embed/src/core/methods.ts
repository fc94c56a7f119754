/** One widget by the words of CONTRACT 2: its configuration, its methods, its callbacks. */

import type { Change } from "../change";
import { plain, textOf, type Setting } from "./config";
import { watchButton } from "./custom_button";
import { readFields } from "./fields";
import { followHash } from "./hash";
import { looksOf } from "./looks";
import { isPhone } from "./phone";
import { guarded, warn } from "./say";
import type { Vendor } from "./vendor";
import { startWidget, type Options, type Widget } from "./widget";

/** The methods of CONTRACT 2.3 that only change what there is to draw: the frame knows what they mean. */
const PASSED_ON =
  "setButtonPosition resetButtonPosition setButtonSize setChatWidth setChatHeight setZIndex setColors resetColors \
setLanguage setLocale sendAutoMessage".split(" ");

/** What a page has said when a widget of its starts. */
export interface Said {
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

/** A widget with the methods of CONTRACT 2.3 that concern one. */
export interface Spoken extends Widget {
  readonly methods: Methods;
}

/** Starts it. */
export function startSpoken({ vendor, origin, site, setting, department, clientId, data }: Said): Spoken {
  const config = looksOf(setting);
  // The language may be an object of words, which is none.
  const language = textOf(config.locale) ?? textOf(config.language);
  let tellHash: (isOpen: boolean) => void = () => undefined;

  const callPage = (name: string, about: unknown): void =>
    guarded(() => {
      const callback = setting(name);
      if (typeof callback === "function") (callback as (about: unknown) => void)(about);
    });

  const prepare: Options["prepare"] = ({ open, close, bare, press }, signal) => {
    const block = setting("mode") === "frame" ? findBlock(setting("injectTo")) : null;
    if (watchButton(setting("customWidgetButton"), press, signal)) bare();
    if (block === null && setting("disableChatOpenHash") !== true) {
      tellHash = followHash(vendor.hash, { open: () => open(false), close }, signal);
    }
    return block;
  };

  const widget = startWidget({
    parts: vendor,
    origin,
    site,
    query: language === null ? "" : `?lang=${encodeURIComponent(language)}`,
    isDeferred: setting("deferredLoading") === true,
    data,
    opening: () => ({ config, department, clientId, clientProof: textOf(setting("clientProof")) }),
    prepare,
    drawn: ({ isOpen }, host) => {
      vendor.mark?.(host, isOpen, isPhone());
      tellHash(isOpen);
    },
    message: (message) => {
      if (message.type === "message") callPage("onNewMessage", message.message);
      if (message.type === "event") callPage("onAnalyticEvent", message.name);
    },
  });
  const { send, open, close, tell } = widget;

  const say = (replace: boolean) => (about: unknown) => {
    // Setting null is setting nothing: it clears. Updating with null says nothing.
    if (typeof about !== "object") warn("visitor data are an object.");
    else if (replace || about !== null) tell({ replace, fields: readFields(about) });
  };

  const methods: Record<string, (...args: unknown[]) => void> = {
    openChat: open,
    expandWidget: (focus) => {
      if (!isPhone()) open(focus);
    },
    minimizeWidget: close,
    closeChat: close,
    hide: widget.hide,
    show: widget.show,
    setIntegrationData: say(true),
    updateIntegrationData: say(false),
    pageView: widget.pageView,
    setGroupId: (id) => {
      department = textOf(id);
      send({ type: "department", id: department });
    },
  };
  for (const method of PASSED_ON) {
    methods[method] = (value) => send({ type: "call", method, value: plain(value) ?? null });
  }
  return { ...widget, methods };
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
