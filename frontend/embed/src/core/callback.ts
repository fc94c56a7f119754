/** The page's functions that are told what happens (CONTRACT 1.4, 3.2, 4.2). */

import { globals } from "./config";
import { guarded } from "./say";

/** Calls what the page has given us; what is no function is skipped (X4), what it throws only the console hears of (X2). */
export function callBack(callback: unknown, ...args: unknown[]): void {
  guarded(() => {
    if (typeof callback === "function") (callback as (...args: unknown[]) => void)(...args);
  });
}

/** Calls the page's function of this name, as it is at this moment (X3). */
export function callPage(name: string, ...args: unknown[]): void {
  callBack(globals[name], ...args);
}
