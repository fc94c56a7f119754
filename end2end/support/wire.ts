/** A wire between browsers and Usher that counts: what is open on it is open, whatever a browser says of itself. */

import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import type { Usher } from "./usher";

/** The wire; a page that names its `url` as the server talks to Usher through it. */
export class Wire {
  private readonly open = new Set<Socket>();
  private readonly ended = new AbortController();

  private constructor(private readonly server: Server) {}

  /** Lays one. */
  static async to(usher: Usher): Promise<Wire> {
    const server = createServer({ keepAlive: true });
    const wire = new Wire(server);
    server.on("connection", (browser) => {
      wire.carry(browser, Number(new URL(usher.url).port));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  /** Its address, in place of Usher's. */
  get url(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  /** Websockets that are open now. */
  get sockets(): number {
    return this.open.size;
  }

  /** Cuts it. */
  close(): void {
    this.ended.abort();
    this.server.close();
  }

  private carry(browser: Socket, port: number): void {
    const usher = connect(port, "127.0.0.1");
    browser.on("data", (chunk: Buffer) => {
      if (chunk.toString("latin1", 0, 10) === "GET /live ") this.open.add(browser);
    });
    browser.pipe(usher).pipe(browser);
    const end = (): void => {
      this.open.delete(browser);
      browser.destroy();
      usher.destroy();
    };
    for (const socket of [browser, usher]) {
      socket.on("error", end);
      socket.on("close", end);
    }
    this.ended.signal.addEventListener("abort", end);
  }
}
