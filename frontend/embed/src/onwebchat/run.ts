/** Puts onWebChat's object where the page's own snippet looks for it, and does what the snippet has collected (CONTRACT 4.1). */

import { globals, objectOf } from "../core/config";
import { listOf } from "../core/install";
import { complain } from "../core/say";
import { findScript } from "../core/script";
import { makeApi, type Api, type Chat } from "./api";

/** Where the object stays whatever the page does to its globals; no global name of its own (X1). */
const KEY = Symbol.for("usher:onwebchat") as unknown as string;

/** The end of the script's address: the chat, and perhaps numbers of a variant (NE6). */
const ADDRESS = /\/clientchat\/([\da-f]{32,40})(?:\/+(\d{1,2}))?(?:\/+(\d{1,2}))?\/*(?:[?#]|$)/i;

/** Begins, or goes on where an earlier execution has begun (X7). Called while the script still runs. */
export function run(): void {
  const script = findScript("/clientchat/");
  const api = (globals[KEY] ??= makeApi(chatOf(script?.src ?? ""))) as Api;
  globals.onWebChat_ = api;
  // A page without the snippet (NE8).
  const snippet = objectOf((globals.onWebChat ??= api));
  for (const item of listOf(snippet.ar)) {
    const [key, value] = listOf(item);
    api.set(key, value);
  }
  // Nothing of it is done twice.
  Reflect.set(snippet, "ar", []);
}

/** The chat of an address; null if it names none. */
function chatOf(address: string): Chat | null {
  const [, id, first, second] = ADDRESS.exec(address) ?? [];
  if (id === undefined) {
    complain(`onWebChat: there is no chat's id in “${address}”.`);
    return null;
  }
  const variant = first === undefined ? null : second === undefined ? first : `${first}/${second}`;
  return { origin: new URL(address).origin, id, variant };
}
