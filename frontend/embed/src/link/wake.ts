/** Signs that the network may be back, or that somebody looks again. */

/** `online`: the network came back. `visible`: the page is looked at again, perhaps after a sleep. */
export type Sign = "online" | "visible";

/** Calls `act` at every sign; returns how to stop. */
export function onWake(act: (sign: Sign) => void): () => void {
  const online = (): void => act("online");
  const visible = (): void => {
    if (!document.hidden) act("visible");
  };
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener("online", online, { signal });
  // A page that comes back from the back/forward cache shows itself by `pageshow`, not always by visibility.
  window.addEventListener("pageshow", visible, { signal });
  document.addEventListener("visibilitychange", visible, { signal });
  return () => listening.abort();
}

/** Nobody looks and there is no network: trying again would only cost battery. A sign of waking comes first. */
export function isAsleep(): boolean {
  return document.hidden && isOffline();
}

/** The browser is sure that there is no network. */
export function isOffline(): boolean {
  return !navigator.onLine;
}
