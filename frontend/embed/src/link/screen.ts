/** The wasm that draws, once it is there. */

import type { Entry } from "./outbox";
import type { LinkState } from "./socket";
import type { UsherLink } from "./usher_link";

/** Hands frames, outbox and state to the wasm; what came before it attached is told when it does. */
export class Screen {
  #callbacks: Parameters<UsherLink["attach"]> | null = null;
  #entries: readonly Entry[] = [];
  #link: LinkState = "connecting";
  /** The last of each kind of our own frames. */
  readonly #told = new Map<string, string>();

  /** Whether the wasm draws already. */
  get isAttached(): boolean {
    return this.#callbacks !== null;
  }

  /** The wasm is there. `replay` is what it needs to know first. */
  attach(callbacks: Parameters<UsherLink["attach"]>, replay: string | null): void {
    this.#callbacks = callbacks;
    if (replay !== null) this.frame(replay);
    for (const json of this.#told.values()) this.frame(json);
    this.outbox(this.#entries);
    this.state(this.#link);
  }

  /** A server frame, as text. */
  frame(json: string): void {
    this.#call(0, json);
  }

  /** A frame of our own making, in which no server has a part; what was told already is not told again. */
  tell(frame: { readonly type: string } & Readonly<Record<string, unknown>>): void {
    const json = JSON.stringify(frame);
    if (this.#told.get(frame.type) === json) return;
    this.#told.set(frame.type, json);
    this.frame(json);
  }

  /** The outbox as it is now. */
  outbox(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#call(1, JSON.stringify(entries.map(outgoing)));
  }

  /** The connection as it is now. */
  state(state: LinkState): void {
    this.#link = state;
    this.#call(2, state);
  }

  #call(which: 0 | 1 | 2, text: string): void {
    try {
      this.#callbacks?.[which](text);
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
