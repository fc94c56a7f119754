/** Which of the site's own users the visitor is (CONTRACT 2.2 clientId). */

import { post } from "../link/post";
import { again, DONE, Retry, type Outcome } from "../link/retry";
import type { Page } from "../port";
import type { Tokens } from "./token";

/** Who waits for an answer waits no longer than this: the chat works without one, and what is said meanwhile is kept. */
const PATIENCE_MS = 3_000;

/** What the page says of its visitor. */
interface Claim {
  readonly clientId: string;
  readonly proof: string | null;
}

/** What the answer depends on, and what becomes of it. */
export interface Identification {
  readonly site: string;
  readonly page: () => Page;
  /** The tokens that this browser keeps for a person, or for nobody in particular. */
  readonly tokens: (clientId: string | null) => Tokens;
  /** Does `work` while nothing of the visitor's is on its way. */
  readonly alone: (work: () => Promise<Outcome>) => Promise<Outcome>;
  /** The visitor is this person from now on, or nobody in particular. */
  readonly become: (clientId: string | null) => void;
  /** There is nothing to wait for any more. */
  readonly settled: () => void;
}

/** Tells the server who the visitor is, until it knows, or will not have it. */
export interface Identity {
  /** The page says who the visitor is, and perhaps its server's proof of it. */
  readonly say: (clientId: string, proof: string | null) => void;
  /** Whether nobody need wait for an answer. */
  readonly isSettled: () => boolean;
  /** Done when there is nothing to wait for. */
  readonly whenSettled: () => Promise<void>;
  /** Says nothing any more. */
  readonly stop: () => void;
}

/** Nobody in particular, until the page says something else. */
export function makeIdentity({ site, page, tokens: tokensOf, alone, become, settled }: Identification): Identity {
  /** Who the visitor is known to be. */
  let known: string | null = null;
  /** What the page said last, and what of it the server has answered. */
  let said: Claim | null = null;
  let answered: Claim | null = null;
  let isSettled = true;
  let waiting: (() => void)[] = [];
  let patience: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    clearTimeout(patience);
    isSettled = true;
    const done = waiting;
    waiting = [];
    for (const act of done) act();
    settled();
  };

  const turn = (clientId: string | null): void => {
    known = clientId;
    become(clientId);
  };

  const ask = async (claim: Claim): Promise<Outcome> => {
    const { clientId, proof } = claim;
    const [nobody, tokens] = [tokensOf(null), tokensOf(clientId)];
    const isNew = tokens.current() === null;
    const input = {
      site,
      client_id: clientId,
      proof,
      // What this browser said before it was known who speaks is the person's, too.
      anonymous: known === null ? nobody.current() : null,
      page: page(),
    };
    const answer = await post("/api/visitor/identify", input, { token: await tokens.ensure() });
    if (answer.kind === "later") {
      settle();
      return again(answer.afterMs);
    }
    answered = claim;
    // The page has said something else meanwhile: that is asked next.
    if (said !== claim) return DONE;
    if (answer.kind === "refused") {
      console.warn(`Usher: the visitor is not known to be “${clientId}”. ${answer.message}`);
      if (isNew) tokens.forget();
    } else if (known === null) {
      turn(clientId);
      nobody.forget();
    }
    settle();
    return DONE;
  };

  const retry = new Retry(() => {
    const claim = said;
    return claim === null || claim === answered ? Promise.resolve(DONE) : alone(() => ask(claim));
  });

  return {
    say: (clientId, proof) => {
      if (clientId === said?.clientId && proof === said.proof) return;
      said = { clientId, proof };
      // Whoever was here before is not shown to the next, whatever comes of the claim.
      if (known !== null && known !== clientId) turn(null);
      isSettled = false;
      clearTimeout(patience);
      patience = setTimeout(settle, PATIENCE_MS);
      retry.now();
    },
    isSettled: () => isSettled,
    whenSettled: () => (isSettled ? Promise.resolve() : new Promise((done) => waiting.push(done))),
    stop: () => {
      retry.stop();
      clearTimeout(patience);
    },
  };
}
