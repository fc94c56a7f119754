/** A mail server that keeps what it is given, for the tests to read. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { expect } from "@playwright/test";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** It listens on a free port of this machine. */
export class Mailbox {
  private readonly letters: Email[] = [];
  private readonly server: SMTPServer;
  private refusals = 0;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      // One machine talks to itself; the program takes TLS where it is told to.
      disabledCommands: ["STARTTLS"],
      onData: (stream, _session, done) => {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          if (this.refusals > 0) {
            this.refusals--;
            done(Object.assign(new Error("Try again later"), { responseCode: 451 }));
            return;
          }
          void PostalMime.parse(Buffer.concat(parts)).then((letter) => {
            this.letters.push(letter);
            done();
          });
        });
      },
    });
  }

  static async start(): Promise<Mailbox> {
    const box = new Mailbox();
    box.server.listen(0, "127.0.0.1");
    await once(box.server.server, "listening");
    return box;
  }

  /** What the program needs to know. */
  get settings(): Record<string, string> {
    const { port } = this.server.server.address() as AddressInfo;
    return { USHER_SMTP_URL: `smtp://127.0.0.1:${String(port)}`, USHER_MAIL_FROM: "Nordlys <chat@nordlys.example>" };
  }

  /** The next letters are not taken. */
  refuse(times: number): void {
    this.refusals = times;
  }

  /** The letters to somebody, once there are so many. */
  async to(address: string, count = 1): Promise<Email[]> {
    const theirs = (): Email[] => this.letters.filter(({ to }) => to?.some((one) => one.address === address));
    await expect.poll(() => theirs().length, { message: `e-mails to ${address}`, timeout: 20_000 }).toBe(count);
    return theirs();
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }
}
