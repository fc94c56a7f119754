/** When this document may be loaded again. */

import type { Visitor } from "./visitor";

/** A document that was loaded again less than this ago has the server's newest names. */
const YOUNG_MS = 60_000;

/**
 * This document came from a cache, or has been open for days, and the server has newer files than it names. A new one
 * names the new ones; the page around us says its boot words again. Not while it would cost anybody's words, nor again
 * and again.
 */
export function mayReload(visitor: Visitor): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  const isNew = (navigation as PerformanceNavigationTiming | undefined)?.type === "reload";
  return !visitor.isVolatile() && !(isNew && performance.now() < YOUNG_MS);
}
