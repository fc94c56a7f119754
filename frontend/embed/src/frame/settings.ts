/** What the server says in the document that carries this script. */

/** Words by their keys (`domain::words::Words`). */
export type Words = Readonly<Record<string, string>>;

/** What a site's owner has decided of its looks (`domain::site::Look`). */
export interface SiteLook {
  readonly site: string;
  readonly accent: string;
  readonly position: string;
  readonly button_style: string;
  readonly button_size: number;
  readonly chat_width: number;
  readonly chat_height: number;
  readonly z_index: number | null;
  readonly colors: Readonly<Record<string, string>>;
  readonly devices: "all" | "desktop" | "phone";
  readonly start_hidden: boolean;
  readonly language: string;
  /** The site's other language, which pages of CONTRACT 4.2 call `l2`. */
  readonly second_language?: string;
  /** The preset that this is the look of, where the page has named one that there is (CONTRACT 3.2 init). */
  readonly preset?: string;
  /** Where that preset's conversations go. */
  readonly department?: string;
  /** Those that are said before there is a panel. */
  readonly words: Words;
}

/** The built files of the panel. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly wasm: string;
}

/** The JSON of `#usher-frame`. */
export interface Settings {
  readonly look: SiteLook;
  /** Pages that may embed us; see `domain.ts`. */
  readonly domains: readonly string[];
  /** Whether pages may speak for their visitor (CONTRACT 1.6.1), where the owner has chosen. */
  readonly extras?: boolean;
  readonly assets: Assets;
  /** `frame`: hidden in a customer's page until opened. `chat`: the public page, with the panel already in it. */
  readonly page: "frame" | "chat";
  /** The visitor, where the server knows already. */
  readonly token: string | null;
}

/** Reads them. The server wrote them into its own document, and where they are not, this throws. */
export function readSettings(): Settings {
  return JSON.parse(document.getElementById("usher-frame")?.textContent ?? "") as Settings;
}
