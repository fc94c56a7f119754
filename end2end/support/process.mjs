/** A running `usher`, for the tests and for `budgets.mjs`. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const READY_MS = 20_000;
const STOP_MS = 25_000;

/** The folder of the repository. */
export const root = ROOT;

/** The program under test: `$USHER_BIN`, or what script/build made. */
export function binary() {
  const path = process.env.USHER_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release/usher");
  if (!existsSync(path)) throw new Error(`${path} is missing: run ./script/build, or name another one in USHER_BIN`);
  return path;
}

/** A port that nobody listens on. */
export async function freePort() {
  for (let attempt = 0; attempt < 100; attempt++) {
    // Below the range of outgoing ports: a client that connects to a port there while nobody listens may meet itself.
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
  throw new Error("no port is free");
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        resolve(null);
      });
    });
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** One installation: a folder, a database, and the program, started and stopped at will. */
export class Program {
  /** @type {import("node:child_process").ChildProcess | null} */
  #child = null;
  /** @type {Record<string, string>} */
  #env;

  /**
   * @param {{ dir: string, port: number, database: string, settings: Record<string, string> }} place
   */
  constructor({ dir, port, database, settings }) {
    /** Where data and log are. */
    this.dir = dir;
    /** Where it listens. */
    this.port = port;
    /** Where browsers reach it. */
    this.url = `http://localhost:${String(port)}`;
    this.#env = {
      // No setting of the shell may reach it, only what a program needs to run.
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("USHER_"))),
      USHER_LISTEN: `127.0.0.1:${String(port)}`,
      USHER_PUBLIC_URL: this.url,
      USHER_DATABASE_URL: database,
      USHER_DATA_DIR: join(dir, "data"),
      USHER_LOG: process.env.USHER_LOG ?? "info",
      ...settings,
    };
  }

  /**
   * A folder and a port of its own, on SQLite unless `database` says otherwise; `settings` are further ones of the environment.
   * @param {string} [database]
   * @param {Record<string, string>} [settings]
   */
  static async place(database, settings = {}) {
    const dir = await mkdtemp(join(tmpdir(), "usher-e2e-"));
    const port = await freePort();
    return new Program({ dir, port, database: database ?? `sqlite:${join(dir, "usher.db")}`, settings });
  }

  /** The log's file. */
  get logFile() {
    return join(this.dir, "usher.log");
  }

  /** The log so far. */
  async log() {
    return readFile(this.logFile, "utf8").catch(() => "");
  }

  /** @param {string} file an organisation file */
  async apply(file) {
    await run(binary(), ["apply", file], { env: this.#env, cwd: this.dir });
  }

  /** Starts it and waits until it is ready. */
  async start() {
    const log = await open(this.logFile, "a");
    const child = spawn(binary(), ["serve"], { env: this.#env, cwd: this.dir, stdio: ["ignore", log.fd, log.fd] });
    this.#child = child;
    await log.close();
    const until = Date.now() + READY_MS;
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`usher ended:\n${await this.log()}`);
      if (await this.isReady()) break;
      if (Date.now() > until) throw new Error(`usher was not ready in ${String(READY_MS)} ms:\n${await this.log()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const loader = await fetch(`http://127.0.0.1:${String(this.port)}/widget/usher.js`, { method: "HEAD" });
    if (!loader.ok) throw new Error(`${binary()} has no bundles inside; build it with ./script/build`);
  }

  /** Whether it answers. */
  async isReady() {
    try {
      return (await fetch(`http://127.0.0.1:${String(this.port)}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  /** Ends it as a power cut would, without a word. */
  async kill9() {
    await this.#end("SIGKILL");
  }

  /** Ends it as a deploy does. A panic anywhere in its life is a failure, even if nobody saw it on a screen. */
  async stop() {
    await this.#end("SIGTERM");
    const lines = (await this.log()).split("\n");
    const panic = lines.findIndex((line) => line.includes("panicked at"));
    if (panic >= 0) throw new Error(`usher panicked:\n${lines.slice(panic).join("\n")}`);
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const patience = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(patience);
  }
}
