/**
 * What the customer's page and our frame say to each other over a MessagePort.
 *
 * The page is a thin hand: it says what it was told, and draws what it is told. Whatever can be decided elsewhere (how a
 * site's settings, the configuration and later calls add up; words, languages, plural forms) the frame decides, where
 * bytes cost the host page nothing.
 *
 * Every message is one JSON text: the receiver can tell its size before looking into it, and what it reads is plain
 * data, whatever the sender's page did to its own objects.
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

/** Keys of CONTRACT 2.2 with what the page gave them: nothing of it is certain. */
export type Wishes = Readonly<Record<string, unknown>>;

/** The widget's looks: merged, checked, limited, and ready to be drawn. */
export interface Look {
  /** Custom properties of `core/view.css` by their names, without the dashes. */
  readonly css: Readonly<Record<string, string>>;
  /** Null leaves it to the facade, and to the page's style sheets. */
  readonly zIndex: number | null;
  /** Nothing is shown until somebody asks for it. */
  readonly hidden: boolean;
  /** There is no widget on this kind of device. */
  readonly never: boolean;
  /** What the page itself says to visitors. */
  readonly words: {
    readonly open: string;
    readonly close: string;
    /** Puts the teaser away. */
    readonly dismiss: string;
    /** The name of the frame. */
    readonly chat: string;
  };
}

/** How the chat stands, in the visitor's language. */
export interface Status {
  readonly online: boolean;
  /** Operators are there, and can take no more (CONTRACT 3.2 setStatusUpdateCallback). */
  readonly busy?: boolean | undefined;
  readonly unread: number;
  /** Written on a tab. */
  readonly label: string;
  /** The launcher's description for those who do not see it. */
  readonly description: string;
  /** The newest words that the visitor has not seen, cut short; null when there is nothing to show. */
  readonly teaser: string | null;
}

/** A line as the page's `onNewMessage` gets it. */
export interface NewMessage {
  readonly id: string;
  readonly text: string;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  readonly type: "agent" | "client" | "bot";
}

/** What `onAnalyticEvent` is told (CONTRACT 2.6). */
export type AnalyticEvent =
  | "widget_loaded"
  | "chat_opened"
  | "chat_closed"
  | "message_sent"
  | "first_message_sent"
  | "message_received"
  | "auto_message_shown"
  | "offline_message_sent";

/** What the visitor has told of themselves, or the page of them (CONTRACT 1.6 getContactInfo). */
export interface Contacts {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly description: string | null;
}

/** The tags of the visitor's first address (CONTRACT 1.6 getUtm). */
export interface Utm {
  readonly content: string | null;
  readonly campaign: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly term: string | null;
}

/** What an open window shows: the states of CONTRACT 1.5 that are "opened". */
export type Scene = "chat" | "menu" | "call" | "chat/call" | "introduce" | "offline" | "offline/success";

/** All that the synchronous answers of `jivo_api` are made of (CONTRACT 1.6). */
export interface Facts {
  readonly contacts: Contacts;
  /** What a visitor must tell before the chat, or with an offline message. */
  readonly required: readonly ("name" | "email" | "phone")[];
  readonly utm: Utm;
  /** There is a conversation. */
  readonly history: boolean;
  /** What the window shows; while it is closed, what it would show if the visitor opened it now. */
  readonly scene: Scene;
  /** Why nobody can be called back; null if that is possible. */
  readonly callback: string | null;
  /** The methods of CONTRACT 1.6.1 are there. */
  readonly extras: boolean;
  /** Keys of `jivo_config` (CONTRACT 1.2). */
  readonly config: Wishes;
  /** As many times `setClientAttributes` may still be called within this hour. */
  readonly attempts: number;
  /** What rules may be made of (CONTRACT 1.7). */
  readonly conditions: readonly string[];
  readonly commands: readonly string[];
  /** The page's last guess at facts that these know of; after another one the page knows more. */
  readonly guess: number;
}

/** How a call ended (CONTRACT 1.4 jivo_onCallEnd). */
export type CallResult = { readonly result: "ok" } | { readonly result: "fail"; readonly reason: string };

