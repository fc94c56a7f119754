/** A page of onWebChat's. */

import { expect, type Page } from "@playwright/test";

import type { Stage } from "../support/stage";
import { type Around, Guest, inline, publish } from "./page";
import { SITE } from "./stage";

/** What a page writes around the script. */
export interface Writing extends Around {
  /** The end of the script's address; the first site's if it does not say. */
  readonly chat?: string;
  /** What puts the script on the page, in place of the vendor's snippet. */
  readonly snippet?: string;
  /** The page's code below the snippet, in place of the one that keeps what it is told. */
  readonly code?: string;
}

/** The callbacks of CONTRACT 4.2. */
const CALLBACKS = ["onClick", "onMaximize", "onMinimize", "onTrigger", "onStartWriting", "onWebChatLoaded"];

/** Keeps the names of the callbacks in `told`. */
export const telling = CALLBACKS.map((name) => `onWebChat.set("${name}", function () { told.push("${name}"); });`).join("\n");

/** The vendor's snippet (NE1). */
export const snippet = (chat: string, nonce?: string): string =>
  inline(
    `var onWebChat={ar:[], set: function(a,b){if (typeof onWebChat_==='undefined'){this.ar.push([a,b]);}else{onWebChat_.set(a,b);}},get:function(a){return(onWebChat_.get(a));},w:(function(){ var ga=document.createElement('script'); ga.type = 'text/javascript';ga.async=1;ga.src='{{usher}}/clientchat/${chat}';var s=document.getElementsByTagName('script')[0];s.parentNode.insertBefore(ga,s);})()}`,
    nonce,
  );

/** The chat on such a page. */
export class OnWebChat extends Guest {
  constructor(page: Page) {
    super(page, "onwebchat");
  }

  /** Publishes a page and goes there. */
  static async on(page: Page, set: Stage, writing: Writing = {}): Promise<OnWebChat> {
    const { chat = SITE.chat, nonce, code = telling } = writing;
    await page.goto(publish(set, (writing.snippet ?? snippet(chat, nonce)) + inline(code, nonce), writing));
    return new OnWebChat(page);
  }

  /** The same, and the button is there. */
  static async shown(page: Page, set: Stage, writing: Writing = {}): Promise<OnWebChat> {
    const chat = await OnWebChat.on(page, set, writing);
    await expect(chat.launcher).toBeVisible();
    return chat;
  }

  /** Says something; returns what the page is answered. */
  set(key: unknown, value?: unknown): Promise<unknown> {
    return this.page.evaluate(
      ([key, value]) => (window as unknown as { onWebChat: { set(key: unknown, value: unknown): unknown } }).onWebChat.set(key, value),
      [key, value] as const,
    );
  }

  /** Asks for something. */
  get(key: unknown): Promise<unknown> {
    return this.page.evaluate((key) => (window as unknown as { onWebChat: { get(key: unknown): unknown } }).onWebChat.get(key), key);
  }

  /** Opens the window as the page does. */
  async open(): Promise<void> {
    await this.set("max", 1);
    await expect(this.panel.composer).toBeVisible();
  }
}
