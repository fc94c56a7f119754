/**
 * What a browser loads, weighed: bytes of bodies as the running program sends them to one that takes brotli. The dashboard's
 * figure is for its first load after logging in.
 */

import http from "node:http";
import { fileURLToPath } from "node:url";
import { rm } from "node:fs/promises";

import { Program, root } from "./support/process.mjs";

const SITE = "demo";
const OPERATOR = { email: "anna@nordlys.example", password: "lamps in the long night" };

const program = await Program.place();
try {
  await program.apply(fileURLToPath(new URL(`file://${root}demo/organisation.toml`)));
  await program.start();
  process.exitCode = (await weigh()) ? 0 : 1;
} finally {
  await program.stop();
  await rm(program.dir, { recursive: true, force: true });
}

/** Prints the table; whether everything is within its budget. */
async function weigh() {
  const loader = await get("/widget/usher.js");
  const frame = await get(`/frame/${SITE}`);
  const chat = await get(`/chat/${SITE}`);
  const cookie = await logIn();
  const inbox = await get("/inbox", { cookie }, true);
  const settings = await get(`/settings/site/${SITE}`, { cookie });

  const frameScript = one(frame, /\/assets\/frame\.[\w-]+\.js/);
  const widget = assets(`${frame.text}${chat.text}`).filter((path) => path.includes("/widget."));
  const desk = assets(inbox.text);
  const admin = assets(settings.text);
  for (const [name, found, wanted] of /** @type {const} */ ([
    ["the frame", widget, [/\.wasm$/, /\.js$/, /\.css$/]],
    ["the inbox", desk, [/\/dashboard\.[^/]*\.wasm$/, /\/dashboard\.[^/]*\.js$/, /\.css$/, /\/desk\.[^/]*\.js$/]],
    ["the settings", admin, [/\/settings\.[^/]*\.wasm$/, /\/settings\.[^/]*\.js$/, /\.css$/]],
  ])) {
    for (const kind of wanted) {
      if (!found.some((path) => kind.test(path))) throw new Error(`${name} names no ${String(kind)}: ${found.join(", ")}`);
    }
  }

  const rows = [
    { name: "loader", most: 6_000, parts: [loader] },
    { name: "hidden frame, before the visitor acts", most: 10_000, parts: [frame, await get(frameScript)] },
    { name: "widget, wasm and js", most: 100_000, parts: await all(widget.filter((path) => !path.endsWith(".css"))) },
    { name: "widget, css", most: null, parts: await all(widget.filter((path) => path.endsWith(".css"))) },
    { name: "dashboard, first load", most: 350_000, parts: [inbox, ...(await all(desk))] },
    { name: "settings, first load", most: null, parts: [settings, ...(await all(admin))] },
  ];
  let fits = true;
  console.log("brotli, bytes".padEnd(58), "weighs".padStart(9), "at most".padStart(9));
  for (const { name, most, parts } of rows) {
    const weight = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const isOver = most !== null && weight > most;
    fits &&= !isOver;
    console.log(
      name.padEnd(58),
      String(weight).padStart(9),
      (most === null ? "" : String(most)).padStart(9),
      isOver ? "OVER" : "",
    );
    for (const { path, bytes } of parts) console.log(`    ${path}`.padEnd(58), String(bytes).padStart(9));
  }
  return fits;
}

/** @param {string[]} paths */
async function all(paths) {
  return Promise.all(paths.map((path) => get(path)));
}

/** The files of ours that a document names, each once. @param {string} html */
function assets(html) {
  return [...new Set(html.match(/\/assets\/[\w.-]+/g))];
}

/** @param {{ path: string, text: string }} document @param {RegExp} pattern */
function one({ path, text }, pattern) {
  const found = pattern.exec(text)?.[0];
  if (found === undefined) throw new Error(`${path} does not name ${String(pattern)}`);
  return found;
}

async function logIn() {
  const body = new URLSearchParams({
    "form[email]": OPERATOR.email,
    "form[password]": OPERATOR.password,
    "form[next]": "",
  });
  const response = await fetch(`${program.url}/api/account/log_in`, {
    method: "POST",
    headers: { origin: program.url },
    body,
    redirect: "manual",
  });
  const cookie = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (cookie.length === 0) throw new Error(`logging in failed: ${String(response.status)} ${await response.text()}`);
  return cookie.join("; ");
}

/**
 * The body of `path` and its weight as sent.
 * @param {string} path
 * @param {Record<string, string>} [headers]
 * @param {boolean} [follow] whether to follow a redirect
 * @returns {Promise<{ path: string, bytes: number, text: string }>}
 */
async function get(path, headers = {}, follow = false) {
  const { status, location, coding, body } = await request(path, { ...headers, "accept-encoding": "br" });
  if (follow && location !== undefined) return get(new URL(location, program.url).pathname, headers);
  if (status !== 200) throw new Error(`${path}: ${String(status)}`);
  if (coding !== "br") throw new Error(`${path} is not sent as brotli`);
  const response = await fetch(`${program.url}${path}`, { headers });
  return { path, bytes: body.length, text: await response.text() };
}

/**
 * Node's fetch does not tell how many bytes came over the wire; its http does.
 * @param {string} path
 * @param {Record<string, string>} headers
 * @returns {Promise<{ status: number | undefined, location: string | undefined, coding: string | undefined, body: Buffer }>}
 */
function request(path, headers) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: "127.0.0.1", port: program.port, path, headers }, (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on("data", (/** @type {Buffer} */ chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode,
            location: response.headers.location,
            coding: response.headers["content-encoding"],
            body: Buffer.concat(chunks),
          });
        });
      })
      .on("error", reject);
  });
}
