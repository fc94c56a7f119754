/** Addresses on our server. */

/** The end of an address that asks for these; what is null is not asked for. */
export function queryOf(wishes: Readonly<Record<string, string | null>>): string {
  let query = "";
  for (const [name, wish] of Object.entries(wishes)) {
    if (wish !== null) query += `${query === "" ? "?" : "&"}${name}=${encodeURIComponent(wish)}`;
  }
  return query;
}
