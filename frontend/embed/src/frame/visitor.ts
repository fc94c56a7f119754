/**
 * The visitor's side of the talk, complete without any wasm: presence, page views, the unread count, and words on their
 * way out. The wasm, once it draws the panel, is told all of it and told more as it comes.
 */

import type { Change } from "../change";
import { chime } from "../link/chime";
import { Keep } from "../link/keep";
import { Outbox } from "../link/outbox";
import { post } from "../link/post";
import { Screen } from "../link/screen";
import { LiveSocket } from "../link/socket";
import { liveUrl, type UsherLink } from "../link/usher_link";
import { onWake } from "../link/wake";
import { readObject, type Message, type ServerFrame, type Welcome } from "../link/wire";
import type { Look, Page } from "../port";
import type { Around } from "./handshake";
import { Thread, type Applied } from "./thread";
import { Tokens } from "./token";
import { Updates } from "./updates";

/** The launcher waits this long for the server's word; then it appears, offline: words can be written all the same. */
const READY_MS = 4_000;

/** What a visitor starts with. */
export interface Start {
  readonly look: Look & { readonly site: string };
  /** The token, where the server knows the visitor already. */
  readonly token: string | null;
  readonly page: Page;
  readonly department: string | null;
  /** Whether the panel is on screen. */
  readonly open: boolean;
}

/** The visitor and the link to the server. */
export class Visitor {
  /** What the wasm calls. */
  readonly link: UsherLink;
  /** The visitor's token. */
  readonly tokens: Tokens;
  /** Whether a reload of this document would lose words. */
  get isVolatile(): boolean {
    return this.keep.isVolatile;
  }

  private readonly keep = new Keep();
  private readonly thread = new Thread();
  private readonly screen = new Screen();
  private readonly socket: LiveSocket;
  private readonly outbox: Outbox;
  private readonly updates: Updates;
  private readonly site: string;
  private readonly look: Look;
  private page: Page;
  private department: string | null;
  private open: boolean;

  /** Whether the server has greeted us, on any connection so far. */
  private isWelcomed = false;
  private isReady = false;
  /** Missing lines were asked for; more of them need no second question. */
  private isResuming = false;
  private online = false;
  private unread = 0;
  /** The token of the last hello; undefined until the connection has one. */
  private greeted: string | null | undefined;
  /** Lines that the page knows of: history, and what it has been told. */
  private readonly told = new Set<string>();
  /** A read mark that waits until the panel is on screen. */
  private read: string | null = null;

  constructor(
    start: Start,
    private readonly around: Around,
  ) {
    ({ page: this.page, department: this.department, open: this.open, look: this.look } = start);
    this.site = start.look.site;
    this.tokens = new Tokens(this.site, start.token, this.keep);
    this.socket = new LiveSocket(liveUrl(), {
      hello: () => [this.hello()],
      frame: (frame, json) => this.take(frame, json),
      state: (state) => {
        this.screen.state(state);
        if (state === "open") this.outbox.flush();
        if (state === "stopped") this.refused();
      },
    });
    this.outbox = new Outbox(`site:${this.site}`, this.keep, {
      post: async ({ client_id, text, body }) =>
        post("/api/message/send", { ...body, client_id, text }, { token: await this.tokens.ensure() }),
      acked: (message) => this.acked(message),
      changed: (entries) => this.screen.outbox(entries),
    });
    this.updates = new Updates(
      async (change) =>
        post(
          "/api/visitor/update",
          { site: this.site, change, page: this.page },
          { token: await this.tokens.ensure() },
        ),
      () => this.greetAgain(),
    );
    this.link = {
      attach: (...callbacks) => {
        const replay = this.isWelcomed ? JSON.stringify(this.thread.welcome(this.online)) : null;
        this.screen.attach(callbacks, replay);
      },
      up: (json) => this.up(json),
      send: (text) => this.send(text),
      retry: (id) => this.outbox.again(id),
      discard: (id) => this.outbox.discard(id),
      minimize: () => {
        this.around.tell({ type: "minimize" });
      },
      chime,
      start: () => undefined,
      token: () => this.tokens.current(),
    };
  }

  /** Whether the wasm draws the panel. */
  get isDrawn(): boolean {
    return this.screen.isAttached;
  }

  /** Opens the link, and sends what an earlier page left unsent. */
  start(): void {
    this.socket.start();
    this.screen.outbox(this.outbox.entries());
    this.outbox.flush();
    this.tokens.watch(() => this.greetAgain());
    onWake(() => this.sendRead());
    setTimeout(() => this.ready(), READY_MS);
  }

