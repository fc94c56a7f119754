/** How page and frame find each other. */

import { isWord, read, VERSION, write, type ToFrame, type ToPage } from "../port";
import { isAllowed } from "./domain";

/** The page around us. */
export interface Around {
  /** Tells it something; what is too long for a message is not told. */
  readonly tell: (message: ToPage) => void;
}

/** No page: we are one ourselves. */
export const NOBODY: Around = { tell: () => undefined };

/**
 * Says hello to the page around us, and calls `onOpen` once with its port. The hello carries nothing secret, since
 * anybody may be listening; the answer is believed from our parent alone, and only if its origin may embed the site.
 */
export function greet(
  domains: readonly string[],
  onOpen: (page: Around) => void,
  onMessage: (message: ToFrame) => void,
): void {
  if (window.parent === window) return;

  const answered = (event: MessageEvent): void => {
    const port = event.ports[0];
    if (event.source !== window.parent || !isWord(event.data, "port") || port === undefined) return;
    window.removeEventListener("message", answered);
    const page: Around = {
      tell(message) {
        const text = write(message);
        if (text !== null) port.postMessage(text);
      },
    };
    if (event.origin !== location.origin && !isAllowed(event.origin, domains)) {
      page.tell({ type: "failed", reason: "domain" });
      return;
    }
    port.onmessage = ({ data }) => {
      const message = read(data) as ToFrame | null;
      if (message !== null) onMessage(message);
    };
    onOpen(page);
  };

  window.addEventListener("message", answered);
  window.parent.postMessage({ usher: VERSION, hello: true }, "*");
}
