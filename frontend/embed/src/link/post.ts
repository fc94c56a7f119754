/** Calls of server functions. */

import { readJson, readObject } from "./wire";

const TIMEOUT_MS = 15_000;
/** A closing tab may still deliver bodies up to 64 kB in all; a character has at most three bytes of UTF-8. */
const KEEPALIVE_CHARS = 16_000;

/** What came of a call. */
export type Answer =
  | { readonly kind: "ok"; readonly body: unknown }
  /** Not now: no network, a server in trouble, or too many calls. */
  | { readonly kind: "later"; readonly afterMs: number | null }
  /** Never: `message` is the server's sentence for people (`domain::error::Refusal`). */
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** Try again whenever the backoff says. */
export const LATER: Answer = { kind: "later", afterMs: null };

/** Calls the server function at `path` with `input`. A visitor is known by `token`, an operator by the cookie. */
export async function post(path: string, input: object, auth: { token: string } | "cookie"): Promise<Answer> {
  const body = JSON.stringify({ input });
  const headers: Record<string, string> = { "Content-Type": "application/json", Accept: "application/json" };
  if (auth !== "cookie") headers.Authorization = `Bearer ${auth.token}`;
  return ask(path, {
    method: "POST",
    headers,
    body,
    credentials: auth === "cookie" ? "same-origin" : "omit",
    keepalive: body.length <= KEEPALIVE_CHARS,
  });
}

/** Asks our server for something. */
export async function ask(path: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(path, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS), ...init });
    return answer(response.status, await response.text());
  } catch {
    return LATER;
  }
}

/** Decides what a response means. */
export function answer(status: number, text: string): Answer {
  if (status >= 200 && status < 300) {
    const body = text === "" ? null : readJson(text);
    // A hotel's login page is a 200 too, but not JSON.
    return body === undefined ? LATER : { kind: "ok", body };
  }
  const { code, message, retry_after_ms: afterMs } = readObject(text) ?? {};
  if (status >= 500 || status === 408 || status === 429) {
    return { kind: "later", afterMs: typeof afterMs === "number" ? afterMs : null };
  }
  return {
    kind: "refused",
    code: typeof code === "string" ? code : status === 401 ? "unauthenticated" : "refused",
    message: typeof message === "string" ? message : "The server did not take this.",
  };
}
