/** What the wasm of a panel or a dashboard calls: `window.usherLink`. */

/** The link between the wasm and the server. Texts are JSON in the shapes of `domain::wire` and `domain::thread`. */
export interface UsherLink {
  /**
   * The wasm is there. `onFrame` gets server frames, `onOutbox` the array of what is on its way out, `onState` one of
   * `open`, `connecting`, `offline`, `login`, `stopped`. What is already known is told before this returns.
   */
  attach(onFrame: (json: string) => void, onOutbox: (json: string) => void, onState: (state: string) => void): void;
  /** One client frame up the socket; false when it is not open and the frame was dropped. */
  up(json: string): boolean;
  /** Puts words into the outbox; the desk says for which conversation. Returns the message's `client_id`. */
  send(text: string, conversation?: string): string;
  /** Sends a failed message again. */
  retry(client_id: string): void;
  /** Forgets a failed message. */
  discard(client_id: string): void;
  /** Closes the panel; nothing where there is no page around it. */
  minimize(): void;
  /** The sound of a new message. */
  chime(): void;
  /** Desk only: opens the socket, and the outbox of this operator. */
  start(operator: string): void;
  /** The visitor's token, for the wasm's own calls; null before the visitor has acted, and on the desk. */
  token(): string | null;
}

declare global {
  interface Window {
    usherLink?: UsherLink;
  }
}

/** The socket's address on our own origin. */
export function liveUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`;
}
