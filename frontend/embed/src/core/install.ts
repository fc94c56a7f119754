/** Puts a facade's global function in place of its queue stub. */

import { globals } from "./config";
import { guarded } from "./say";

/** A facade's function, as pages call it. */
export type Call = (...args: unknown[]) => void;

/** One life of a facade on a page. */
export interface Life {
  readonly call: Call;
  /** Called once, before the calls that waited in the queue. */
  readonly start: () => void;
  /** False once it was ended for good. */
  readonly isAlive: () => boolean;
}

/**
 * Makes `window[name]` the facade's function and runs the calls that waited for it.
 *
 * A script included twice finds the living facade and starts nothing (X7); if the page has put a new stub over the
 * function, the function is put back and takes over what the stub collected.
 */
export function install(name: string, create: () => Life): void {
  // Not a global of its own: pages look at global names to find out which chat is there (X1).
  const key = Symbol.for(`usher:${name}`) as unknown as string;
  let life = globals[key] as Life | undefined;
  if (life?.isAlive() !== true) {
    life = create();
    globals[key] = life;
    guarded(life.start);
  }
  const stub = globals[name];
  if (stub === life.call) return;
  globals[name] = life.call;
  drain(stub, life.call);
}

/** Runs the calls in a stub's queue, in order: `arguments` objects, or arrays of stubs with rest parameters. */
export function drain(stub: unknown, call: Call): void {
  const queue = (stub as { q?: unknown } | null | undefined)?.q;
  for (const item of listOf(queue)) call(...listOf(item));
}

/** The items of anything like an array; counted by hand, since pages patch arrays and stubs are of all kinds. */
export function listOf(like: unknown): unknown[] {
  const items: unknown[] = [];
  if (typeof like !== "object" || like === null) return items;
  const { length } = like as ArrayLike<unknown>;
  for (let index = 0; index < length; index++) items[index] = (like as ArrayLike<unknown>)[index];
  return items;
}
