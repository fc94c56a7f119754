/** A form of the owner's own, which the server has put in the place of ours; it tells us as it tells mluvii (CONTRACT 3.3). */

import type { Fields } from "../change";
import { readFields } from "../core/fields";
import { isObject, own } from "../shape";

/** What the form brings about. */
export interface Told {
  /** It says this of the visitor. */
  readonly say: (fields: Fields) => void;
  /** The conversation may begin. */
  readonly enqueue: () => void;
  /** The visitor wants none. */
  readonly close: () => void;
}

/** The fields of its messages that are the visitor's own. */
const CONTACTS = { SET_NAME: "name", SET_EMAIL: "email", SET_PHONE: "phone" };

/** Listens to it until `signal`. */
export function watchOwnForm(told: Told, signal: AbortSignal): void {
  const heard = ({ source, origin, data }: MessageEvent<unknown>): void => {
    const form = document.querySelector<HTMLIFrameElement>("iframe[name=mluvii-iframe]")?.contentWindow;
    if (form == null || source !== form || !isObject(data)) return;
    const type = own(data, "type");
    const contact = own(CONTACTS, type);
    if (typeof contact === "string") told.say(readFields({ [contact]: own(data, contact) }));
    switch (type) {
      case "ADD_CUSTOM_DATA":
        told.say(readFields({ [String(own(data, "name"))]: own(data, "value") }));
        break;
      case "ENQUEUE":
        told.enqueue();
        break;
      case "CLOSE_CHAT":
        told.close();
        break;
      case "GET_MLUVII_CUSTOM_PARAMS":
        form.postMessage({ type: "SET_MLUVII_CUSTOM_PARAMS", params: { oo1_widget_lang: document.documentElement.lang } }, origin);
    }
  };
  window.addEventListener("message", heard, { signal });
}
