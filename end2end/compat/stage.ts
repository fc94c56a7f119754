/** What a spec file of the embeds stands on: a server, a customer's site, and an operator who is there. */

import { organisation } from "../support/organisation";
import { type Staffed, staffed } from "../support/stage";

/** Sites, departments and people of every spec file. */
export interface Shop extends Staffed {
  /** A site whose settings say little. */
  readonly site: string;
  /** A site whose settings say everything. */
  readonly dressed: string;
  /** A site that other pages may embed. */
  readonly elsewhere: string;
}

/** What the settings of the dressed site say. */
export const DRESSED = {
  header: "The dressed shop",
  language: "es",
  position: "lt",
  size: 80,
  width: 360,
  height: 520,
  zIndex: 77,
  department: "Front desk",
  colours: {
    buttonBg: "#123a5c",
    buttonText: "#f3e9d2",
    chatBg: "#f7f3ea",
    clientBubbleBg: "#4a1942",
    agentBubbleBg: "#d9e8dc",
  },
} as const;

const { colours } = DRESSED;
const more = (slug: string): string => `
[[departments]]
id = "sales"
number = 2
name = "Sales"

[[departments]]
id = "front"
number = 3
name = "${DRESSED.department}"

[[sites]]
id = "${slug}-dressed"
name = "Nordlys, dressed"
domains = ["localhost:*", "127.0.0.1:*"]
accent = "#0f6d8c"
position = "${DRESSED.position}"
button_size = ${DRESSED.size}
chat_width = ${DRESSED.width}
chat_height = ${DRESSED.height}
z_index = ${DRESSED.zIndex}
language = "${DRESSED.language}"
department = "front"

[sites.colors]
button_bg = "${colours.buttonBg}"
button_text = "${colours.buttonText}"
chat_bg = "${colours.chatBg}"
client_bubble_bg = "${colours.clientBubbleBg}"
agent_bubble_bg = "${colours.agentBubbleBg}"

[sites.texts]
header = "${DRESSED.header}"
`;

/** Sets the stage for the tests of this file; its operator is logged in and online. `departments` are ids and names. */
export function shop(slug: string, departments: Readonly<Record<string, string>> = {}): Shop {
  const others = Object.entries(departments).map(([id, name], index) => `
[[departments]]
id = "${id}"
number = ${10 + index}
name = "${name}"
`);
  const nordlys = organisation(slug, others.join("") + more(slug));
  // The stage's own properties change while tests run, and must not be copied.
  return Object.assign(staffed(nordlys), { site: nordlys.site, dressed: `${slug}-dressed`, elsewhere: nordlys.elsewhere });
}