/** What has happened, for the callbacks of CONTRACT 1.4 that only the frame knows the moment of. */
export type News =
  | "accepted"
  /** The visitor has filled the contact form; the facts that say so came before. */
  | "introduced"
  /** The visitor's first message, and there was no history (jivo_onMessageSent). */
  | "first_message"
  /** The visitor's first message, and no invitation was shown before (jivo_onClientStartChat). */
  | "client_started"
  /** One message of an agent. */
  | "received"
  | "call_started"
  | "call_ended"
  | "offline_sent";

/** What the site knows of its visitor, whoever said it: the visitor, the page, or an operator (CONTRACT 4.3). */
export type Known = Readonly<Record<"name" | "email" | "phone" | "notes", string | null>>;

/** What has happened, for the callbacks of CONTRACT 3.2 and 4.2 that only the frame knows the moment of. */
export type Moment =
  /** The visitor waits for an operator. */
  | "session_created"
  | "session_started"
  | "session_ended"
  /** A rule of the site has fired. */
  | "triggered"
  /** The visitor begins to write a message. */
  | "writing";

/** From the page to the frame. */
export type ToFrame =
  | {
      readonly type: "boot";
      readonly page: Page;
      /** What the configuration says of looks and words. */
      readonly config: Wishes;
      /** What methods have said since; it wins. Not empty where the frame comes anew. */
      readonly override: Wishes;
      readonly department: string | null;
      /** The page's own permanent id of its visitor, and its server's proof of it. */
      readonly clientId: string | null;
      readonly clientProof: string | null;
      readonly phone: boolean;
      /**
       * Another vendor's page, whose site has rules and forms; left out, it is one of CONTRACT 2. One of CONTRACT 1 needs
       * `facts`, one of CONTRACT 3 or 4 is a `guest`, and told `moment` and `contacts`.
       */
      readonly dialect?: "jivo" | "guest";
      /** Of a guest: conversations of another scope are not this one's (CONTRACT 3.2 init); null is a scope, too. */
      readonly scope?: string | null;
      /** With a dialect: the rules that the page itself has, whatever they are; null leaves it to the site's (CONTRACT 1.7). */
      readonly rules?: unknown;
      /** With a dialect: the number of the page's last guess at facts. */
      readonly guess?: number;
    }
  /**
   * A method of CONTRACT 2.3 or 1.6 that only the frame knows the meaning of, and its argument. With a dialect it has the
   * number of the page's last guess at facts, for facts to say it again. Those of 1.6, which the page has checked as far as
   * the facts let it:
   * - `showProactiveInvitation {text, department: string | null}`, to be answered by `show`;
   * - `setWidgetColor {color, color2: string | null}`, of the form `#rgb` or `#rrggbb`;
   * - `startCall {phone}`, of 7 to 15 digits, with a `+` before them or without;
   * - `offline {name, email, phone, description, message}`, each a text or null: the form is filled, and the visitor sends it;
   * - `setContactInfo {…}` and `introduce {…}`: those of name, email, phone and description that are valid, perhaps none;
   * - `setClientAttributes {…}`, `setCustomData […]`, `setRules […]`, `setUserToken token`, `setTelegramLink url`;
   * - `clearHistory null`, `sendMessage text`;
   * - `title {title, url, pinned}`: a pinned title stays, whatever the document's is (CONTRACT 1.6 sendPageTitle);
   * - `scene Scene`: the window shall show this, and facts say that it does, before they say anything else of the scene.
   *
   * Of a guest, those of CONTRACT 3.2 and 4.2:
   * - `setLanguage`, to which `l1` and `l2` are the site's two languages;
   * - `enqueue null`: nothing stands between the visitor and the conversation (CONTRACT 3.2 openChat);
   * - `normalise boolean`: whether the page wants to be asked what a phone number is. At first `config.normalise` says so.
   */
  | { readonly type: "call"; readonly method: string; readonly value: unknown; readonly guess?: number }
  /** The visitor's pointer or focus is on the launcher: get the panel ready. */
  | { readonly type: "warm" }
  | { readonly type: "open"; readonly focus: boolean }
  | { readonly type: "close" }
  /** The visitor has put the teaser away. */
  | { readonly type: "dismiss" }
  | { readonly type: "page"; readonly page: Page }
  | { readonly type: "data"; readonly change: Change }
  | { readonly type: "department"; readonly id: string | null }
  /** A question, to be answered once by an `answer` of the same id: the visitor's number (CONTRACT 1.6 getVisitorNumber). */
  | { readonly type: "ask"; readonly id: number; readonly what: "number" }
  /** How far the page was scrolled at most, in per cent, and whether the visitor was about to leave it (CONTRACT 1.7). */
  | { readonly type: "goal"; readonly scroll: number; readonly close: boolean }
  /** What `normalise` asked for; null if it is no number. */
  | { readonly type: "normalised"; readonly id: number; readonly phone: string | null }
  /** The widget leaves the page. */
  | { readonly type: "stop" };

