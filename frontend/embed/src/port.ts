/**
 * What the customer's page and our frame say to each other over a MessagePort.
 *
 * Every message is one JSON text: the receiver can tell its size before looking into it, and what it reads is plain data,
 * whatever the sender's page did to its own objects. Unknown types and fields are ignored, other shapes dropped.
 */

import type { Change } from "./change";

/** The handshake's version; both sides refuse another one. */
export const VERSION = 1;
/** Longest message, in characters of JSON. */
export const MAX_TEXT = 64 * 1024;

/** A page of the customer's site (`domain::visitor::Page`). */
export interface Page {
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

/** What the page draws of a site's look (`domain::site::Look`). */
export interface Look {
  readonly title: string;
  readonly accent: string;
  readonly position: string;
}

/** A line as the page's `onNewMessage` gets it. */
export interface NewMessage {
  readonly id: string;
  readonly text: string;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  readonly type: "agent" | "client" | "bot";
}

/** From the page to the frame. */
export type ToFrame =
  | {
      readonly type: "boot";
      readonly page: Page;
      readonly department: string | null;
      /** The page's own accent, where it overrides the site's. */
      readonly accent: string | null;
    }
  /** The visitor's pointer or focus is on the launcher: get the panel ready. */
  | { readonly type: "warm" }
  | { readonly type: "open"; readonly focus: boolean }
  | { readonly type: "close" }
  | { readonly type: "page"; readonly page: Page }
  | { readonly type: "data"; readonly change: Change }
  | { readonly type: "department"; readonly id: string | null }
  /** The widget leaves the page. */
  | { readonly type: "stop" };

/** From the frame to the page. */
export type ToPage =
  | { readonly type: "ready"; readonly look: Look; readonly online: boolean; readonly unread: number }
  | { readonly type: "online"; readonly online: boolean }
  | { readonly type: "unread"; readonly unread: number }
  | { readonly type: "message"; readonly message: NewMessage }
  | { readonly type: "minimize" }
  | { readonly type: "failed"; readonly reason: string };

type Check = (value: unknown) => boolean;
type Table<Message extends { type: string }> = Readonly<Record<Message["type"], Check>>;

const text: Check = (value) => typeof value === "string";
const flag: Check = (value) => typeof value === "boolean";
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const anything: Check = () => true;
const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isObject(value) && Object.entries(fields).every(([name, check]) => check(own(value, name)));
const mapOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);

const page = shape({ url: text, title: text, referrer: text });
const change = shape({ replace: flag, fields: mapOf(maybe(text)) });
const look = shape({ title: text, accent: text, position: text });
const author: Check = (value) => value === "agent" || value === "client" || value === "bot";

const TO_FRAME: Table<ToFrame> = {
  boot: shape({ page, department: maybe(text), accent: maybe(text) }),
  warm: anything,
  open: shape({ focus: flag }),
  close: anything,
  page: shape({ page }),
  data: shape({ change }),
  department: shape({ id: maybe(text) }),
  stop: anything,
};

const TO_PAGE: Table<ToPage> = {
  ready: shape({ look, online: flag, unread: count }),
  online: shape({ online: flag }),
  unread: shape({ unread: count }),
  message: shape({ message: shape({ id: text, text, createdAt: count, type: author }) }),
  minimize: anything,
  failed: shape({ reason: text }),
};

/** A message for the frame, or null for anything else. */
export const readToFrame = (data: unknown): ToFrame | null => read<ToFrame>(data, TO_FRAME);

/** A message for the page, or null for anything else. */
export const readToPage = (data: unknown): ToPage | null => read<ToPage>(data, TO_PAGE);

/** The message as it goes over the port; null when it is too long. */
export function write(message: ToFrame | ToPage): string | null {
  const json = JSON.stringify(message);
  return json.length > MAX_TEXT ? null : json;
}

/** Whether `data` is the handshake's word `word`: the frame's `hello`, or the page's `port`. */
export function isWord(data: unknown, word: "hello" | "port"): boolean {
  return isObject(data) && own(data, "usher") === VERSION && own(data, word) === true;
}

function read<Message extends { type: string }>(data: unknown, table: Table<Message>): Message | null {
  if (typeof data !== "string" || data.length > MAX_TEXT) return null;
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(message)) return null;
  const check = own(table, own(message, "type"));
  return typeof check === "function" && (check as Check)(message) ? (message as unknown as Message) : null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own properties alone, so that `constructor` is not a message's type and `__proto__` not a field. */
function own(from: object, name: unknown): unknown {
  return typeof name === "string" && Object.prototype.hasOwnProperty.call(from, name)
    ? (from as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
