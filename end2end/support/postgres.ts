/** Databases of the tests' own on the PostgreSQL that script/test starts. */

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A new, empty database. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = process.env.USHER_TEST_POSTGRES;
  if (server === undefined) {
    throw new Error(
      "USHER_TEST_POSTGRES is not set. Run ./script/test end2end, which starts a PostgreSQL for the tests, or start one: " +
        'eval "$(script/postgres start)".',
    );
  }
  const name = `usher_e2e_${randomBytes(6).toString("hex")}`;
  const tell = async (sql: string): Promise<void> => {
    await run(psql(), ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", `--command=${sql}`, `${server}/postgres`]);
  };
  await tell(`CREATE DATABASE ${name}`);
  return { url: `${server}/${name}`, drop: () => tell(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Debian keeps the programs of every version in a folder of its own; the newest is taken. */
function psql(): string {
  const versions = "/usr/lib/postgresql";
  const folders = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  return folders.map((version) => `${versions}/${version}/bin/psql`).find((path) => existsSync(path)) ?? "psql";
}
