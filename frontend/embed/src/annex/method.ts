/** The methods of `jivo_api` that only we know the meaning of (CONTRACT 1.6); the page has answered for them already. */

import type { Change } from "../change";
import type { Page } from "../port";
import type { Fields } from "../scenes/sheet";
import { isObject, own } from "../shape";
import { idOf } from "./user_token";
import { invite, type Audience } from "./action";
import type { ContactBook } from "./contacts";
import type { Quota } from "./quota";
import { readAttributes, readFields, type Report } from "./report";
import { textOf } from "./text";

/** What the methods work on. */
export interface Means extends Audience {
  readonly contacts: ContactBook;
  readonly quota: Quota;
  /** Tells the server. */
  readonly report: (report: Report) => void;
  /** Other data of the visitor, for rules. */
  readonly learn: (change: Change) => void;
  /** Other rules than before. */
  readonly rule: (rules: unknown) => void;
  /** An invitation was shown. */
  readonly introduced: () => void;
  /** Nothing is asked before the conversation. */
  readonly enqueue: () => void;
  /** The visitor is nobody from now on. */
  readonly forget: () => void;
  /** A call is asked for. */
  readonly dial: (phone: string) => void;
  /** The next form is filled with this. */
  readonly fill: (fields: Fields) => void;
  /** The visitor is on another page; `pinned` keeps its title. */
  readonly turn: (page: Partial<Page>, pinned: boolean) => void;
}

/** What a method does with the one value that it was called with. */
export type Method = (value: unknown) => void;

/** The methods by their names. */
export function makeMethods(means: Means): Readonly<Record<string, Method>> {
  const { visitor, showing, contacts, quota, report, learn, rule, introduced, enqueue, fill, dial, forget, turn } = means;

  const know = (about: unknown): void => {
    visitor.update({ replace: false, fields: contacts.add(about) });
    showing.changed();
  };

  return {
    showProactiveInvitation: (value) => invite(means, part(value, "text"), part(value, "department")),
    setWidgetColor: (value) => {
      const [color, second] = [part(value, "color"), part(value, "color2")];
      visitor.call("setColors", { buttonBg: color, clientBubbleBg: color });
      showing.fill(second === "" ? null : `linear-gradient(135deg,${color},${second})`);
    },
    setContactInfo: know,
    introduce: (about) => {
      know(about);
      introduced();
    },
    startCall: (value) => dial(part(value, "phone")),
    offline: (about) => {
      const [name, email, phone, text] = ["name", "email", "phone", "message"].map((key) => part(about, key));
      fill(filled({ name, email, phone, text }));
      // There is no field for it, and operators shall have it all the same.
      const description = part(about, "description");
      if (description !== "") know({ description });
    },
    setClientAttributes: (attributes) => {
      quota.take();
      report({ attributes: readAttributes(attributes) });
      showing.changed();
    },
    setCustomData: (value) => {
      const custom_data = readFields(value);
      report({ custom_data });
      // Rules know fields by their keys, and what has none not at all.
      const keyed = custom_data.flatMap(({ key, content }) => (key === undefined ? [] : [[key, content] as const]));
      learn({ replace: true, fields: Object.fromEntries(keyed) });
    },
    setUserToken: (token) => {
      const text = textOf(token);
      report({ user_token: text });
      // A signed token is also who the visitor is, on every device.
      const clientId = idOf(text);
      if (clientId !== null) visitor.update({ replace: false, fields: { clientId, clientProof: text } });
    },
    setRules: rule,
    enqueue,
    // Of onWebChat's pages (CONTRACT 4.2 language).
    setLanguage: (language) => visitor.call("setLanguage", language),
    clearHistory: forget,
    sendMessage: (text) => void visitor.link.send(textOf(text)),
    title: (value) => {
      const pinned = isObject(value) && own(value, "pinned") === true;
      turn({ url: part(value, "url"), title: part(value, "title") }, pinned);
    },
    scene: (scene) => showing.turn(scene as Parameters<typeof showing.turn>[0]),
  };
}

const part = (value: unknown, key: string): string => (isObject(value) ? textOf(own(value, key)) : "");

/** What is given; what is empty leaves the field as it is. */
const filled = (fields: Readonly<Record<string, string | undefined>>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