/** From the frame to the page. */
export type ToPage =
  /** All there is to draw. The first one shows the widget. */
  | {
      readonly type: "draw";
      readonly look: Look;
      readonly status: Status;
      /** What the frame has taken of the methods' calls, to be told again to a frame that comes anew. */
      readonly override: Wishes;
    }
  | { readonly type: "message"; readonly message: NewMessage }
  | { readonly type: "event"; readonly name: AnalyticEvent }
  | { readonly type: "minimize" }
  /** With a dialect: what the page's elements wear, before all other messages. */
  | { readonly type: "sheet"; readonly css: string }
  /** With a dialect: before the first `draw`, and whenever one of them changes. */
  | { readonly type: "facts"; readonly facts: Facts }
  /** `result` comes with `call_ended`. */
  | { readonly type: "news"; readonly name: News; readonly result?: CallResult }
  /** With a dialect: the window shall be open, and show this: an invitation, a rule. */
  | { readonly type: "show"; readonly scene: Scene }
  | { readonly type: "answer"; readonly id: number; readonly value: number }
  | { readonly type: "answer"; readonly id: number; readonly error: string }
  /** An operator has taken the conversation, closed it, or it was opened again: kinds of lines (`domain::message::Kind`). */
  | { readonly type: "turned"; readonly kind: string }
  /** To a guest. */
  | { readonly type: "moment"; readonly name: Moment }
  /** To a guest: before the first `draw`, and whenever one of them changes. */
  | { readonly type: "contacts"; readonly contacts: Known }
  /** To a guest that wants it: what is this phone number? To be answered by `normalised`. */
  | { readonly type: "normalise"; readonly id: number; readonly phone: string }
  /** To a guest: a rule calls this function of the page's (CONTRACT 3.2 owidget._name). */
  | { readonly type: "invoke"; readonly name: string }
  /** A rule has a goal: tell how far the visitor scrolls, and when they are about to leave (CONTRACT 1.7). */
  | { readonly type: "watch_goals" }
  | { readonly type: "failed"; readonly reason: string };

/** The message as it goes over the port; null when it is too long. */
export function write(message: ToFrame | ToPage): string | null {
  const json = JSON.stringify(message);
  return json.length > MAX_TEXT ? null : json;
}

/**
 * The message in `data`, which the other side wrote; null when it is no message at all. What it holds is not looked
 * into: a type that the reader does not know is one of tomorrow and ignored, and a wrong field can come from the
 * other side's own code alone, since nobody else can speak into the port.
 */
export function read(data: unknown): ToFrame | ToPage | null {
  if (typeof data !== "string" || data.length > MAX_TEXT) return null;
  try {
    const message: unknown = JSON.parse(data);
    return isObject(message) ? (message as ToFrame | ToPage) : null;
  } catch {
    return null;
  }
}

/** Whether `data` is the handshake's word `word`: the frame's `hello`, or the page's `port`. */
export function isWord(data: unknown, word: "hello" | "port"): boolean {
  return isObject(data) && own(data, "usher") === VERSION && own(data, word) === true;
}
