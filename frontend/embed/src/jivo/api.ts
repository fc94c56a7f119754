/** `jivo_api`: its methods, and what each answers at once (CONTRACT 1.6). */

import { callBack } from "../core/callback";
import { objectOf, textOf } from "../core/config";
import { isPhone } from "../core/phone";
import { guarded } from "../core/say";
import type { Facts } from "../port";
import { isObject } from "../shape";
import { readContacts, readPhone } from "./contacts";
import { GONE, NOBODY, NOTHING } from "./facts";
import { faultOfRules } from "./rules";
import { sceneOf } from "./state";
import type { Answered, Widget } from "./widget";

/** As many fields `setCustomData` takes. */
const MOST_FIELDS = 10;

/** Does what a method is for; a sentence says why it has not. */
type Action = (widget: Widget, ...args: unknown[]) => string | null;

/** What such a method answers. */
type Answer = Readonly<Record<string, unknown>>;

/** The object, as pages have it. */
export type Api = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Makes the object. `living` is the widget on the page that can answer; null if there is none. */
export function makeApi(living: () => Widget | null): Api {
  /** A method that never throws (X5); under `key` its answer says why nothing was done. */
  const action =
    (act: Action, key = "reason") =>
    (...args: unknown[]): Answer => {
      const widget = living();
      let fault: string | null = "Bad arguments";
      if (widget === null) return { result: "fail", reason: GONE, [key]: GONE };
      guarded(() => {
        fault = act(widget, ...args);
      });
      return (fault as string | null) === null ? { result: "ok" } : { result: "fail", [key]: fault };
    };
  const facts = (): Facts => living()?.facts() ?? NOTHING;

  /** The page says who the visitor is, and from now on `getContactInfo` knows. */
  const introduce = ({ facts, suppose, call }: Widget, method: string, about: unknown): null => {
    const [contacts] = readContacts(about);
    suppose({ contacts: { ...facts().contacts, ...contacts } });
    call(method, contacts);
    return null;
  };

  const setUserToken = action(({ call }, token) => {
    if (textOf(token) === null) return "Token is empty";
    call("setUserToken", String(token));
    return null;
  });

  const methods: Api = {
    open: action(({ facts, state, open }, params) => {
      const start = typeof params === "string" ? params : objectOf(params).start;
      const { callback } = facts();
      if (start === "call" && callback !== null) return callback;
      open(sceneOf(start, state(), facts(), isPhone()));
      return null;
    }),
    close: action(({ close }) => {
      close();
      return null;
    }),
    showProactiveInvitation: action(({ isOnline, call }, text, department) => {
      if (textOf(text) === null) return "Text is empty";
      if (!isOnline()) return "Chat is offline";
      call("showProactiveInvitation", { text: String(text), department: textOf(department) });
      return null;
    }),
    setWidgetColor: action(({ call }, color, color2 = null) => {
      if (!isColour(color) || (color2 !== null && !isColour(color2))) return "Invalid color";
      call("setWidgetColor", { color, color2 });
      return null;
    }),
    chatMode: () => (living()?.isOnline() === true ? "online" : "offline"),
    startCall: action(({ facts, call }, number) => {
      const phone = readPhone(number);
      const fault = facts().callback ?? (phone === null ? "Invalid phone number" : null);
      if (fault === null) call("startCall", { phone });
      return fault;
    }),
    // Filled in, and not sent: the visitor does that.
    sendOfflineMessage: action(({ facts, isOnline, call, open }, about) => {
      const message = textOf(objectOf(about).message);
      const [contacts, fault] = readContacts(about);
      const isRequired = /email|phone/.test(String(facts().required));
      if (isOnline()) return "Chat is online";
      if (message === null) return "Message is empty";
      if (fault !== undefined) return fault;
      if (isRequired && (contacts.email ?? contacts.phone) === undefined) return "Contact required";
      call("offline", { ...NOBODY, ...contacts, message });
      open("offline");
      return null;
    }, "error"),
    sendPageTitle: action(({ pin, call }, text, fromApi, url) => {
      const title = textOf(text) ?? document.title;
      const pinned = fromApi === true;
      pin(pinned ? title : null);
      call("title", { title, url: addressOf(url), pinned });
      return null;
    }),
    setContactInfo: action((widget, about) => introduce(widget, "setContactInfo", about)),
    setClientAttributes: action(({ facts, suppose, call }, attributes) => {
      const { attempts } = facts();
      if (!isObject(attributes)) return "Attributes are no object";
      if (attempts < 1) return "Rate limit exceeded";
      suppose({ attempts: attempts - 1 });
      call("setClientAttributes", attributes);
      return null;
    }),
    setCustomData: action(({ call }, fields) => {
      if (!Array.isArray(fields)) return "Fields are no array";
      if (fields.length > MOST_FIELDS) return "Too many fields";
      call("setCustomData", fields);
      return null;
    }),
    setUserToken: (token) => {
      const answer = setUserToken(token);
      return answer.result === "ok" ? { ...answer, token } : answer;
    },
    setRules: action(({ facts, rule }, rules) => {
      const fault = faultOfRules(rules, facts());
      if (fault === null) rule(rules);
      return fault;
    }),
    getContactInfo: () => {
      const { name, ...others } = facts().contacts;
      return { client_name: name, ...others };
    },
    getVisitorNumber: (callback) => {
      const answered: Answered = (...answer) => callBack(callback, ...answer);
      const widget = living();
      if (widget === null) queueMicrotask(() => answered(GONE));
      else widget.ask(answered);
    },
    getUnreadMessagesCount: () => living()?.unread() ?? 0,
    getUtm: () => ({ ...facts().utm }),
    isCallbackEnabled: (callback) => {
      const reason = facts().callback;
      queueMicrotask(() => callBack(callback, reason === null ? { result: "ok" } : { result: "fail", reason }));
    },
    clearHistory: action(({ forget }) => {
      forget();
      return null;
    }),
  };
  if (!facts().extras) return methods;

  return {
    ...methods,
    sendMessage: action((widget, about, second) => {
      const { message, text } = objectOf(about);
      const words = textOf(second) ?? textOf(message) ?? textOf(text) ?? textOf(about);
      introduce(widget, "setContactInfo", about);
      if (words === null) return "Message is empty";
      widget.call("sendMessage", words);
      return null;
    }),
    _sendIntroduce: action((widget, about) => introduce(widget, "introduce", about)),
    setTelegramLink: action(({ call }, url) => {
      if (!/^https?:/.test(String(url))) return "Invalid link";
      call("setTelegramLink", String(url));
      return null;
    }),
  };
}

const isColour = (value: unknown): boolean => typeof value === "string" && /^#([\da-f]{3}){1,2}$/i.test(value);

/** The address of a page, relative to this one; of this one, if it is none. */
function addressOf(url: unknown): string {
  let { href } = location;
  guarded(() => {
    href = new URL(textOf(url) ?? "", href).href;
  });
  return href;
}
