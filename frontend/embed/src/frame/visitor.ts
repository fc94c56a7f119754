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
import { readObject, type Message, type ServerFrame, type Welcome } from "../link/wire";
import type { Look, Page } from "../port";
import type { Around } from "./handshake";
import { Notices } from "./notices";
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
  private readonly notices: Notices;
  private readonly site: string;
  private page: Page;
  private department: string | null;

  /** Whether the server has greeted us, on any connection so far. */
  private isWelcomed = false;
  /** Missing lines were asked for; more of them need no second question. */
  private isResuming = false;
  private online = false;
  /** The token of the last hello; undefined until the connection has one. */
  private greeted: string | null | undefined;
  /** The newest read mark, if the socket could not take it: the wasm says it once. */
  private read: string | null = null;

  constructor(start: Start, around: Around) {
    this.page = start.page;
    this.department = start.department;
    this.site = start.look.site;
    this.notices = new Notices(around, start.look);
    this.tokens = new Tokens(this.site, start.token, this.keep);
    this.socket = new LiveSocket(liveUrl(), {
      hello: () => [this.hello()],
      frame: (frame, json) => this.take(frame, json),
      state: (state) => {
        this.screen.state(state);
        if (state === "open") this.outbox.flush();
        // The server will not have us: no launcher, and the page's author is told.
        if (state === "stopped") this.notices.failed("forbidden");
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
      minimize: () => this.notices.minimize(),
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
    setTimeout(() => this.notices.ready(), READY_MS);
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
        this.notices.unread(this.thread.unread());
        this.screen.frame(json);
        break;
      case "online":
        this.presence(frame.online);
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
      if (isHistory) this.notices.history(message);
      else this.notices.line(message);
    }
    this.presence(frame.online);
    this.notices.unread(this.thread.unread());
    this.notices.ready();
    this.screen.frame(json);
    this.visit(this.page);
    if (this.read !== null && this.socket.up(this.read)) this.read = null;
  }

  private acked(message: Message): void {
    // To the wasm a line is a line, whichever way it came; the other copy is known then and changes nothing.
    this.line(message, this.thread.ack(message), JSON.stringify({ type: "message", message }));
    this.greetAgain();
  }

  private line(message: Message, applied: Applied, json: string): void {
    // Before the first welcome even a line out of place is told: in the welcome it would pass for history.
    if (applied !== "gap" || !this.isWelcomed) this.notices.line(message);
    if (applied === "gap") this.resume();
    if (applied === "new") this.screen.frame(json);
    this.notices.unread(this.thread.unread());
  }

  private up(json: string): boolean {
    const isSent = this.socket.up(json);
    if (readObject(json)?.type === "read") this.read = isSent ? null : json;
    return isSent;
  }

  private presence(online: boolean): void {
    this.online = online;
    this.notices.online(online);
  }
}
