/**
 * 200 messages from both sides, interleaved, while the server is killed with `kill -9` three times and started again. What was
 * acked is there once, in order, on both screens; what was not acked goes out by itself.
 */

import { expect, test } from "@playwright/test";

import { check, History, type Screen, type Side } from "../support/history";
import { organisation } from "../support/organisation";
import { Desk, type Log, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { stored } from "../support/stored";
import type { Database } from "../support/usher";

/** Messages a side writes. */
const EACH = 100;
/** A side that has so many messages without an ack waits with the next, so that every crash meets people in the middle. */
const MOST_WAITING = 12;
/** The server is killed when so many messages have been acked. */
const KILLS = [30, 80, 140];

for (const database of ["sqlite", "postgres"] satisfies Database[]) {
  test.describe(database, () => {
    const shop = organisation("shop");
    const set = stage([shop], database);

    test(`nothing is lost, doubled or moved by three crashes (${database})`, async ({ page, browser }, info) => {
      test.setTimeout(180_000);
      const { usher, customer } = set;
      const history = new History();
      const desk = await Desk.logIn(browser, usher, shop.anna);
      const widget = await WidgetPage.openAt(page, customer.page("index", shop.site));
      const { panel } = widget;
      history.follow(page);
      history.follow(desk.page);

      const text = (side: Side, number: number): string => `${side} ${String(number).padStart(3, "0")}`;
      const say = async (side: Side, number: number): Promise<void> => {
        const words = text(side, number);
        history.write(side, words);
        await (side === "visitor" ? panel.write(words) : desk.write(words));
      };

      await say("visitor", 1);
      await desk.take(text("visitor", 1));
      await say("operator", 1);

      let writing = true;
      const write = async (side: Side): Promise<void> => {
        for (let number = 2; number <= EACH; number++) {
          await expect.poll(() => history.waiting(side), { timeout: 60_000, intervals: [10] }).toBeLessThan(MOST_WAITING);
          await say(side, number);
        }
      };
      const crash = async (): Promise<void> => {
        for (const acked of KILLS) {
          await expect.poll(() => history.acked() >= acked || !writing, { timeout: 60_000, intervals: [5] }).toBe(true);
          await usher.kill9();
          await usher.restart();
        }
      };
      const writers = Promise.all([write("visitor"), write("operator")]).finally(() => {
        writing = false;
      });
      await Promise.all([writers, crash()]);

      // All of it goes out by itself, whatever was under way when the server died.
      await expect.poll(() => history.acked(), { timeout: 90_000, intervals: [200] }).toBe(2 * EACH);
      expect(history.unasked()).toEqual([]);
      info.annotations.push({ type: "retried", description: String(history.retried()) });

      const compare = async (): Promise<string[]> =>
        check({
          messages: history.all(),
          stored: await stored(desk),
          screens: [await screen("the panel", panel.log), await screen("the desk", desk.log)],
        });
      // The last events may still be on their way to the screens; what the acks say is final.
      await expect.poll(compare, { timeout: 30_000, intervals: [500] }).toEqual([]);

      // The server reads the same from its disk once more, and so do fresh screens.
      await usher.kill9();
      await usher.restart();
      await Promise.all([page.reload(), desk.page.reload()]);
      await widget.openPanel();
      await Promise.all([panel.showAll(), desk.showAll()]);
      await expect.poll(compare, { timeout: 30_000, intervals: [500] }).toEqual([]);
      await desk.page.context().close();
    });
  });
}

async function screen(name: string, log: Log): Promise<Screen> {
  return { name, texts: await log.numbered(), failed: await log.failed() };
}
