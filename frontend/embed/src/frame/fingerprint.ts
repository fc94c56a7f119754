/** A short name for a long text. */

/**
 * 64 bits of a text, as hexadecimal: enough to tell the few people of one browser apart, and not the text itself, so
 * that nobody's address is read in passing where the browser shows what it keeps. No secret: who can guess the text can
 * check it, as with any hash. (SHA-256 is not there on pages served by plain http.)
 */
export function fingerprint(text: string): string {
  // FNV-1a, twice: with its own prime and offset, and with another's.
  let [one, two] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code ^ (one >>> 15), 0x5bd1e995);
  }
  return (one >>> 0).toString(16) + (two >>> 0).toString(16);
}
