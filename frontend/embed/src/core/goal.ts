/** What the visitor does on the page that a rule may wait for (CONTRACT 1.7 goal_scroll, goal_close). */

/**
 * Tells whenever more is reached, until `signal` ends it; returns what tells how it stands. What is reached stays so:
 * how far the page was scrolled at most, in per cent, and whether the pointer has left the page at the top.
 */
export function watchGoals(tell: (scroll: number, close: boolean) => void, signal: AbortSignal): () => void {
  const { documentElement } = document;
  let farthest = 0;
  let hasLeft = false;
  const say = (): void => tell(farthest, hasLeft);
  const scrolled = (): void => {
    // Where there is nothing to scroll this is no number, and nothing has been scrolled.
    const percent = Math.min(Math.round((scrollY / (documentElement.scrollHeight - innerHeight)) * 100), 100);
    if (!(percent > farthest)) return;
    farthest = percent;
    say();
  };
  const left = ({ clientY }: MouseEvent): void => {
    if (clientY > 0 || hasLeft) return;
    hasLeft = true;
    say();
  };
  const options = { signal, passive: true };
  addEventListener("scroll", scrolled, options);
  documentElement.addEventListener("mouseleave", left, options);
  scrolled();
  return say;
}
