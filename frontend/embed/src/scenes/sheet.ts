/** A form as the server has it, and what the server says to one that was sent. */

import { parse } from "../frame/markup";

/** What stands in a form. */
export type Fields = Readonly<Partial<Record<"name" | "email" | "phone" | "text" | "client_id", string>>>;

/** What is to be shown. */
export interface Sheet {
  /** Its name; `chat` is the conversation. */
  readonly scene: string;
  readonly section: Element | null;
}

const TIMEOUT_MS = 15_000;

/** Asks for a form, or sends it in the name of the visitor with this token; null when there is no answer. */
export async function ask(site: string, scene: string, question: object, token: string | null): Promise<Sheet | null> {
  try {
    const response = await fetch(`/frame/${encodeURIComponent(site)}/scene/${scene}`, {
      method: "POST",
      credentials: "omit",
      headers: {
        "Content-Type": "application/json",
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const next = response.headers.get("usher-scene");
    return next === null ? null : { scene: next, section: parse(await response.text()).querySelector("[data-usher-scene]") };
  } catch {
    return null;
  }
}
