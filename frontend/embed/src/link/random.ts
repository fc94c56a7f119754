/** Random names. `crypto.randomUUID` would do, but it is missing on pages served by plain http. */

/** `length` random bytes. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A random UUID (version 4). */
export function randomUuid(): string {
  const bytes = randomBytes(16);
  let index = 0;
  // Each x is four bits; of the y, two are the variant's.
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (digit) => {
    const bits = ((bytes[index >> 1] ?? 0) >> (4 * (index++ & 1))) & 15;
    return (digit === "x" ? bits : (bits & 3) | 8).toString(16);
  });
}
