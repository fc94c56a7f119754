/**
 * Entry: what pages of CONTRACT 3 and 4 are told in place of Jivo's facts and news. It stands between the page and the
 * annex, which loads it.
 */

import type { Frame, Wants } from "../annex/annex";
import type { Fields } from "../change";
import type { Listener } from "../frame/frame";
import type { Contacts, Known, Moment, ToPage } from "../port";
import { own } from "../shape";
import { makeNumbers } from "./numbers";
import { watchOwnForm } from "./own_form";
import { watchSession } from "./session";
import { watchWriting } from "./writing";

/** The language for visitors from elsewhere, where the site has named none. */
const ELSEWHERE = "en";

/** Begins a visitor of such a page; what is returned does what the page says. */
export function receive(frame: Frame, live: (frame: Frame, wants: Wants) => Listener): Listener {
  const [boot, around, settings, begin, obey] = frame;
  const { site, language, second_language = ELSEWHERE, department = boot.department } = settings.look;
  const { scope = null } = boot;
  const ending = new AbortController();
  let told = "";

  const tell = (name: Moment): void => around.tell({ type: "moment", name });
  const numbers = makeNumbers(around.tell, boot.config.normalise === true);
  const session = watchSession(tell);

  const languageOf = (value: unknown): unknown =>
    value === "l1" ? language : value === "l2" ? second_language : value;

  const know = (contacts: Contacts): void => {
    const { description: notes, ...others } = contacts;
    const known: Known = { ...others, notes };
    const json = JSON.stringify(known);
    if (json !== told) around.tell({ type: "contacts", contacts: known });
    told = json;
  };
  const hear = (message: ToPage): void => {
    switch (message.type) {
      case "facts":
        know(message.facts.contacts);
        break;
      case "sheet":
      case "news":
      case "watch_goals":
        // Of Jivo's pages.
        break;
      default:
        around.tell(message);
    }
  };

  watchWriting(() => tell("writing"), ending.signal);
  const listener = live(
    [
      // Conversations of one scope are nobody's in another.
      { ...boot, department, scope: scope === null ? site : `${site}/${scope}` },
      { tell: hear },
      settings,
      (start, inner) =>
        begin(start, {
          tell: (message) => {
            session(message);
            inner.tell(message);
          },
        }),
      obey,
    ],
    {
      fired: () => tell("triggered"),
      normalise: numbers.normalise,
      invoke: (name) => around.tell({ type: "invoke", name }),
      // Only pages of CONTRACT 3 have scopes, if only none.
      takesOwnForm: boot.scope !== undefined,
    },
  );

  const receiver: Listener = (order) => {
    switch (order.type) {
      case "normalised":
        numbers.answer(order.id, order.phone);
        return;
      case "call":
        if (order.method === "normalise") numbers.want(order.value === true);
        else listener(order.method === "setLanguage" ? { ...order, value: languageOf(order.value) } : order);
        return;
      case "data":
        listener({ ...order, change: { ...order.change, fields: named(order.change.fields, scope === null) } });
        return;
      case "stop":
        ending.abort();
    }
    listener(order);
  };
  watchOwnForm(
    {
      say: (fields) => receiver({ type: "data", change: { replace: false, fields } }),
      enqueue: () => receiver({ type: "call", method: "enqueue", value: null }),
      close: () => around.tell({ type: "minimize" }),
    },
    ending.signal,
  );
  return receiver;
}

/** Names that mean the same on all pages (CONTRACT 5). A person is one in all scopes, and so none is known in one of them. */
function named(fields: Fields, isWhole: boolean): Fields {
  const names: Readonly<Record<string, string>> = {
    oo1_guest_email: "email",
    oo1_guest_phone: "phone",
    ...(isWhole ? { oo1_guest_ident: "clientId" } : {}),
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [(own(names, name) as string | undefined) ?? name, value]));
}
