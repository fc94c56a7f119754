/** The panel's style, which forms wear, too. */

/** A form without its style is worse than a late one, but not forever. */
const STYLE_MS = 1_000;

/** Loads it, unless the panel has; done when it is there, or has kept everybody waiting. */
export function addStyle(href: string): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")];
  if (links.some((link) => link.getAttribute("href") === href && link.sheet !== null)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = () => resolve();
    setTimeout(resolve, STYLE_MS);
    document.head.append(link);
  });
}
