/** What the stories of Jivo's pages stand on: a server, a customer's site, and an operator who comes and goes. */

import { test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { Desk } from "../support/pages";
import { type Stage, stage } from "../support/stage";

/** The id that the customer's pages have from Jivo. */
export const ID = "AbCdEf1234";

const MORE = `
[[departments]]
id = "3"
number = 3
name = "Sales"

[[attributes]]
id = "plan"
name = "Plan of the customer"
kind = "text"

[[attributes]]
id = "age"
name = "Age"
kind = "number"

[[sites]]
id = "SITE"
name = "Nordlys, from Jivo"
domains = ["localhost:*", "127.0.0.1:*"]
safe_domains = ["crm.nordlys.example"]
vendor_ids = { jivo = "${ID}" }
`;

/** Server, customer's site and desk of a spec file. */
export interface JivoStage extends Stage {
  readonly desk: Desk;
}

/** Sets the stage for the tests of this file; its operator is logged in and online. */
export function jivoStage(slug: string): JivoStage {
  const nordlys = organisation(slug, MORE.replace("SITE", `${slug}-jivo`));
  const set = stage([nordlys]);
  let desk: Desk | undefined;
  test.beforeAll(async ({ browser }) => {
    desk = await Desk.logIn(browser, set.usher, nordlys.anna);
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
    get desk() {
      if (desk === undefined) throw new Error("the operator is there while tests run");
      return desk;
    },
  };
}
