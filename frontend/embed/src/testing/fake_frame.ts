/** The frame of a widget under test: the test plays our side of the line. */

import { VERSION, type Look, type Status, type ToFrame, type ToPage, type Wishes } from "../port";

/** Looks that nobody has changed. */
export const LOOK: Look = {
  css: { long: "60px", fill: "rebeccapurple", place: "auto 20px 20px auto" },
  zIndex: null,
  hidden: false,
  never: false,
  words: { open: "Open chat", close: "Close chat", dismiss: "Hide this message", chat: "Chat" },
};

/** Nothing is new. */
export const STATUS: Status = {
  online: true,
  unread: 0,
  label: "Chat with us",
  description: "We are online.",
  teaser: null,
};

/** Waits until what was said is heard: a port takes its time. */
export const settle = (): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, 5);
  });

/** Stands in for the document in the frame. */
export class FakeFrame {
  /** What the page has said. */
  readonly heard: ToFrame[] = [];
  /** The page's last guess that we know of. */
  guess = 0;
  private port: MessagePort | null = null;
  private readonly inner = {
    postMessage: (data: unknown, origin: string, ports: MessagePort[]) => {
      this.answers.push([data, origin]);
      this.port = ports[0] ?? null;
      if (this.port === null) return;
      this.port.onmessage = ({ data: text }) => this.hear(JSON.parse(String(text)) as ToFrame);
    },
  };
  /** What the page has answered to our hello. */
  readonly answers: unknown[][] = [];

  /** Gets into the element, which nothing was loaded into. */
  constructor(
    readonly element: HTMLIFrameElement,
    private readonly origin = "https://chat.example",
  ) {
    Object.defineProperty(element, "contentWindow", { value: this.inner, configurable: true });
  }

  /** The page's one frame, wherever it is. */
  static of(host: string): FakeFrame {
    const element = document.getElementById(host)?.shadowRoot?.querySelector("iframe");
    if (element == null) throw new Error(`#${host} has no frame`);
    return new FakeFrame(element);
  }

  /** Says hello, as a document does that has just been loaded. */
  async greet(origin = this.origin, source: unknown = this.inner): Promise<this> {
    const event = new MessageEvent("message", { data: { usher: VERSION, hello: true }, origin });
    Object.defineProperty(event, "source", { value: source });
    window.dispatchEvent(event);
    await settle();
    return this;
  }

  /** Takes what the page says, but for the number of its guess. */
  private hear(message: ToFrame): void {
    if (message.type !== "boot" && message.type !== "call") {
      this.heard.push(message);
      return;
    }
    const { guess = 0, ...others } = message;
    this.guess = guess;
    this.heard.push(others);
  }

  /** Says something to the page. Facts know of all that was heard. */
  async say(message: ToPage): Promise<void> {
    const said = message.type === "facts" ? { ...message, facts: { ...message.facts, guess: this.guess } } : message;
    this.port?.postMessage(JSON.stringify(said));
    await settle();
  }

  /** Says what to draw. */
  draw(look: Partial<Look> = {}, status: Partial<Status> = {}, override: Wishes = {}): Promise<void> {
    return this.say({ type: "draw", look: { ...LOOK, ...look }, status: { ...STATUS, ...status }, override });
  }

  /** What the page has said of one kind. */
  of<Type extends ToFrame["type"]>(type: Type): Extract<ToFrame, { type: Type }>[] {
    return this.heard.filter((message): message is Extract<ToFrame, { type: Type }> => message.type === type);
  }
}
