/** A websocket without a network, for tests. */

/** Everything that was opened, in order. */
export const sockets: FakeSocket[] = [];

/** Stands in for the browser's WebSocket; the test plays the server. */
export class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  /** What the client said, parsed. */
  readonly said: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    sockets.push(this);
  }

  send(json: string): void {
    this.said.push(JSON.parse(json));
  }

  close(): void {
    this.readyState = 3;
  }

  /** The server accepts the connection. */
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  /** The server says a frame. */
  say(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The server, or the network, closes the connection. */
  hangUp(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

/** The newest connection. */
export function latest(): FakeSocket {
  const socket = sockets[sockets.length - 1];
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}
