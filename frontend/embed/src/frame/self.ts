/** What this browser keeps for one visitor: a person that the site knows, or nobody in particular. */

import type { Keep } from "../link/keep";
import { Outbox, type Delivery } from "../link/outbox";
import { makeAutos, type Autos } from "./autos";
import { fingerprint } from "./fingerprint";
import { Tokens } from "./token";

/** One visitor's side of the storage. Another person at the same computer has another. */
export interface Self {
  readonly tokens: Tokens;
  readonly outbox: Outbox;
  readonly autos: Autos;
}

/** What is kept for this person, or for nobody; `changed` is called when the automatic messages are others than before. */
export function makeSelf(
  site: string,
  clientId: string | null,
  tokens: Tokens,
  keep: Keep,
  delivery: Delivery,
  changed: () => void,
): Self {
  const scope = clientId === null ? `site:${site}` : `client:${nameOf(site, clientId)}`;
  return { tokens, outbox: new Outbox(scope, keep, delivery), autos: makeAutos(scope, keep, changed) };
}

/** Takes what was written before it was known who writes. To be called while nothing of it is on its way. */
export function adopt(person: Self, nobody: Self): void {
  person.outbox.adopt(nobody.outbox);
  person.autos.adopt(nobody.autos.list());
  nobody.autos.drop(nobody.autos.list().map((auto) => auto.client_id));
}

/** Where the token of a person is kept, or of nobody. `given` is one that the server knows already. */
export function tokensOf(site: string, clientId: string | null, given: string | null, keep: Keep): Tokens {
  return clientId === null ? new Tokens(site, given, keep) : new Tokens(nameOf(site, clientId), null, keep);
}

/** The key holds no more of the person's id than tells it from others. */
const nameOf = (site: string, clientId: string): string => `${site}:${fingerprint(clientId)}`;
