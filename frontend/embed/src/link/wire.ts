/**
 * The parts of the wire protocol that these scripts read. `crates/domain/src/wire.rs` is the law; fields that only the
 * wasm reads are carried along unseen.
 */

import { attempt } from "../attempt";
import type { Known } from "../port";

/** Largest frame in either direction, in bytes. */
export const MAX_FRAME = 64 * 1024;
/** The server says something at least this often. */
export const BEAT_MS = 25_000;
/** Lines in a snapshot. */
export const SNAPSHOT = 50;

/** Who speaks. */
export type Author = "client" | "agent" | "bot" | "system";

/** One line of a conversation. */
export interface Message {
  readonly id: string;
  readonly conversation: string;
  readonly seq: number;
  readonly client_id?: string;
  readonly author: Author;
  readonly kind: string;
  readonly text?: string;
  /** Unix time in milliseconds. */
  readonly at: number;
}

/** State and read marks of the visitor's conversation. */
export interface Talk {
  readonly id: string;
  readonly version: number;
  readonly client_read: number;
}

/** Where a client stands in a conversation: the last line it has. */
export interface Cursor {
  readonly conversation: string;
  readonly seq: number;
  readonly message: string;
}

/** How a (re)connection went. */
export type Verdict = "new" | "resumed" | "reset";

/** Answer to a visitor's hello. */
export interface Welcome {
  readonly type: "welcome";
  readonly verdict: Verdict;
  readonly online: boolean;
  /** Operators are there, and can take no more. */
  readonly busy?: boolean | undefined;
  readonly talk: Talk | null;
  readonly messages: readonly Message[];
  readonly more: boolean;
}

/** The server frames that these scripts act on; others go to the wasm as they are. */
export type ServerFrame =
  | Welcome
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "talk"; readonly talk: Talk }
  | { readonly type: "online"; readonly online: boolean; readonly busy?: boolean }
  | { readonly type: "contacts"; readonly contacts: Known }
  | { readonly type: "beat" }
  | { readonly type: "bye"; readonly retry_after_ms: number };

/** The frame in a text, or null when it is none. Its fields are believed: they came from our own server. */
export function readFrame(data: unknown): ServerFrame | null {
  const frame = readObject(data);
  return typeof frame?.type === "string" ? (frame as unknown as ServerFrame) : null;
}

/** The JSON object in a text, or null when there is none. */
export function readObject(text: unknown): Readonly<Record<string, unknown>> | null {
  const value = typeof text === "string" ? readJson(text) : undefined;
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

/** The JSON value of a text; undefined when it is no JSON. */
export function readJson(text: string): unknown {
  return attempt((): unknown => JSON.parse(text));
}
