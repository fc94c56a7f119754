/** The moment at which a widget starts. */

const LATEST_MS = 5_000;

/** Calls `act` when all of the page has been loaded, unless `signal` ends it before (JE9). */
export function whenLoaded(act: () => void, signal: AbortSignal): void {
  if (document.readyState === "complete") act();
  else addEventListener("load", act, { once: true, signal });
}

/** Calls `act` once the visitor moves, or the time is up, unless `signal` ends it before (JE17 enable_bundle_wait). */
export function whenTouched(act: () => void, signal: AbortSignal): void {
  const waiting = new AbortController();
  const end = (): void => {
    clearTimeout(timer);
    waiting.abort();
  };
  const touched = (): void => {
    end();
    act();
  };
  const timer = setTimeout(touched, LATEST_MS);
  for (const event of ["scroll", "mousemove"]) {
    addEventListener(event, touched, { signal: waiting.signal, passive: true });
  }
  signal.addEventListener("abort", end);
}
