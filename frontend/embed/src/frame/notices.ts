/** What the page around us is told: its launcher, its unread badge, its `onNewMessage`. */

import type { Message } from "../link/wire";
import type { Look } from "../port";
import type { Around } from "./handshake";

/** Tells the page what is new, and nothing twice. */
export class Notices {
  private isBegun = false;
  private presence = false;
  private count = 0;
  /** Lines that the page knows of: history, and what it has been told. */
  private readonly lines = new Set<string>();

  constructor(
    private readonly around: Around,
    private readonly look: Look,
  ) {}

  /** The launcher may appear. Until then the page is told nothing of the state, and now all of it. */
  ready(): void {
    if (this.isBegun) return;
    this.isBegun = true;
    const { title, accent, position } = this.look;
    const { presence: online, count: unread } = this;
    this.around.tell({ type: "ready", look: { title, accent, position }, online, unread });
  }

  /** There will be no launcher. */
  failed(reason: string): void {
    if (this.isBegun) return;
    this.isBegun = true;
    this.around.tell({ type: "failed", reason });
  }

  /** Whether operators are online. */
  online(online: boolean): void {
    if (online === this.presence) return;
    this.presence = online;
    if (this.isBegun) this.around.tell({ type: "online", online });
  }

  /** Lines that the visitor has not seen. */
  unread(unread: number): void {
    if (unread === this.count) return;
    this.count = unread;
    if (this.isBegun) this.around.tell({ type: "unread", unread });
  }

  /** A line that was there before the page was. */
  history({ id }: Message): void {
    this.lines.add(id);
  }

  /** A line that may be new to the page; only words are told. */
  line({ id, kind, author, text, at }: Message): void {
    if (this.lines.has(id)) return;
    this.lines.add(id);
    if (kind !== "text" || author === "system") return;
    this.around.tell({ type: "message", message: { id, text: text ?? "", createdAt: at, type: author } });
  }

  /** The visitor closes the panel. */
  minimize(): void {
    this.around.tell({ type: "minimize" });
  }
}
