/** Which pages may embed us (`domain::site::Domain`). The document's `frame-ancestors` says the same to the browser. */

import { attempt } from "../attempt";

/**
 * Whether a page of `origin` fits one of the patterns: `shop.example` on any port, `*.shop.example` for its subdomains,
 * `localhost:8080`, `localhost:*`.
 */
export function isAllowed(origin: string, patterns: readonly string[]): boolean {
  // "null", the origin of a sandboxed page, is no address.
  const url = attempt(() => new URL(origin));
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return patterns.some((pattern) => {
    const [host = "", wanted = "*"] = pattern.split(":");
    const isHost = host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
    return isHost && (wanted === "*" || wanted === port);
  });
}
