/** The moment at which the page has time for us. */

const LATEST_MS = 2_000;
const GUESS_MS = 200;

/** Calls `act` once there is a body and the page is idle; returns how to call it off. */
export function whenIdle(act: () => void): () => void {
  let isOff = false;
  const run = (): void => {
    if (!isOff) act();
  };
  const wait = (): void => {
    // Safari has no idle callbacks.
    if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: LATEST_MS });
    else setTimeout(run, GUESS_MS);
  };
  // A script in the head runs before there is a body.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wait, { once: true });
  else wait();
  return () => {
    isOff = true;
  };
}
