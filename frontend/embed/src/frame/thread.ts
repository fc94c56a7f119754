/**
 * The visitor's conversation before and beside the wasm: the last lines, in order, without holes. The rules are those
 * of `domain::thread::Thread`.
 */

import { SNAPSHOT, type Cursor, type Message, type Talk, type Welcome } from "../link/wire";

/** What a line did to the view: it is new and in its place, it was there already, or lines before it are missing. */
export type Applied = "new" | "known" | "gap";

/** The view. */
export class Thread {
  #talk: Talk | null = null;
  #lines: Message[] = [];
  #more = false;

  /** Where this view stands, for resuming. */
  cursor(): Cursor | null {
    const last = this.#lines[this.#lines.length - 1];
    return last === undefined ? null : { conversation: last.conversation, seq: last.seq, message: last.id };
  }

  /** Takes the server's answer to a hello. */
  snapshot({ verdict, talk, messages, more }: Welcome): void {
    if (verdict !== "resumed") {
      this.#talk = null;
      this.#lines = [];
      this.#more = more;
    }
    for (const message of messages) this.line(message);
    if (talk !== null) this.state(talk);
  }

  /** Takes one line. */
  line(line: Message): Applied {
    const last = this.#lines[this.#lines.length - 1];
    if (last !== undefined) {
      if (last.conversation !== line.conversation || line.seq > last.seq + 1) return "gap";
      if (line.seq <= last.seq) return "known";
    }
    this.#lines.push(line);
    if (this.#lines.length > SNAPSHOT) {
      this.#lines.shift();
      this.#more = true;
    }
    return "new";
  }

  /** Takes the ack of a sent line. */
  ack(line: Message): Applied {
    // A view without lines takes anything as its first; only the very first line is known to have none before it.
    return this.#lines.length > 0 || line.seq === 1 ? this.line(line) : "gap";
  }

  /** Takes state and read marks; an older version than the known one changes nothing. */
  state(talk: Talk): void {
    if (this.#talk?.id !== talk.id || this.#talk.version < talk.version) this.#talk = talk;
  }

  /** Lines of the other side that the visitor has not seen. */
  unseen(): Message[] {
    const read = this.#talk?.client_read ?? 0;
    return this.#lines.filter(({ seq, author }) => seq > read && (author === "agent" || author === "bot"));
  }

  /** Whether a line of the visitor's is the first one, as far as is known. */
  isFirst({ id }: Message): boolean {
    return !this.#more && this.#lines.every((line) => line.author !== "client" || line.id === id);
  }

  /** The view as a frame, for a wasm that starts from nothing. */
  welcome(online: boolean): Welcome {
    return {
      type: "welcome",
      verdict: "reset",
      online,
      talk: this.#talk,
      messages: this.#lines,
      more: this.#more,
    };
  }
}
