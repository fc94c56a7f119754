/** Our own `<script>` on the page: whose widget it is, and where the server is (CONTRACT 1.1). */

/** What the script says. */
export interface Script {
  /** The origin of our server. */
  readonly origin: string;
  /** The widget's id. */
  readonly id: string;
  /** The language that the page asks for (JE3); empty if it does not. */
  readonly locale: string;
  /** What the page's policy knows the script by (X11). */
  readonly nonce: string;
}

/** An address in whatever text, with an id at its end or without (JE1, JE4, JE6). */
const ADDRESS = /(https?:\/\/[^/\s]+)\/(?:(?:script\/(?:geo-)?)?widget\/([^/?#:)\s]+))?/;

/**
 * Finds the script in the order of JE7, since it may run without `document.currentScript`; null if nothing is found, or
 * what is found is no id by JE8.
 */
export function findScript(): Script | null {
  const { currentScript } = document;
  const found =
    // An element named `currentScript` would come here as well.
    read(currentScript instanceof HTMLScriptElement ? currentScript : null) ??
    read(first("[jv-id]"), "jv-id") ??
    read(first("[data-jv-id]"), "data-jv-id") ??
    read(null, "", new Error().stack) ??
    // Those of JE8a are other scripts of ours.
    read(first('[src*="/widget/"]:not([src*=".js"])'));
  return /^(\d+|.{10})$/.test(found?.id ?? "") ? found : null;
}

const first = (which: string): HTMLScriptElement | null => document.querySelector(`script${which}`);

/** The id is in the attribute, or else in the address. */
function read(script: HTMLScriptElement | null, attribute = "", address = script?.src ?? ""): Script | null {
  const [, origin = "", last] = ADDRESS.exec(address) ?? [];
  const id = (attribute === "" ? last : script?.getAttribute(attribute)) ?? "";
  const [, locale = ""] = /[?&]locale=([\w-]+)/.exec(address) ?? [];
  return origin === "" || id === "" ? null : { origin, id, locale, nonce: script?.nonce ?? "" };
}
