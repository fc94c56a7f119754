/** The customer's site: pages on an origin of their own that embed Usher (`customer/`). */

import { type Customer as Server, serveCustomer } from "../customer/server.mjs";
import type { Usher } from "./usher";

/** The pages of `customer/`. */
export type PageName =
  | "index"
  | "strict"
  | "isolated"
  | "forbidden"
  | "head"
  | "twice"
  | "api"
  | "denied"
  | "forger";

/** A customer's site under test. */
export class Customer {
  private constructor(private readonly server: Server) {}

  /** Starts it. It is on 127.0.0.1 where Usher is on localhost: another site, not only another port. */
  static async start(usher: Usher): Promise<Customer> {
    return new Customer(await serveCustomer({ usher: usher.url, site: "unnamed" }));
  }

  /** Its origin. */
  get origin(): string {
    return new URL(this.server.url).origin;
  }

  /** The address of a page that embeds `site`. */
  page(name: PageName, site: string, more: Readonly<Record<string, string>> = {}): string {
    const query = new URLSearchParams({ site, ...more });
    return `${this.server.url}${name === "index" ? "" : name}?${query.toString()}`;
  }

  /** Puts a page of the test's own on the site; returns its address. */
  paste(name: string, html: string): string {
    this.server.pasted.set(name, html);
    return `${this.server.url}${name}`;
  }

  /** What browsers reported against the pages' policies. */
  get reports(): readonly unknown[] {
    return this.server.reports;
  }

  /** Ends it. */
  close(): Promise<void> {
    return this.server.close();
  }
}
