/** What `act` returns; undefined where the browser, or a text that came from elsewhere, will not have it. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
