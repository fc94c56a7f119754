/** What the site says to the annex alone (`server::frame::annex`). */

import { isObject, own } from "../shape";
import { rulesOfJivo } from "./rule";

/** What a form asks for, and whether it must be told. */
export type Asked = "name" | "email" | "phone";

/** The site, as far as only Jivo's pages want to know it. */
export interface Site {
  readonly rules: unknown;
  /** Those of them that pages of Jivo's may read. */
  readonly jivoRules: unknown;
  /** What a visitor must tell, with a message for later or in the chat. */
  readonly required: readonly Asked[];
  /** Whether who has begun to write is asked, too. */
  readonly asksInChat: boolean;
  /** Whether who has said nothing yet is asked first, while somebody is there. */
  readonly asksBefore: boolean;
  /** Whether a form of the owner's own is there for that. */
  readonly hasOwnForm: boolean;
  /** Why nobody can be called back; null if that is possible. */
  readonly callback: string | null;
  /** Whether that takes an operator who is online. */
  readonly needsOperator: boolean;
}

const KINDS: readonly Asked[] = ["name", "email", "phone"];

/** Why nobody is called back (CONTRACT 1.6 isCallbackEnabled). */
export const NO_CALLS = "Callback disabled";

/** What is known before the server has answered, and if it never does. */
export const UNKNOWN: Site = { rules: [], jivoRules: [], required: [], asksInChat: false, asksBefore: false, hasOwnForm: false, callback: NO_CALLS, needsOperator: true };

/** Reads the server's answer. */
export function readSite(body: unknown): Site {
  if (!isObject(body)) return UNKNOWN;
  const form = own(body, "contact_form");
  const callback = own(body, "callback");
  const rules = own(body, "rules") ?? [];
  const asks = (kind: Asked): boolean => {
    const ask = isObject(form) ? own(form, kind) : null;
    return isObject(ask) && own(ask, "required") === true;
  };
  return {
    rules,
    jivoRules: rulesOfJivo(rules),
    required: KINDS.filter(asks),
    asksInChat: isObject(form) && own(form, "in_chat") === true,
    asksBefore: isObject(form) && own(form, "before_chat") === true,
    hasOwnForm: isObject(form) && Boolean(own(form, "own_page")),
    callback: typeof callback === "string" ? callback : null,
    needsOperator: own(body, "needs_operator") !== false,
  };
}
