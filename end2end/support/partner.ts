/** A customer's server that takes part in conversations: a bot, or a channel (CONTRACT 1.9). */

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What it is told. */
export interface Heard {
  readonly event?: string;
  readonly chat_id?: string;
  readonly recipient?: { readonly id: string };
  readonly message?: { readonly text: string };
}

/** What it says in answer; `event` and what belongs to it. */
export type Answer = Readonly<Record<string, unknown>>;

/** It listens on a free port of this machine, and answers to what it hears as it was told to. */
export class Partner {
  /** Where it speaks to us, once it knows. */
  address = "";
  readonly heard: Heard[] = [];
  private readonly server: Server;

  private constructor(answer: (heard: Heard) => readonly Answer[]) {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const heard = JSON.parse(Buffer.concat(parts).toString()) as Heard;
        this.heard.push(heard);
        response.writeHead(200).end();
        void (async () => {
          for (const said of answer(heard)) await this.say({ id: randomUUID(), chat_id: heard.chat_id, ...said });
        })();
      });
    });
  }

  static async start(answer: (heard: Heard) => readonly Answer[] = () => []): Promise<Partner> {
    const partner = new Partner(answer);
    partner.server.listen(0, "127.0.0.1");
    await once(partner.server, "listening");
    return partner;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/partner`;
  }

  /** Says something; a refusal is an error. */
  async say(body: unknown): Promise<void> {
    const answer = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The server answered ${String(answer.status)}: ${text}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
