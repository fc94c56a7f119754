/** What the server says in the document that carries this script. */

import type { Look } from "../port";

/** The built files of the panel. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly wasm: string;
}

/** The JSON of `#usher-frame`. */
export interface Settings {
  readonly look: Look & { readonly site: string };
  /** Pages that may embed us; see `domain.ts`. */
  readonly domains: readonly string[];
  readonly assets: Assets;
  /** `frame`: hidden in a customer's page until opened. `chat`: the public page, with the panel already in it. */
  readonly page: "frame" | "chat";
  /** The visitor, where the server knows already. */
  readonly token: string | null;
}

/** Reads them. The server wrote them into its own document, so a missing one is its fault and thrown as such. */
export function readSettings(): Settings {
  const json = document.getElementById("usher-frame")?.textContent;
  if (json == null) throw new Error("The document has no #usher-frame.");
  return JSON.parse(json) as Settings;
}
