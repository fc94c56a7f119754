/** A customer's own server, which is told what happens on a site and writes down what it hears. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What it was told once. */
export interface Heard {
  /** The sender's name for it; the same for every attempt. */
  readonly id: string;
  readonly body: { readonly type?: string; readonly data?: { readonly visitor?: { readonly data?: Readonly<Record<string, string>> } } };
}

/** It listens on a free port of this machine. */
export class Receiver {
  readonly heard: Heard[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const id = String(request.headers["webhook-id"]);
        this.heard.push({ id, body: JSON.parse(Buffer.concat(parts).toString()) as Heard["body"] });
        response.writeHead(200, { "Content-Type": "application/json" }).end('{"result":"ok"}');
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.server.listen(0, "127.0.0.1");
    await once(receiver.server, "listening");
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
