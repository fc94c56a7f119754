/** What we tell the author of the page: the console, and no other place. */

/** Something the author wrote is not understood, and ignored. */
export function warn(text: string): void {
  console.warn(`Usher: ${text}`);
}

/** The chat can not work, and what to do about it. */
export function fail(text: string): void {
  console.error(`Usher: ${text}`);
}

/** The same in a vendor's own words, which pages may look for. */
export function complain(text: string): void {
  console.error(text);
}

/** Runs code that may throw, ours or the page's: neither may stop the other. */
export function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.error(error);
  }
}
