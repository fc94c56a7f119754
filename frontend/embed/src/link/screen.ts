/** The wasm that draws, once it is there. */

import type { Entry } from "./outbox";
import type { LinkState } from "./socket";
import type { UsherLink } from "./usher_link";

/** Hands frames, outbox and state to the wasm; what came before it attached is told when it does. */
export class Screen {
  private callbacks: Parameters<UsherLink["attach"]> | null = null;
  private entries: readonly Entry[] = [];
  private link: LinkState = "connecting";

  /** Whether the wasm draws already. */
  get isAttached(): boolean {
    return this.callbacks !== null;
  }

  /** The wasm is there. `replay` is what it needs to know first. */
  attach(callbacks: Parameters<UsherLink["attach"]>, replay: string | null): void {
    this.callbacks = callbacks;
    if (replay !== null) this.frame(replay);
    this.outbox(this.entries);
    this.state(this.link);
  }

  /** A server frame, as text. */
  frame(json: string): void {
    this.call(0, json);
  }

  /** The outbox as it is now. */
  outbox(entries: readonly Entry[]): void {
    this.entries = entries;
    this.call(1, JSON.stringify(entries.map(outgoing)));
  }

  /** The connection as it is now. */
  state(state: LinkState): void {
    this.link = state;
    this.call(2, state);
  }

  private call(which: 0 | 1 | 2, text: string): void {
    try {
      this.callbacks?.[which](text);
    } catch (error) {
      // A broken picture must not stop the link behind it.
      console.error(error);
    }
  }
}

/** An entry as `domain::thread::Outgoing`, with the conversation it is for. */
function outgoing({ client_id, text, at, failed, body }: Entry): object {
  return { client_id, text, at, failed, conversation: body.conversation };
}
