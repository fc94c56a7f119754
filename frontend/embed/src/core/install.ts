/** Puts a facade's global function in place of its queue stub. */

import { guarded, warn } from "./say";

/** The methods of a facade by name; what they return is not given to the page. */
export type Methods = Readonly<Record<string, (...args: unknown[]) => void>>;

/** One life of a facade on a page. */
export interface Life {
  readonly methods: Methods;
  /** Called once, before the calls that waited in the queue. */
  readonly start: () => void;
  /** False once it was ended for good. */
  readonly isAlive: () => boolean;
}

interface Installed {
  readonly call: (...args: unknown[]) => void;
  readonly life: Life;
}

/**
 * Makes `window[name]` the facade's function and runs the calls that waited for it.
 *
 * A script included twice finds the living facade and starts nothing (X7); if the page has put a new stub over the
 * function, the function is put back and takes over what the stub collected.
 */
export function install(name: string, create: () => Life): void {
  const page = window as unknown as Record<PropertyKey, unknown>;
  // Not a global of its own: pages look at global names to find out which chat is there (X1).
  const key = Symbol.for(`usher:${name}`);
  let installed = page[key] as Installed | undefined;
  if (installed?.life.isAlive() !== true) {
    const life = create();
    installed = {
      life,
      call: (...args) => {
        dispatch(life.methods, args);
      },
    };
    Object.defineProperty(page, key, { value: installed, configurable: true });
    guarded(() => life.start());
  }
  const stub = page[name];
  if (stub === installed.call) return;
  page[name] = installed.call;
  drain(stub, installed.call);
}

/** Runs the calls in a stub's queue, in order: `arguments` objects, or arrays of stubs with rest parameters. */
export function drain(stub: unknown, call: (...args: unknown[]) => void): void {
  const queue = (stub as { q?: unknown } | null | undefined)?.q;
  for (const item of listOf(queue)) call(...listOf(item));
}

function dispatch(methods: Methods, [method, ...args]: unknown[]): void {
  if (typeof method !== "string") return;
  if (!Object.prototype.hasOwnProperty.call(methods, method)) {
    warn(`there is no method “${method}”; the call is ignored.`);
    return;
  }
  guarded(() => {
    methods[method]?.(...args);
  });
}

/** The items of anything like an array; counted by hand, since pages patch arrays and stubs are of all kinds. */
function listOf(like: unknown): unknown[] {
  const items: unknown[] = [];
  if (typeof like !== "object" || like === null) return items;
  const { length } = like as ArrayLike<unknown>;
  for (let index = 0; index < length; index++) items[index] = (like as ArrayLike<unknown>)[index];
  return items;
}
