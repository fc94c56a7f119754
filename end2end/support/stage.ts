/** What a spec file stands on: one Usher, one customer's site, and the log of the server beside every failure. */

import { test } from "@playwright/test";

import { Customer } from "./customer";
import { Mailbox } from "./mailbox";
import { Desk } from "./pages";
import type { Organisation } from "./organisation";
import { type Database, Usher } from "./usher";

/** A stage with an operator on it. */
export interface Staffed extends Stage {
  /** The operator's desk. */
  readonly desk: Desk;
}

/** Server and customer's site of a spec file; they are there while its tests run. */
export interface Stage {
  readonly usher: Usher;
  readonly customer: Customer;
  /** Where its e-mails go. */
  readonly mailbox: Mailbox;
}

/** Sets the stage for the tests of this file, or of the `describe` it is called in. */
export function stage(organisations: readonly Organisation[], database: Database = "sqlite"): Stage {
  let usher: Usher | undefined;
  let customer: Customer | undefined;
  let mailbox: Mailbox | undefined;

  test.beforeAll(async () => {
    mailbox = await Mailbox.start();
    // Customers' servers of the stories are on this machine.
    usher = await Usher.start(organisations, database, { ...mailbox.settings, USHER_OUTBOUND_ALLOW: "127.0.0.0/8" });
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
    await mailbox?.close();
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
    get mailbox() {
      if (mailbox === undefined) throw new Error("the mail server is there while tests run");
      return mailbox;
    },
  };
}

/** Sets the stage, and has the organisation's first operator logged in and online. */
export function staffed(organisation: Organisation): Staffed {
  const set = stage([organisation]);
  let desk: Desk | undefined;
  test.beforeAll(async ({ browser }) => {
    desk = await Desk.logIn(browser, set.usher, organisation.anna);
  });
  test.afterAll(async () => {
    await desk?.page.context().close();
  });
  return {
    get usher() {
      return set.usher;
    },
    get customer() {
      return set.customer;
    },
    get mailbox() {
      return set.mailbox;
    },
    get desk() {
      if (desk === undefined) throw new Error("the operator is there while tests run");
      return desk;
    },
  };
}
