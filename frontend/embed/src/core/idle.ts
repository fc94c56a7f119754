/** The moment at which the page has time for us. */

const LATEST_MS = 2_000;
const GUESS_MS = 200;

/**
 * Calls `act`, unless `signal` ends it, once there is a body and the page is idle; with `isDeferred` once all of the
 * page has been loaded (CONTRACT 2.2 deferredLoading).
 */
export function whenIdle(act: () => void, isDeferred: boolean, signal: AbortSignal): void {
  const run = (): void => {
    if (!signal.aborted) act();
  };
  const wait = (): void => {
    // Safari has no idle callbacks.
    if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: LATEST_MS });
    else setTimeout(run, GUESS_MS);
  };
  const once = { once: true, signal };
  if (isDeferred && document.readyState !== "complete") addEventListener("load", wait, once);
  // A script in the head runs before there is a body.
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wait, once);
  else wait();
}
