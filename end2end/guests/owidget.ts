/** A page of mluvii's. */

import { expect, type Page } from "@playwright/test";

import type { Stage } from "../support/stage";
import { type Around, Guest, inline, publish } from "./page";
import { SITE } from "./stage";

/** What a page writes around the script. */
export interface Writing extends Around {
  /** The arguments of `init`, as code; `null` is no call of it. */
  readonly init?: string | null;
  /** Code before `init`, with `owidget`. */
  readonly first?: string;
  /** Code between `init` and `connectToServer`. */
  readonly between?: string;
  /** Code after `connectToServer`. */
  readonly after?: string;
  /** All code of `$owidgetOnLoad`, in place of the usual one. */
  readonly code?: string;
  /** The script elements, in place of the usual one. */
  readonly tags?: string;
}

/** The company alone. */
export const COMPANY = `"${SITE.company}"`;

/** Keeps what the page is told in words, each after `by`. */
export const telling = (by = ""): string => `
  owidget.setStatusUpdateCallback(function (code) { told.push("${by}status " + code); });
  owidget.setAppEventCallback(function (e) { told.push("${by}" + e.type); });`;

/** The vendor's way to put the script on a page: a property of its element is told (OE1). */
export const loader = (code: string, nonce?: string): string =>
  inline(
    `(function (d) {
  var scr = d.createElement("script"); scr.src = "{{usher}}/widget/OOWidget.js"; scr.charset = "UTF-8"; scr.async = true;
  scr.$owidgetOnLoad = function (owidget) {${code}
  };
  var first = d.getElementsByTagName("script")[0]; first.parentNode.insertBefore(scr, first);
})(document);`,
    nonce,
  );

/** A script element of the page's own markup. */
export const tag = (attributes: string): string => `<script src="{{usher}}/widget/OOWidget.js" charset="UTF-8" ${attributes}></script>`;

function codeOf({ init = COMPANY, first = telling(), between = "", after = "", code }: Writing): string {
  return (
    code ??
    `
  if (!owidget.isSupported) return;
  ${first}
  ${init === null ? "" : `owidget.init(${init});`}
  ${between}
  owidget.connectToServer();
  ${after}`
  );
}

/** The chat on such a page. */
export class Owidget extends Guest {
  /** `number` counts the objects of a page. */
  constructor(page: Page, number = 1) {
    super(page, "owidget", `owidget-container${number === 1 ? "" : `-${number}`}`);
  }

  /** Publishes a page and goes there. */
  static async on(page: Page, set: Stage, writing: Writing = {}): Promise<Owidget> {
    await page.goto(publish(set, writing.tags ?? loader(codeOf(writing), writing.nonce), writing));
    return new Owidget(page);
  }

  /** The same, and the button is there. */
  static async shown(page: Page, set: Stage, writing: Writing = {}): Promise<Owidget> {
    const chat = await Owidget.on(page, set, writing);
    await expect(chat.launcher).toBeVisible();
    return chat;
  }

  /** Calls a method of `$owidget`. */
  call(method: string, ...args: unknown[]): Promise<unknown> {
    return this.page.evaluate(
      ({ method, args }) => (window as unknown as { $owidget: Record<string, (...args: unknown[]) => unknown> }).$owidget[method]?.(...args),
      { method, args },
    );
  }

  /** Opens the window as the page does. */
  async open(): Promise<void> {
    await this.call("openChat");
    await expect(this.panel.composer).toBeVisible();
  }
}
