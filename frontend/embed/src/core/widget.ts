/** The widget on a customer's page: what it is told, what it shows, and the frame that does the rest. */

import { compose, type Change } from "../change";
import type { Look, NewMessage, ToPage } from "../port";
import { Channel } from "./channel";
import { whenIdle } from "./idle";
import { currentPage, watchPage } from "./page";
import { readPosition, type Position } from "./place";
import { fail } from "./say";
import { View } from "./view";

const READY_MS = 20_000;

/** What the page decides; null leaves it to the site's settings. */
export interface Options {
  /** Our server. */
  readonly origin: string;
  /** The site's public id. */
  readonly site: string;
  readonly position: Position | null;
  readonly accent: string | null;
  readonly zIndex: number;
  /** Shows nothing until asked to. */
  readonly hidden: boolean;
  readonly department: string | null;
  readonly data: Change | null;
  /** Gets every new line, the visitor's own too; must not throw. */
  readonly onMessage: (message: NewMessage) => void;
}

/** One widget, from its start until it is removed. */
export class Widget {
  private view: View | null = null;
  private channel: Channel | null = null;
  private look: Look | null = null;
  private isHidden: boolean;
  private isOpen = false;
  private wantsFocus = false;
  private online = false;
  private unread = 0;
  private department: string | null;
  private data: Change | null;
  private isFailed = false;
  private readonly ends: (() => void)[] = [];

  constructor(private readonly options: Options) {
    this.isHidden = options.hidden;
    this.department = options.department;
    this.data = options.data;
    this.ends.push(whenIdle(() => this.begin()));
  }

  /** Opens the panel, hidden or not; with `focus` one can write at once. */
  open(focus: boolean): void {
    this.isHidden = false;
    this.isOpen = true;
    this.wantsFocus = focus;
    this.sayOpen();
    this.draw();
  }

  /** Closes the panel. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = this.wantsFocus = false;
    this.draw();
    this.channel?.send({ type: "close" });
  }

  /** Takes launcher and panel from sight. */
  hide(): void {
    this.isHidden = true;
    this.draw();
    this.channel?.send({ type: "close" });
  }

  /** Shows them as they were. */
  show(): void {
    if (!this.isHidden) return;
    this.isHidden = false;
    this.sayOpen();
    this.draw();
  }

  /** The page says something of its visitor. */
  tell(change: Change): void {
    // All of it is kept: a frame that starts anew is told again.
    this.data = compose(this.data, change);
    this.channel?.send({ type: "data", change });
  }

  /** New conversations go to this department; null is the site's default. */
  route(department: string | null): void {
    this.department = department;
    this.channel?.send({ type: "department", id: department });
  }

  /** The visitor is on the page that is there now. */
  pageView(): void {
    this.channel?.send({ type: "page", page: currentPage() });
  }

  /** Removes all of it from the page: elements, listeners, timers (X8). */
  remove(): void {
    this.channel?.send({ type: "stop" });
    this.channel?.close();
    this.view?.remove();
    this.view = null;
    this.channel = null;
    for (const end of this.ends) end();
  }

  private begin(): void {
    const { origin, site } = this.options;
    this.view = new View(`${origin}/frame/${encodeURIComponent(site)}`, {
      pressed: () => this.toggle(),
      approached: () => {
        this.channel?.send({ type: "warm" });
      },
    });
    this.channel = new Channel(this.view.frame, origin, {
      opened: () => this.boot(),
      message: (message) => this.take(message),
    });
    const patience = setTimeout(() => {
      if (this.look !== null || this.isFailed) return;
      this.fail(
        `no chat from ${origin} within ${READY_MS / 1000} s. Check that it runs, that it has a site “${site}” ` +
          `with ${location.host} among its domains, and that frame-src of this page's policy allows it.`,
      );
    }, READY_MS);
    this.ends.push(
      () => clearTimeout(patience),
      watchPage(() => this.pageView()),
    );
    this.view.attach();
  }

  /** The frame is there and knows nothing. Data are said apart: too much of them is not sent, and must stop nothing. */
  private boot(): void {
    const { channel, department, data } = this;
    channel?.send({ type: "boot", page: currentPage(), department, accent: this.options.accent });
    if (data !== null) channel?.send({ type: "data", change: data });
    this.sayOpen();
  }

  private take(message: ToPage): void {
    switch (message.type) {
      case "ready":
        ({ look: this.look, online: this.online, unread: this.unread } = message);
        this.draw();
        break;
      case "online":
        this.online = message.online;
        this.draw();
        break;
      case "unread":
        this.unread = message.unread;
        this.draw();
        break;
      case "message":
        this.options.onMessage(message.message);
        break;
      case "minimize":
        this.close();
        break;
      case "failed":
        this.fail(`${location.host} may not show the chat of “${this.options.site}”. Add it to the site's domains.`);
    }
  }

  private fail(reason: string): void {
    this.isFailed = true;
    fail(reason);
  }

  private toggle(): void {
    if (this.isOpen) this.close();
    // On a phone the keyboard would cover half of what there is to read.
    else this.open(!matchMedia("(pointer: coarse)").matches);
  }

  private get isVisiblyOpen(): boolean {
    return this.isOpen && !this.isHidden;
  }

  private sayOpen(): void {
    if (this.isVisiblyOpen) this.channel?.send({ type: "open", focus: this.wantsFocus });
  }

  private draw(): void {
    const { view, look, options, online, unread } = this;
    // Before the frame has told the site's look there is nothing to draw: no colour that changes, no place that moves.
    if (view === null || look === null) return;
    view.render({
      shown: !this.isHidden,
      open: this.isVisiblyOpen,
      online,
      unread,
      position: options.position ?? readPosition(look.position) ?? "br",
      accent: options.accent ?? look.accent,
      zIndex: options.zIndex,
    });
    if (this.isVisiblyOpen && this.wantsFocus) {
      // Once: a later drawing must not take the keyboard from the page.
      this.wantsFocus = false;
      view.focusFrame();
    }
  }
}
