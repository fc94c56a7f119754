/** The line to the frame: a port of our own, which no other script on the page can speak into. */

import { isWord, read, VERSION, write, type ToFrame, type ToPage } from "../port";
import { guarded, warn } from "./say";

/** As many messages wait for a frame that may never come. */
const PATIENCE = 100;

/** The line. */
export interface Channel {
  /** Says something; what is said before the frame is there is said when it is. */
  readonly send: (message: ToFrame) => void;
  /** Waits for the hello of a frame, a document of `origin`. */
  readonly listen: (frame: HTMLIFrameElement, origin: string) => void;
  /** The frame's document is on its way out: what it still says is nothing, and what is said waits for the next one. */
  readonly part: () => void;
}

/** What happens on the line. */
export interface ChannelEvents {
  /** The first words to a frame that knows nothing. */
  readonly boot: () => ToFrame;
  /** The frame has come anew, and heard no more than that. */
  readonly reopened: () => void;
  /** The frame says something. */
  readonly message: (message: ToPage) => void;
}

/** Makes the line, until `signal` ends it. */
export function makeChannel({ boot, reopened, message }: ChannelEvents, signal: AbortSignal): Channel {
  let port: MessagePort | null = null;
  const waiting: string[] = [];

  const send = (said: ToFrame): void => {
    const text = write(said);
    if (text === null) warn(`the “${said.type}” is too big.`);
    else if (port !== null) port.postMessage(text);
    else if (waiting.length < PATIENCE) waiting[waiting.length] = text;
  };

  const part = (): void => {
    port?.close();
    port = null;
  };

  const open = (target: MessagePort): void => {
    const isFirst = port === null;
    part();
    port = target;
    target.onmessage = ({ data }) =>
      guarded(() => {
        const heard = read(data) as ToPage | null;
        if (heard !== null) message(heard);
      });
    send(boot());
    if (isFirst) for (const text of waiting) target.postMessage(text);
    else reopened();
    waiting.length = 0;
  };

  const listen = (frame: HTMLIFrameElement, origin: string): void => {
    const greeted = (event: MessageEvent): void => {
      const inner = frame.contentWindow;
      const isOurs = inner !== null && event.source === inner && event.origin === origin;
      if (!isOurs || !isWord(event.data, "hello")) return;
      const { port1, port2 } = new MessageChannel();
      inner.postMessage({ usher: VERSION, port: true }, origin, [port2]);
      guarded(() => open(port1));
    };
    addEventListener("message", greeted, { signal });
  };

  signal.addEventListener("abort", part);
  return { send, listen, part };
}
