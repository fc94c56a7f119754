/** A frame that does not come, or whose scripts do not, is asked for again, as Jivo's pages do (CONTRACT 1 JE16). */

/** It is given this long at first, and each time twice as long. */
const PATIENCE_MS = 10_000;
/** As many times it is asked for again. */
const TIMES = 3;

/** Waits for the frame in the element of this id until `signal` or what is returned ends it: the frame is there, or refuses. */
export function insist(host: string, signal: AbortSignal): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => clearTimeout(timer);
  const wait = (times: number, patience: number): void => {
    if (times === 0) return;
    timer = setTimeout(() => {
      const frame = document.getElementById(host)?.shadowRoot?.querySelector("iframe");
      // To say where it is brings it anew.
      if (frame) Reflect.set(frame, "src", frame.src);
      wait(times - 1, patience * 2);
    }, patience);
  };
  wait(TIMES, PATIENCE_MS);
  signal.addEventListener("abort", end);
  return end;
}
