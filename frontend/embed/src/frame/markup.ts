/**
 * The one place that parses HTML: panel and forms as our own server rendered them, fetched from our own origin. Visitors' and
 * operators' words are in it as text, escaped by the server's renderer.
 */

/** The panel and its state, ready to be put into the document. */
export interface Markup {
  readonly panel: Element;
  readonly state: Element;
}

/** Only the name in the document's `trusted-types` directive may parse. */
const POLICY = "usher-panel";

// TypeScript's DOM does not know Trusted Types yet, and not every browser has them.
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string };
}
const policy = (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(POLICY, {
  createHTML: (html) => html,
});

/** Parses what our own server has rendered. */
export function parse(html: string): Document {
  return new DOMParser().parseFromString(policy?.createHTML(html) ?? html, "text/html");
}

/** Takes the panel out; null when it is not there. Comments and white space stay as they are: hydration counts them. */
export function parsePanel(html: string): Markup | null {
  const parsed = parse(html);
  const panel = parsed.getElementById("usher-panel");
  const state = parsed.getElementById("usher-panel-state");
  return panel === null || state === null ? null : { panel, state };
}
