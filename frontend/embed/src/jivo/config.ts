/** `jivo_config`, which we write and the page may write, too (CONTRACT 1.2). */

import { globals, objectOf } from "../core/config";
import type { Wishes } from "../port";

/** The object on the page. */
export interface Config {
  /** What the page itself has put under a key; undefined if that is nothing, or what we wrote. */
  readonly ofPage: (key: string) => unknown;
  /** Writes what the server says, but over nothing of the page's own. */
  readonly write: (config: Wishes) => void;
}

/** Knows what is the page's by remembering what is ours, for all the lives of the widget on one page. */
export function makeConfig(): Config {
  let written: Wishes = {};

  const ofPage = (key: string): unknown => {
    const value = objectOf(globals.jivo_config)[key];
    return value === written[key] ? undefined : value;
  };
  const write = (config: Wishes): void => {
    const object = objectOf(globals.jivo_config);
    for (const [key, value] of Object.entries(config)) {
      // A page may have frozen it.
      if (ofPage(key) === undefined) Reflect.set(object, key, value);
    }
    globals.jivo_config = object;
    written = config;
  };
  return { ofPage, write };
}
