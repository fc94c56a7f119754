/**
 * The end of the address says whether the chat is open (CONTRACT 2.4): a link can open it, and Back closes it, as in an
 * app on a phone.
 */

import { guarded } from "./say";

/** What a change of the address asks for. */
export interface HashEvents {
  readonly open: () => void;
  readonly close: () => void;
}

/**
 * Opens the chat if the address says so, now or later, until `signal` ends it; returns what must be told whether the
 * chat is open. Other moves of the page, its anchors and its router's, leave the chat as it is.
 */
export function followHash(hash: string, { open, close }: HashEvents, signal: AbortSignal): (isOpen: boolean) => void {
  let isOpen = false;
  /** The entry in the history is ours, so that going back leads to where the visitor was. */
  let isPushed = false;
  /** We have gone back, which takes effect later. */
  let isLeaving = false;
  /** Where going back leads; null if that is not known, and then any other address closes. */
  let before: string | null = null;

  const isThere = (): boolean => location.hash === hash;
  // Not the hash alone: that would be read as relative to the page's <base>. The state goes along, since routers take an
  // entry without theirs for a stranger's and load the page anew.
  const write = (how: "pushState" | "replaceState", end: string): void =>
    history[how](history.state, "", location.pathname + location.search + end);
  const push = (): void => {
    before = location.href;
    write("pushState", hash);
    isPushed = true;
  };
  const pull = (): void => {
    if (isPushed) history.back();
    else write("replaceState", "");
    isLeaving = isPushed;
    isPushed = false;
  };
  const moved = ({ oldURL }: HashChangeEvent): void => {
    if (isThere()) {
      if (!isOpen) {
        before = oldURL;
        open();
      }
    } else if (isOpen && isLeaving) {
      // Closed, and opened again before that had taken effect.
      push();
    } else if (isOpen && (before ?? location.href) === location.href) {
      isPushed = false;
      close();
    }
    isLeaving = false;
  };

  addEventListener("hashchange", (event) => guarded(() => moved(event)), { signal });
  signal.addEventListener("abort", () => {
    if (isThere()) guarded(() => write("replaceState", ""));
  });
  if (isThere()) open();

  return (nowOpen) => {
    if (nowOpen === isOpen) return;
    isOpen = nowOpen;
    guarded(() => {
      if (isThere() && !isOpen && !isLeaving) pull();
      if (!isThere() && isOpen) push();
    });
  };
}
