/**
 * 2,000 events for a customer's server, while ours is killed with `kill -9` five times and started again. Of what was acked
 * nothing is lost, and what is told of one visitor is told in order.
 */

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Receiver } from "../support/receiver";
import { type Database, Usher } from "../support/usher";

const VISITORS = 200;
/** Changes of each visitor, one after the other. */
const EACH = 10;
/** The server is killed when so many events have been heard. */
const KILLS = [200, 600, 1_000, 1_400, 1_800];
/** As many visitors act at once. */
const AT_ONCE = 20;

/** A visitor's change, until it is acked. */
async function change(usher: Usher, visitor: number, number: number): Promise<void> {
  const token = String(visitor).padStart(43, "0");
  const input = { site: "hooked", change: { fields: { name: `${String(visitor)} ${String(number)}` } } };
  for (;;) {
    try {
      const answer = await fetch(`${usher.url}/api/visitor/update`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}`, Origin: usher.url },
        body: JSON.stringify({ input }),
        signal: AbortSignal.timeout(10_000),
      });
      await answer.arrayBuffer();
      if (answer.ok) return;
      if (answer.status !== 429 && answer.status < 500) throw new Error(`The server answered ${String(answer.status)}`);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("The server answered")) throw error;
    }
    // The server is away, or has heard enough for now.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

for (const database of ["sqlite", "postgres"] satisfies Database[]) {
  test(`no event is lost by five crashes (${database})`, async () => {
    test.setTimeout(240_000);
    const receiver = await Receiver.start();
    const hook = `[[sites.webhooks]]\nurl = "${receiver.url}"\nformat = "usher"\n`;
    const shop = organisation("shop", `[[sites]]\nid = "hooked"\nname = "Hooked"\ndomains = []\n${hook}`);
    const usher = await Usher.start([shop], database, { USHER_OUTBOUND_ALLOW: "127.0.0.0/8" });
    try {
      let next = 0;
      const acked = new Set<string>();
      const act = async (): Promise<void> => {
        for (let visitor = next++; visitor < VISITORS; visitor = next++) {
          for (let number = 1; number <= EACH; number++) {
            await change(usher, visitor, number);
            acked.add(`${String(visitor)} ${String(number)}`);
          }
        }
      };
      const crash = async (): Promise<void> => {
        for (const heard of KILLS) {
          await expect.poll(() => receiver.heard.length, { timeout: 60_000, intervals: [10] }).toBeGreaterThanOrEqual(heard);
          await usher.kill9();
          await usher.restart();
        }
      };
      await Promise.all([crash(), ...Array.from({ length: AT_ONCE }, act)]);
      expect(acked.size).toBe(VISITORS * EACH);

      const names = (): string[] => receiver.heard.map(({ body }) => body.data?.visitor?.data?.name ?? "");
      // What was under way at a crash has a lease, and comes again when it has run out.
      await expect.poll(() => new Set(names()).size, { timeout: 120_000, intervals: [200] }).toBe(acked.size);
      const first = new Map<string, number>();
      names().forEach((name, place) => {
        if (!first.has(name)) first.set(name, place);
      });
      for (let visitor = 0; visitor < VISITORS; visitor++) {
        const places = Array.from({ length: EACH }, (_, number) => first.get(`${String(visitor)} ${String(number + 1)}`) ?? -1);
        expect(places, `visitor ${String(visitor)}`).toEqual([...places].sort((one, other) => one - other));
      }
    } finally {
      await usher.remove();
      await receiver.close();
    }
  });
}
