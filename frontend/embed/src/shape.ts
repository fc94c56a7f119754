/** What data that came from elsewhere is, and has. */

/** An object that is no array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own property: `constructor` is no message's type, and `__proto__` no field. */
export function own(from: object, name: unknown): unknown {
  return typeof name === "string" && Object.hasOwn(from, name)
    ? (from as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
