/** Organisations as `usher apply` reads them. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Who answers. */
export interface Operator {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** A tenant of its own, so that tests of one server do not see each other. */
export interface Organisation {
  readonly slug: string;
  readonly anna: Operator;
  readonly tom: Operator;
  /** The public id of its site, which any page on this machine may embed. */
  readonly site: string;
  /** The public id of a site that only shop.example may embed. */
  readonly elsewhere: string;
  /** Whatever else its file says. */
  readonly more: string;
}

const PASSWORD = "lamps in the long night";

/** The words of every site. */
export const TEXTS = {
  online: "We are online",
  offline: "We are away",
  welcome: "Ask about lamps, delivery or an order.",
  offlineWelcome: "Nobody is here right now. Leave a message.",
};

/** An organisation of two operators and two sites, and what `more` says. */
export function organisation(slug: string, more = ""): Organisation {
  const operator = (name: string, mailbox: string): Operator => ({
    name,
    email: `${mailbox}@${slug}.example`,
    password: PASSWORD,
  });
  return {
    slug,
    anna: operator("Anna Petrova", "anna"),
    tom: operator("Tom Kask", "tom"),
    site: slug,
    elsewhere: `${slug}-elsewhere`,
    more,
  };
}

/** Writes the organisation's file into `dir`; returns its path. */
export async function writeOrganisation(dir: string, organisation: Organisation): Promise<string> {
  const { slug, anna, tom, site, elsewhere, more } = organisation;
  const text = (value: string): string => JSON.stringify(value);
  const operators = [anna, tom].map(
    ({ name, email, password }, index) => `
[[operators]]
email = ${text(email)}
name = ${text(name)}
role = ${text(index === 0 ? "owner" : "agent")}
password = ${text(password)}
`,
  );
  const sites = [
    { id: site, name: "Nordlys", domains: ["localhost:*", "127.0.0.1:*"] },
    { id: elsewhere, name: "Nordlys, elsewhere", domains: ["shop.example"] },
  ].map(
    ({ id, name, domains }) => `
[[sites]]
id = ${text(id)}
name = ${text(name)}
domains = [${domains.map(text).join(", ")}]
accent = "#0f6d8c"

[sites.texts]
welcome = ${text(TEXTS.welcome)}
online = ${text(TEXTS.online)}
offline = ${text(TEXTS.offline)}
offline_welcome = ${text(TEXTS.offlineWelcome)}
`,
  );
  const department = `
[[departments]]
id = "delivery"
number = 1
name = "Delivery"
`;
  const path = join(dir, `${slug}.toml`);
  await writeFile(
    path,
    `[organisation]\nslug = ${text(slug)}\nname = "Nordlys"\n${operators.join("")}${department}${sites.join("")}${more}`,
  );
  return path;
}
