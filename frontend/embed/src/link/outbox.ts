/**
 * Messages on their way out: kept before they are sent, sent in order, kept until the server has stored
 * them.
 *
 * Every message has its own key in the browser's storage, so that two tabs writing at once can not overwrite each
 * other. Only one tab sends at a time, where the browser has locks; where it has not, the server sees a message twice
 * and stores it once.
 */

import type { Keep } from "./keep";
import { locked } from "./lock";
import type { Answer } from "./post";
import { randomUuid } from "./random";
import { again, DONE, Retry, type Outcome } from "./retry";
import { readObject, type Message } from "./wire";

/** A message on its way out. */
export interface Entry {
  /** The name under which the server will know it for ever. */
  readonly client_id: string;
  readonly text: string;
  /** When it was written, in unix milliseconds; later entries have later times, so it is the order too. */
  readonly at: number;
  /** Why it was refused; such an entry waits for its writer's decision. */
  readonly failed?: string;
  /** The other fields of the request, as they were when it was written: a retry must say the same. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an outbox does to the world. */
export interface Delivery {
  /** Sends one entry; an ack's body is `{message}`. */
  readonly post: (entry: Entry) => Promise<Answer>;
  /** An entry is stored. Called before it leaves the outbox, so that it is never in neither place. */
  readonly acked: (message: Message, entry: Entry) => void;
  /** The entries are now these, in order. */
  readonly changed: (entries: readonly Entry[]) => void;
  /** Nobody is logged in; entries wait. Without it this is a refusal like any other. */
  readonly login?: () => void;
}

/** The outbox of one writer, shared by all tabs of the browser. */
export class Outbox {
  readonly #prefix: string;
  readonly #retry: Retry;
  readonly #forget: () => void;

  readonly #keep: Keep;
  readonly #delivery: Delivery;

  /** `scope` names the writer; it must be the same in every tab. */
  constructor(scope: string, keep: Keep, delivery: Delivery) {
    this.#keep = keep;
    this.#delivery = delivery;
    this.#prefix = `usher:out:${scope}:`;
    this.#retry = new Retry(() => this.alone(() => this.#drain()));
    this.#forget = keep.watch(this.#prefix, () => {
      this.#changed();
      // The tab that wrote it may be closed by now.
      if (this.#pending() !== undefined) this.#retry.run();
    });
  }

  /** All entries, in order. */
  entries(): Entry[] {
    const entries: Entry[] = [];
    for (const key of this.#keep.keys(this.#prefix)) {
      const entry = readEntry(this.#keep.get(key));
      if (entry !== null && key === this.#prefix + entry.client_id) entries.push(entry);
    }
    return entries.sort((a, b) => a.at - b.at);
  }

  /** Keeps a message and sends it as soon as it can be; returns its name. */
  send(text: string, body: Entry["body"]): string {
    const last = this.entries().pop();
    // A clock that was set back must not change the order.
    const at = Math.max(Date.now(), (last?.at ?? 0) + 1);
    const entry: Entry = { client_id: randomUuid(), text, at, body };
    this.#put(entry);
    this.flush();
    return entry.client_id;
  }

  /** Sends a failed entry again. */
  again(id: string): void {
    const entry = this.#find(id);
    if (entry?.failed === undefined) return;
    this.#put({ client_id: entry.client_id, text: entry.text, at: entry.at, body: entry.body });
    this.flush();
  }

  /** Forgets an entry. */
  discard(id: string): void {
    this.#keep.remove(this.#prefix + id);
    this.#changed();
  }

  /** Sends what waits, if anything does, without waiting any longer. */
  flush(): void {
    if (this.#pending() !== undefined) this.#retry.now();
  }

  /** Does `work` while no tab sends any of the entries. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return locked(this.#prefix, work);
  }

  /** Takes all entries of another writer, who has turned out to be this one. To be called in his `alone`. */
  adopt(other: Outbox): void {
    for (const entry of other.entries()) {
      this.#put(entry);
      other.discard(entry.client_id);
    }
  }

  /** Sends nothing any more; entries stay for the next time. */
  stop(): void {
    this.#retry.stop();
    this.#forget();
  }

  async #drain(): Promise<Outcome> {
    // Read anew for every entry: another tab may have sent, added or discarded some.
    for (let entry = this.#pending(); entry !== undefined; entry = this.#pending()) {
      const answer = await this.#delivery.post(entry);
      const message = answer.kind === "ok" ? stored(answer.body, entry) : null;
      if (message !== null) {
        this.#delivery.acked(message, entry);
        this.discard(entry.client_id);
      } else if (answer.kind !== "refused") {
        return again(answer.kind === "later" ? answer.afterMs : null);
      } else if (answer.code === "unauthenticated" && this.#delivery.login !== undefined) {
        this.#delivery.login();
        return DONE;
      } else if (this.#find(entry.client_id) !== undefined) {
        // Unless it was discarded meanwhile: writing it down would bring it back.
        this.#put({ ...entry, failed: answer.message });
      }
    }
    return DONE;
  }

  #pending(): Entry | undefined {
    return this.entries().find((entry) => entry.failed === undefined);
  }

  #find(id: string): Entry | undefined {
    return this.entries().find((entry) => entry.client_id === id);
  }

  #put(entry: Entry): void {
    this.#keep.set(this.#prefix + entry.client_id, JSON.stringify(entry));
    this.#changed();
  }

  #changed(): void {
    this.#delivery.changed(this.entries());
  }
}

/** An ack is our own message come back; any other 200 proves nothing, and what is not proved is sent again. */
function stored(body: unknown, entry: Entry): Message | null {
  const message = (body as { message?: Partial<Message> } | null)?.message;
  return message?.client_id === entry.client_id ? (message as Message) : null;
}

function readEntry(json: string | null): Entry | null {
  const entry = readObject(json);
  const isEntry =
    typeof entry?.client_id === "string" &&
    typeof entry.text === "string" &&
    typeof entry.at === "number" &&
    typeof entry.body === "object";
  return isEntry ? (entry as unknown as Entry) : null;
}
