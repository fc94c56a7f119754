/** What a spec file stands on: one Usher, one customer's site, and the log of the server beside every failure. */

import { test } from "@playwright/test";

import { Customer } from "./customer";
import type { Organisation } from "./organisation";
import { type Database, Usher } from "./usher";

/** Server and customer's site of a spec file; they are there while its tests run. */
export interface Stage {
  readonly usher: Usher;
  readonly customer: Customer;
}

/** Sets the stage for the tests of this file, or of the `describe` it is called in. */
export function stage(organisations: readonly Organisation[], database: Database = "sqlite"): Stage {
  let usher: Usher | undefined;
  let customer: Customer | undefined;

  test.beforeAll(async () => {
    usher = await Usher.start(organisations, database);
    customer = await Customer.start(usher);
  });
  test.afterEach(async ({}, info) => {
    if (info.status !== info.expectedStatus && usher !== undefined) {
      await info.attach("usher.log", { body: await usher.log(), contentType: "text/plain" });
    }
  });
  test.afterAll(async () => {
    await customer?.close();
    await usher?.remove();
  });

  return {
    get usher() {
      if (usher === undefined) throw new Error("the server is there while tests run");
      return usher;
    },
    get customer() {
      if (customer === undefined) throw new Error("the customer's site is there while tests run");
      return customer;
    },
  };
}
