/** The one websocket: opened, watched, and opened again (`docs/ARCHITECTURE.md`, "Close codes"). */

import { Backoff } from "./backoff";
import { isAsleep, isOffline, onWake, type Sign } from "./wake";
import { BEAT_MS, MAX_FRAME, readFrame, type ServerFrame } from "./wire";

/** How the connection stands. `login` and `stopped` are final. */
export type LinkState = "open" | "connecting" | "offline" | "login" | "stopped";

/** What to do after a close. */
export type Next = "now" | "later" | "login" | "stop";

/** Decides by the close code; the constants are those of `domain::wire::close`. */
export function afterClose(code: number): Next {
  switch (code) {
    case 1000: // in good order
    case 1001: // somebody on the way went away: a proxy that was told to
      return "now";
    case 4401: // the session ended
      return "login";
    case 4403: // not allowed here
      return "stop";
    default:
      // 1012 restart, 1013 try again later, 1009 a frame was too big (it was dropped), 4000 no hello in time, 4008
      // behind, 1006 the network, and whatever a newer server may say.
      return "later";
  }
}

/** What a socket tells its owner. */
export interface SocketEvents {
  /** The frames to say first, at every connection. */
  readonly hello: () => readonly object[];
  /** A frame came; `json` is the text it came as. */
  readonly frame: (frame: ServerFrame, json: string) => void;
  /** The connection stands differently now. */
  readonly state: (state: LinkState) => void;
}

/** Longer than this without a word, and the connection is dead whatever the browser believes. */
const SILENCE_MS = 2 * BEAT_MS;

/** A websocket that stays. */
export class LiveSocket {
  readonly #backoff: Backoff;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #heard = 0;
  /** The server said goodbye: the time it gave us, so that its clients do not come back as one wave. */
  #retryAfter: number | null = null;
  /** Whatever wakes us: not before the time the server gave. */
  #notBefore = 0;
  #state: LinkState | null = null;
  #forget: (() => void) | null = null;

  readonly #url: string;
  readonly #events: SocketEvents;

  constructor(url: string, events: SocketEvents, backoff = new Backoff()) {
    this.#url = url;
    this.#events = events;
    this.#backoff = backoff;
  }

  /** Opens it, for good. */
  start(): void {
    if (this.#forget !== null) return;
    const forgetWake = onWake((sign) => this.#wake(sign));
    // An open connection may seem alive for minutes after the network has gone; the person shall know at once.
    const offline = (): void => this.#turn("offline");
    window.addEventListener("offline", offline);
    this.#forget = () => {
      forgetWake();
      window.removeEventListener("offline", offline);
    };
    this.#connect();
  }

  /** Sends a frame; false when the socket is not open or the frame too big, and the frame is dropped. */
  up(json: string): boolean {
    const isOpen = this.#socket?.readyState === WebSocket.OPEN;
    if (!isOpen || new TextEncoder().encode(json).length > MAX_FRAME) return false;
    this.#socket?.send(json);
    return true;
  }

  /** Closes it, for good. */
  stop(state: "login" | "stopped" = "stopped"): void {
    this.#forget?.();
    this.#forget = null;
    clearTimeout(this.#timer);
    this.#drop();
    this.#turn(state);
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#drop();
    this.#turn(isOffline() ? "offline" : "connecting");
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      // A policy of the browser forbids it; perhaps a passing one.
      this.#wait(this.#backoff.next());
      return;
    }
    this.#socket = socket;
    // Connecting may hang for minutes where packets are swallowed.
    this.#listen();
    socket.onopen = () => {
      this.#retryAfter = null;
      this.#backoff.opened();
      this.#listen();
      for (const frame of this.#events.hello()) this.up(JSON.stringify(frame));
      this.#turn("open");
    };
    socket.onmessage = (event) => {
      this.#listen();
      const frame = readFrame(event.data);
      // Whatever the browser thinks of the network: the server speaks.
      this.#turn("open");
      if (frame === null || frame.type === "beat") return;
      if (frame.type === "bye") this.#retryAfter = frame.retry_after_ms;
      else this.#events.frame(frame, event.data as string);
    };
    socket.onclose = (event) => this.#closed(afterClose(event.code));
  }

  #closed(next: Next): void {
    this.#drop();
    if (next === "login") this.stop("login");
    else if (next === "stop") this.stop("stopped");
    else if (this.#retryAfter === null) this.#wait(this.#backoff.next(next === "now"));
    else {
      this.#notBefore = performance.now() + this.#retryAfter;
      this.#wait(this.#retryAfter);
      this.#retryAfter = null;
    }
  }

  #wait(ms: number): void {
    this.#turn(isOffline() ? "offline" : "connecting");
    clearTimeout(this.#timer);
    if (isAsleep()) return;
    this.#timer = setTimeout(() => this.#connect(), ms);
  }

  #wake(sign: Sign): void {
    const wait = this.#notBefore - performance.now();
    if (this.#socket === null) {
      if (wait > 0) this.#wait(wait);
      else this.#connect();
    } else if (this.#socket.readyState === WebSocket.OPEN) {
      // After an outage the old connection is dead, though nothing may have told the browser yet.
      if (sign === "online" || performance.now() - this.#heard > SILENCE_MS) this.#connect();
    }
  }

  /** Somebody spoke; silence counts from now. */
  #listen(): void {
    this.#heard = performance.now();
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#closed("later"), SILENCE_MS);
  }

  /** Lets go of the present connection; what it still says is not heard. */
  #drop(): void {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #turn(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.state(state);
  }
}
