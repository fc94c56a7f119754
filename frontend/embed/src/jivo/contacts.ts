/** What a page says of its visitor, read field by field. */

import { objectOf, textOf } from "../core/config";
import type { Contacts } from "../port";

/** A phone number without what people write between its digits; null if it is none (CONTRACT 1.6 startCall). */
export function readPhone(value: unknown): string | null {
  const phone = textOf(value)?.replace(/[-\s().]/g, "") ?? "";
  return /^\+?\d{7,15}$/.test(phone) ? phone : null;
}

/**
 * The contacts that an object has, and why one of them is none, in the words of CONTRACT 1.6 sendOfflineMessage; what is
 * empty or has not the shape of its kind is left out.
 */
export function readContacts(about: unknown): [contacts: Partial<Contacts>, fault: string | undefined] {
  const contacts: Record<string, string> = {};
  let fault: string | undefined;
  for (const kind of ["phone", "email", "name", "description"]) {
    const text = textOf(objectOf(about)[kind]);
    if (text === null) continue;
    const isShaped =
      kind === "email" ? /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) : kind !== "phone" || readPhone(text) !== null;
    if (isShaped) contacts[kind] = text;
    else fault = `Invalid ${kind}`;
  }
  return [contacts, fault];
}
