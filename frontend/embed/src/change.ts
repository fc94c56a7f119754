/** What the site's own code says of its visitor, as the server takes it (`domain::visitor::Change`). */

/** Fields by name, case-sensitive and kept as given; null removes one. */
export type Fields = Readonly<Record<string, string | null>>;

/** A change of a visitor's fields. */
export interface Change {
  /** Forget all other fields first. */
  readonly replace: boolean;
  /** What each field becomes. */
  readonly fields: Fields;
}

/**
 * One change that does what `first` and then `second` would do. However often a page calls us before the server has
 * answered, one change is waiting and no more.
 */
export function compose(first: Change | null, second: Change): Change {
  if (first === null || second.replace) return second;
  return { replace: first.replace, fields: { ...first.fields, ...second.fields } };
}
