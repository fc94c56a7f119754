/** The names under which one vendor's pages know the widget; everything else is the same for all. */

/** What the page sees of a widget. */
export interface Parts {
  /** The id of our element on the page. */
  readonly host: string;
  /** Before `-launcher`, `-teaser` and `-window`, the classes in its shadow root. */
  readonly prefix: string;
  readonly zIndex: number;
  /** The end of an address that opens the chat, and is no part of the page's; empty for none. */
  readonly hash: string;
}

/** One vendor's names (CONTRACT 0.1, 2.1, 2.4, 2.5). */
export interface Vendor extends Parts {
  /** The global function. */
  readonly name: string;
  /** The globals that hold the configuration; keys of a later one win. */
  readonly configs: readonly string[];
  /** The global that holds the visitor's first data. */
  readonly integration: string;
  /** The globals that hold the site's id and the department, where they have one beside the configuration. */
  readonly id?: string;
  readonly group?: string;
  /** The configuration's key of the page's own id of its visitor, where it is not `clientId`. */
  readonly clientId?: string;
  /** Writes on the page whether the chat is open, for pages that style by it. */
  readonly mark?: (host: HTMLElement, isOpen: boolean, isPhone: boolean) => void;
}
