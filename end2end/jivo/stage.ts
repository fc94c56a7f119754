/** What the stories of Jivo's pages stand on: a server, a customer's site, and an operator who comes and goes. */

import { organisation } from "../support/organisation";
import { type Staffed, staffed } from "../support/stage";

/** The id that the customer's pages have from Jivo. */
export const ID = "AbCdEf1234";
/** That of a site which is not for phones. */
export const NO_PHONES = "1000000001";
/** That of a site which other pages may embed. */
export const ELSEWHERE = "1000000002";
/** That of a site which has a rule: it invites after a second. */
export const RULED = "1000000003";
/** What it says. */
export const INVITATION = "The site's own words";

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

[[sites]]
id = "SITE-desktop"
name = "Nordlys, on large screens"
domains = ["localhost:*", "127.0.0.1:*"]
devices = "desktop"
vendor_ids = { jivo = "${NO_PHONES}" }

[[sites]]
id = "SITE-elsewhere"
name = "Nordlys, elsewhere"
domains = ["shop.example"]
vendor_ids = { jivo = "${ELSEWHERE}" }

[[sites]]
id = "SITE-ruled"
name = "Nordlys, with a rule"
domains = ["localhost:*", "127.0.0.1:*"]
accent = "#c2410c"
language = "ru"
vendor_ids = { jivo = "${RULED}" }

[[sites.rules]]
name = "Greet"
type = "all"
conditions = [{ condition = "time_on_page", comparator = "greater", value = 1 }]
commands = [{ command = "proactive", params = { message = "${INVITATION}" } }]
`;

/** Sets the stage for the tests of this file; its operator is logged in and online. `more` stands in the organisation's file. */
export const jivoStage = (slug: string, more = ""): Staffed =>
  staffed(organisation(slug, more + MORE.replaceAll("SITE", `${slug}-jivo`)));
