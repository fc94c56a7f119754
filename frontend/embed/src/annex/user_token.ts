/** Tokens that say who the visitor is (CONTRACT 1.6 setUserToken): JWTs with an `id`. Whether one is true, the server knows. */

import { readObject } from "../link/wire";
import { own } from "../shape";

/** The id in a token; null for one that is just a name. */
export function idOf(token: string): string | null {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    const claims = readObject(new TextDecoder().decode(bytes));
    const id = claims === null ? null : own(claims, "id");
    return typeof id === "string" || typeof id === "number" ? String(id) : null;
  } catch {
    return null;
  }
}
