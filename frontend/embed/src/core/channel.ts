/** The line to the frame: a port of our own, which no other script on the page can speak into. */

import { isWord, VERSION, write, type ToFrame, type ToPage } from "../port";
import { warn } from "./say";
import { readToPage } from "./to_page";

/** What the frame does. */
export interface ChannelEvents {
  /** The frame is there, for the first time or anew: it knows nothing. */
  readonly opened: () => void;
  /** The frame says something. */
  readonly message: (message: ToPage) => void;
}

/** The line. */
export class Channel {
  private port: MessagePort | null = null;
  private readonly listening = new AbortController();

  /** Listens for the hello of `frame`, a document of `origin`. */
  constructor(frame: HTMLIFrameElement, origin: string, events: ChannelEvents) {
    const greeted = (event: MessageEvent): void => {
      const inner = frame.contentWindow;
      const isOurs = inner !== null && event.source === inner && event.origin === origin;
      if (!isOurs || !isWord(event.data, "hello")) return;
      this.port?.close();
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      port1.onmessage = ({ data }) => {
        const message = readToPage(data);
        if (message !== null) events.message(message);
      };
      inner.postMessage({ usher: VERSION, port: true }, origin, [port2]);
      events.opened();
    };
    window.addEventListener("message", greeted, { signal: this.listening.signal });
  }

  /** Says something; while there is no frame nobody hears it, so whatever must be known is said when it opens. */
  send(message: ToFrame): void {
    const text = write(message);
    if (text === null) warn(`the “${message.type}” is too big and was not sent.`);
    else this.port?.postMessage(text);
  }

  /** Ends it. */
  close(): void {
    this.listening.abort();
    this.port?.close();
    this.port = null;
  }
}
