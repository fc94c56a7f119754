/**
 * A customer's web site: pages on an origin of their own that embed Usher.
 *
 *   node server.mjs --port 0 --usher http://localhost:8080 --site demo     prints its address, then serves
 *
 * `{{usher}}`, `{{site}}` and `{{nonce}}` in a page are filled in; `?usher=` and `?site=` say otherwise for one request.
 * Loopback only: whoever names an `?usher=` decides which script the page runs.
 */

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/**
 * @typedef {{ usher: string, site: string, nonce: string }} Values
 * @typedef {{ url: string, reports: unknown[], pasted: Map<string, string>, close: () => Promise<void> }} Customer
 */

/** The policies of the pages that have one. */
const POLICIES = /** @type {Record<string, (values: Values) => string>} */ ({
  // The policy, and a nonce for the one inline script that says the site's id.
  strict: ({ usher, nonce }) =>
    `default-src 'none'; script-src ${usher} 'nonce-${nonce}'; frame-src ${usher}; ` +
    "require-trusted-types-for 'script'; report-uri /reports",
  // A page that knows nothing of Usher's server: the browser says so in the console.
  forbidden: () => "default-src 'self'; script-src 'self' 'unsafe-inline'; report-uri /reports",
});

/** Headers beside the policy. */
const HEADERS = /** @type {Record<string, Record<string, string>>} */ ({
  isolated: { "cross-origin-embedder-policy": "require-corp", "cross-origin-opener-policy": "same-origin" },
});

/** @param {string} text */
const escaped = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

/**
 * Serves the pages of this folder, on loopback. Its address names `host`: 127.0.0.1 is another site than localhost, where
 * Usher is; a frame there is a third party's, with storage of its own in browsers that keep any for such frames.
 * @param {{ usher: string, site: string, port?: number, host?: "localhost" | "127.0.0.1" }} options
 * @returns {Promise<Customer>}
 */
export async function serveCustomer({ usher, site, port = 0, host = "127.0.0.1" }) {
  /** @type {unknown[]} */
  const reports = [];
  /** Pages that a test wrote itself, by name. @type {Map<string, string>} */
  const pasted = new Map();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://customer");
    answer(request, url).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (/** @type {unknown} */ error) => response.writeHead(500).end(String(error)),
    );
  });

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {URL} url
   */
  async function answer(request, url) {
    if (request.method === "POST" && url.pathname === "/reports") {
      const chunks = [];
      for await (const chunk of request) chunks.push(/** @type {Buffer} */ (chunk));
      reports.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      return { status: 204, headers: {}, body: "" };
    }
    if (url.pathname === "/favicon.ico") return { status: 204, headers: {}, body: "" };
    const name = /^\/([a-z]*)$/.exec(url.pathname)?.[1];
    const file = name === undefined ? null : (pasted.get(name) ?? (await page(name === "" ? "index" : name)));
    if (name === undefined || file === null) return { status: 404, headers: {}, body: "There is no such page." };
    /** @type {Values} */
    const values = {
      usher: url.searchParams.get("usher") ?? usher,
      site: url.searchParams.get("site") ?? site,
      nonce: randomBytes(12).toString("base64url"),
    };
    const policy = POLICIES[name]?.(values);
    return {
      status: 200,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        ...HEADERS[name],
        ...(policy === undefined ? {} : { "content-security-policy": policy }),
      },
      body: file.replace(/\{\{(usher|site|nonce)\}\}/g, (_, /** @type {keyof Values} */ key) => escaped(values[key])),
    };
  }

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve(null);
    });
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://${host}:${String(address.port)}/`,
    reports,
    pasted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** @param {string} name */
async function page(name) {
  try {
    return await readFile(new URL(`${name}.html`, import.meta.url), "utf8");
  } catch {
    return null;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      usher: { type: "string" },
      site: { type: "string", default: "demo" },
    },
  });
  if (values.usher === undefined) {
    console.error("usage: server.mjs --usher URL [--site ID] [--port PORT]");
    process.exit(2);
  }
  const { url } = await serveCustomer({
    usher: values.usher.replace(/\/$/, ""),
    site: values.site,
    port: Number(values.port),
    host: "localhost",
  });
  console.log(url);
}
