/** The object that pages call `owidget`: its methods, and what it tells them (CONTRACT 3.2). */

import { compose, type Change } from "../change";
import { queryOf } from "../core/address";
import { callBack } from "../core/callback";
import { textOf } from "../core/config";
import { readFields } from "../core/fields";
import { watchGoals } from "../core/goal";
import { insist } from "../core/insist";
import { complain, guarded, warn } from "../core/say";
import { makeVeil } from "../core/veil";
import { startWidget, type Options, type Widget } from "../core/widget";
import type { Moment } from "../port";
import { own } from "../shape";

/** A company is named by a GUID. */
const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What each moment is called on the page. */
const EVENTS: Partial<Record<Moment, string>> = {
  session_created: "chatSessionCreated",
  session_started: "chatSessionStarted",
  session_ended: "chatSessionEnded",
};

/** What `init` says. */
interface Setup {
  readonly company: string;
  /** One of several within the company. */
  readonly tenant: string | null;
  readonly preset: string | null;
  readonly language: string | null;
  readonly scope: string | null;
}

/** The object; pages add functions of their own. */
export type Owidget = Record<string, unknown>;

/** Makes the object. Nothing is shown or connected before the page says so (OE6); our element gets the id `host`. */
export function makeOwidget(origin: string, host: string): Owidget {
  let setup: Setup | null = null;
  let widget: Widget | null = null;
  /** What the page has said of its visitor before there was a widget. */
  let data: Change | null = null;
  /** The page wants the window open as soon as there is one; with `true`, nothing before the conversation. */
  let wanted: unknown;
  /** 0 is offline, 1 online, 2 busy; null as long as nobody knows. */
  let code: number | null = null;
  let isOpen = false;
  let onEvent: unknown;
  let onStatus: unknown;
  let normalise: unknown;

  const tell = (type: string | undefined): void => {
    if (type !== undefined) callBack(onEvent, { type });
  };

  let sayGoals: (() => void) | undefined;
  /** The frame is there, or will not be. */
  let settled: (() => void) | undefined;
  const veil = makeVeil();

  const drawn: Options["drawn"] = (picture) => {
    settled?.();
    if (widget !== null && veil(picture.look.hidden, widget)) return;
    const { online, busy } = picture.status;
    // In this order: what the page does when it is told may change the window, and never the status.
    if (picture.isOpen !== isOpen) {
      ({ isOpen } = picture);
      tell(isOpen ? "chatWindowOpen" : "chatWindowClosed");
    }
    const now = online ? (busy === true ? 2 : 1) : 0;
    if (now === code) return;
    code = now;
    callBack(onStatus, code);
  };

  /** The page's word on a number: the same, a better one, or null for none. */
  const normalised = (phone: string): string | null => {
    if (typeof normalise !== "function") return phone;
    let answer: unknown;
    guarded(() => {
      answer = (normalise as (phone: string) => unknown)(phone);
    });
    return textOf(answer);
  };

  const start = ({ company, tenant, preset, language, scope }: Setup): Widget =>
    startWidget({
      parts: { host, prefix: "owidget", zIndex: 999_999, hash: "" },
      origin,
      site: company,
      query: queryOf({ lang: language, preset, tenant }),
      isDeferred: false,
      data,
      opening: () => ({
        config: { language, normalise: typeof normalise === "function" },
        department: null,
        clientId: null,
        clientProof: null,
        dialect: "guest",
        scope,
      }),
      prepare: (_, signal) => {
        settled = insist(host, signal);
        return null;
      },
      drawn,
      message: (message, { send, open }, signal) => {
        switch (message.type) {
          case "failed":
            settled?.();
            break;
          case "moment":
            tell(EVENTS[message.name]);
            break;
          case "watch_goals":
            sayGoals ??= watchGoals((scroll, close) => send({ type: "goal", scroll, close }), signal);
            sayGoals();
            break;
          case "show":
            open(false);
            break;
          case "normalise":
            send({ type: "normalised", id: message.id, phone: normalised(message.phone) });
            break;
          case "invoke":
            invoke(message.name);
        }
      },
    });

  /** Calls a function of the page's, as the page would; our own methods are not for rules. */
  const invoke = (name: string): void => {
    if (name.startsWith("_") && typeof own(owidget, name) === "function") guarded(() => (owidget as Record<string, () => void>)[name]?.());
  };

  const openChat = (enqueue: unknown): void => {
    wanted = enqueue === true;
    if (widget === null) return;
    if (wanted === true) widget.send({ type: "call", method: "enqueue", value: null });
    widget.open(false);
  };

  const methods: Readonly<Record<string, (...args: unknown[]) => void>> = {
    init: (companyId, preset, language, scope) => {
      setup = readSetup(companyId, preset, language, scope);
    },
    connectToServer: () => {
      if (widget !== null) return;
      if (setup === null) {
        complain("owidget: init comes before connectToServer, with the company's GUID.");
        return;
      }
      widget = start(setup);
      if (wanted !== undefined) openChat(wanted);
    },
    setAppEventCallback: (callback) => {
      onEvent = callback;
    },
    setStatusUpdateCallback: (callback) => {
      onStatus = callback;
      if (code !== null) callBack(onStatus, code);
    },
    setCustomNumberNormalization: (callback) => {
      normalise = callback;
      widget?.send({ type: "call", method: "normalise", value: typeof normalise === "function" });
    },
    addCustomData: (name, value) => {
      const key = textOf(name);
      if (key === null) return;
      const change = { replace: false, fields: readFields({ [key]: value }) };
      if (widget === null) data = compose(data, change);
      else widget.tell(change);
    },
    openChat,
    openAppOnCurrentPage: (type) => {
      // There is no video here, and somebody to talk to all the same.
      if (type === "chat" || type === "av" || type === "callshow") openChat(false);
      else warn(`openAppOnCurrentPage: “${String(type)}” is no app.`);
    },
  };

  // Constructed sheets are what not every browser has.
  const owidget: Owidget = { isSupported: "replaceSync" in CSSStyleSheet.prototype };
  for (const [name, method] of Object.entries(methods)) {
    owidget[name] = (...args: unknown[]) => guarded(() => method(...args));
  }
  return owidget;
}

/** Reads what `init` was told; null if that is no company. */
function readSetup(companyId: unknown, preset: unknown, language: unknown, scope: unknown): Setup | null {
  const [id, tenant] = Array.isArray(companyId) ? (companyId as unknown[]) : [companyId];
  const company = textOf(id);
  if (company === null || !GUID.test(company)) {
    complain(`owidget: “${String(id)}” is no company's GUID.`);
    return null;
  }
  return {
    company,
    tenant: textOf(tenant),
    preset: textOf(preset),
    language: textOf(language) ?? textOf(document.documentElement.lang) ?? textOf(navigator.language),
    scope: textOf(scope),
  };
}
