/** What the tests of owidget's and onWebChat's pages stand on: sites that have ids from there, and an operator. */

import { organisation } from "../support/organisation";
import { type Staffed, staffed } from "../support/stage";

/** Ids that a site had elsewhere. */
export interface Ids {
  /** Its company at mluvii, in the capitals that pages have. */
  readonly company: string;
  /** Its chat at onWebChat. */
  readonly chat: string;
}

/** The site that most pages are of. */
export const SITE: Ids = { company: "3F2504E0-4F89-41D3-9A0C-0305E82C3301", chat: "0123456789abcdef0123456789abcdef" };
/** A site which asks for an address before the first words. */
export const ASKING: Ids = { company: "9A7B330A-A736-51E5-AF7F-FEAF819CDC9F", chat: "fedcba9876543210fedcba9876543210fedcba98" };
/** A site which other pages may embed. */
export const ELSEWHERE: Ids = { company: "00000000-0000-4000-8000-00000000E15E", chat: "00000000000000000000000000000e15" };
/** A site that speaks Spanish. */
export const SPANISH: Ids = { company: "C56A4180-65AA-42EC-A945-5FD21DEC0538", chat: "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a" };
/** A site whose rules look at what pages say of their visitors. */
export const TOLD: Ids = { company: "7D444840-9DC0-11D1-B245-5FFDCE74FAD2", chat: "7d4448409dc011d1b2455ffdce74fad2" };
/** A tenant of the first company that has a site of its own. */
export const TENANT = 12;

/** What the first site's headings are. */
export const NAME = "Nordlys, from elsewhere";
/** Those of the tenant's. */
export const TENANT_NAME = "Nordlys, of one tenant";
/** Those of the one that asks. */
export const ASKING_NAME = "Nordlys, asking";
/** What a page's address has in it that a rule is to greet. */
export const RULED = "ruled";
/** The preset of the first site that pages of mluvii's name, and the title it gives. */
export const PRESET = { name: "Orders & more", title: "Nordlys, orders", department: "Orders", colour: "#7a1f5c" } as const;
/** The title that onWebChat's numbers give the first site. */
export const NUMBERED = "Nordlys, one and two";
/** How it greets. */
export const GREETING = "Can I help?";

const ids = ({ company, chat }: Ids): string => `{ mluvii = "${company}", onwebchat = "${chat}" }`;

const MORE = `
[[departments]]
id = "orders"
number = 2
name = "${PRESET.department}"
[[sites]]
id = "SLUG-guests"
name = "${NAME}"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = ${ids(SITE)}

[sites.presets."${PRESET.name}"]
accent = "${PRESET.colour}"
department = "orders"
texts = { header = "${PRESET.title}" }

[sites.presets."1/2"]
texts = { header = "${NUMBERED}" }

[[sites.rules]]
name = "Greet"
type = "all"
conditions = [{ condition = "page_url", comparator = "contain", value = "${RULED}" }]
commands = [{ command = "proactive", params = { message = "${GREETING}" } }]

[[sites]]
id = "SLUG-tenant"
name = "${TENANT_NAME}"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = { mluvii = "${SITE.company}/${TENANT}" }

[[sites]]
id = "SLUG-asking"
name = "${ASKING_NAME}"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = ${ids(ASKING)}
contact_form = { before_chat = true, email = { show = true, required = true } }

[[sites]]
id = "SLUG-spanish"
name = "Nordlys, in Spanish"
domains = ["localhost:*", "127.0.0.1:*"]
language = "es"
second_language = "pt"
vendor_ids = ${ids(SPANISH)}

[[sites]]
id = "SLUG-told"
name = "Nordlys, told"
domains = ["localhost:*", "127.0.0.1:*"]
vendor_ids = ${ids(TOLD)}

[[sites.rules]]
name = "Hide"
conditions = [{ condition = "custom_data", name = "chatVisibility", value = "0" }]
commands = [{ command = "hide" }]

[[sites.rules]]
name = "Show"
conditions = [{ condition = "custom_data", name = "chatVisibility", value = "1" }]
commands = [{ command = "show" }]

[[sites.rules]]
name = "Undecided"
conditions = [{ condition = "custom_data", name = "step", comparator = "contain", value = "checkout" }]
commands = [
  { command = "call_function", params = { name = "_absent" } },
  { command = "call_function", params = { name = "_broken" } },
  { command = "call_function", params = { name = "_clientUndecided" } },
]

[[sites]]
id = "SLUG-shop"
name = "Nordlys, on another page"
domains = ["shop.example"]
vendor_ids = ${ids(ELSEWHERE)}
`;

/** Sets the stage for the tests of this file; its operator is logged in and online. */
export const guestStage = (slug: string): Staffed => staffed(organisation(slug, MORE.replaceAll("SLUG", slug)));
