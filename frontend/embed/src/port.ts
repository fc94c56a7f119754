/**
 * What the customer's page and our frame say to each other over a MessagePort.
 *
 * Every message is one JSON text: the receiver can tell its size before looking into it, and what it reads is plain
 * data, whatever the sender's page did to its own objects. Unknown types and fields are ignored, other shapes
 * dropped.
 */

import type { Change } from "./change";
import { isObject, own } from "./shape";

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

/** The message as it goes over the port; null when it is too long. */
export function write(message: ToFrame | ToPage): string | null {
  const json = JSON.stringify(message);
  return json.length > MAX_TEXT ? null : json;
}

/** Whether `data` is the handshake's word `word`: the frame's `hello`, or the page's `port`. */
export function isWord(data: unknown, word: "hello" | "port"): boolean {
  return isObject(data) && own(data, "usher") === VERSION && own(data, word) === true;
}
