/** One Usher of a spec file's own, with the organisations it asks for. */

import { rm } from "node:fs/promises";

import { type Organisation, writeOrganisation } from "./organisation";
import { createDatabase } from "./postgres";
import { Program } from "./process.mjs";

/** Where the conversations are kept. */
export type Database = "sqlite" | "postgres";

/** A server under test. */
export class Usher {
  private constructor(
    private readonly program: Program,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Starts one on a free port, with a folder and a database of its own. */
  static async start(
    organisations: readonly Organisation[],
    database: Database = "sqlite",
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Usher> {
    const { url, drop } = database === "postgres" ? await createDatabase() : { url: undefined, drop: nothing };
    const program = await Program.place(url, settings);
    const usher = new Usher(program, drop);
    try {
      for (const organisation of organisations) await usher.apply(await writeOrganisation(program.dir, organisation));
      await program.start();
    } catch (error) {
      await usher.remove();
      throw error;
    }
    return usher;
  }

  /** Where browsers reach it. */
  get url(): string {
    return this.program.url;
  }

  /** Its address without the scheme. */
  get host(): string {
    return new URL(this.url).host;
  }

  /** What it has logged. */
  log(): Promise<string> {
    return this.program.log();
  }

  /** Applies an organisation file. */
  apply(file: string): Promise<void> {
    return this.program.apply(file);
  }

  /** Ends it without a word, as a power cut does. */
  kill9(): Promise<void> {
    return this.program.kill9();
  }

  /** Ends it in good order. */
  stop(): Promise<void> {
    return this.program.stop();
  }

  /** Starts it again, on the same port and the same data. */
  restart(): Promise<void> {
    return this.program.start();
  }

  /** Ends it and removes all it kept. */
  async remove(): Promise<void> {
    await this.program.stop();
    await this.drop();
    await rm(this.program.dir, { recursive: true, force: true });
  }
}

const nothing = (): Promise<void> => Promise.resolve();