  /** The widget leaves the page. */
  stop(): void {
    this.socket.stop();
    this.outbox.stop();
    this.updates.stop();
  }

  /** Puts words into the outbox; returns the message's name. */
  send(text: string): string {
    const { site, page, department } = this;
    return this.outbox.send(text, { site, page, ...(department === null ? {} : { department }) });
  }

  /** The site's code says something of the visitor. */
  update(change: Change): void {
    this.updates.add(change);
  }

  /** The visitor is on another page now. */
  visit(page: Page): void {
    this.page = page;
    if (this.isWelcomed) this.socket.up(JSON.stringify({ type: "page", page }));
  }

  /** New conversations go to this department; null is the site's default. */
  route(department: string | null): void {
    this.department = department;
  }

  /** The panel came on screen or left it. */
  show(open: boolean): void {
    this.open = open;
    this.sendRead();
  }

  private hello(): object {
    this.greeted = this.tokens.current();
    return { type: "visit", site: this.site, token: this.greeted, cursor: this.thread.cursor() };
  }

  /** The visitor may have become somebody: the same socket takes another hello. */
  private greetAgain(): void {
    if (this.greeted !== undefined && this.greeted !== this.tokens.current()) {
      this.socket.up(JSON.stringify(this.hello()));
    }
  }

  /** Lines are missing: a hello with our cursor brings them. If the socket is closed, the next one begins with it. */
  private resume(): void {
    if (this.isResuming) return;
    this.isResuming = true;
    this.socket.up(JSON.stringify(this.hello()));
  }

  private take(frame: ServerFrame, json: string): void {
    switch (frame.type) {
      case "welcome":
        this.welcome(frame, json);
        break;
      case "message":
        this.line(frame.message, this.thread.line(frame.message), json);
        break;
      case "talk":
        this.thread.state(frame.talk);
        this.count();
        this.screen.frame(json);
        break;
      case "online":
        this.turn(frame.online);
        this.screen.frame(json);
        break;
      default:
        this.screen.frame(json);
    }
  }

  private welcome(frame: Welcome, json: string): void {
    // Lines of the first view are history; whatever a later one brings happened while the page was there.
    const isHistory = !this.isWelcomed && this.thread.cursor() === null;
    this.isWelcomed = true;
    this.isResuming = false;
    this.thread.snapshot(frame);
    for (const message of frame.messages) {
      if (isHistory) this.told.add(message.id);
      else this.tell(message);
    }
    this.turn(frame.online);
    this.count();
    this.screen.frame(json);
    this.ready();
    this.visit(this.page);
    this.sendRead();
  }

  private acked(message: Message): void {
    // To the wasm a line is a line, whichever way it came; the other copy is known then and changes nothing.
    this.line(message, this.thread.ack(message), JSON.stringify({ type: "message", message }));
    this.greetAgain();
  }

  private line(message: Message, applied: Applied, json: string): void {
    // Before the first welcome even a line out of place is told: in the welcome it would pass for history.
    if (applied !== "gap" || !this.isWelcomed) this.tell(message);
    if (applied === "gap") this.resume();
    if (applied === "new") this.screen.frame(json);
    this.count();
  }

  private up(json: string): boolean {
    if (readObject(json)?.type !== "read") return this.socket.up(json);
    // What nobody looks at is not read: the mark waits until somebody does.
    this.read = json;
    this.sendRead();
    return true;
  }

  private sendRead(): void {
    if (this.read !== null && this.open && !document.hidden && this.socket.up(this.read)) this.read = null;
  }

  private ready(): void {
    if (this.isReady) return;
    this.isReady = true;
    const { title, accent, position } = this.look;
    this.around.tell({
      type: "ready",
      look: { title, accent, position },
      online: this.online,
      unread: this.unread,
    });
  }

  /** The server will not have us: no launcher, and the page's author is told. */
  private refused(): void {
    if (this.isReady) return;
    this.isReady = true;
    this.around.tell({ type: "failed", reason: "forbidden" });
  }

  private turn(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    if (this.isReady) this.around.tell({ type: "online", online });
  }

  private count(): void {
    const unread = this.thread.unread();
    if (unread === this.unread) return;
    this.unread = unread;
    if (this.isReady) this.around.tell({ type: "unread", unread });
  }

  /** Tells the page of a new line of words, once. */
  private tell({ id, kind, author, text, at }: Message): void {
    if (this.told.has(id)) return;
    this.told.add(id);
    if (kind !== "text" || author === "system") return;
    this.around.tell({ type: "message", message: { id, text: text ?? "", createdAt: at, type: author } });
  }
}
