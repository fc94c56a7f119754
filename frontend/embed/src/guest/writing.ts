/** The moment at which the visitor begins to write (CONTRACT 4.2 onStartWriting). */

/** Calls `began` at the first letters of every message, until `signal` ends it. */
export function watchWriting(began: () => void, signal: AbortSignal): void {
  const changing = ({ target, inputType }: InputEvent): void => {
    // Before the change; and to delete what is not there is no beginning.
    const isEmpty = target instanceof HTMLTextAreaElement && target.name === "text" && target.value === "";
    if (isEmpty && inputType.startsWith("insert")) began();
  };
  document.addEventListener("beforeinput", changing, { signal });
}
