// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Author, Message, Welcome } from "../link/wire";
import type { ToPage } from "../port";
import { FakeSocket, latest, sockets } from "../testing/fake_socket";
import { Visitor } from "./visitor";

const page = { url: "https://shop.example/", title: "Shop", referrer: "" };
const look = { site: "demo", title: "Shop", accent: "#0f6d8c", position: "br", texts: {} };

const line = (seq: number, author: Author = "agent", more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  conversation: "c",
  seq,
  author,
  kind: "text",
  text: `line ${seq}`,
  at: seq,
  ...more,
});
const welcome = (messages: Message[] = [], more: Partial<Welcome> = {}): Welcome => ({
  type: "welcome",
  verdict: "new",
  online: true,
  talk: messages.length === 0 ? null : { id: "c", version: 1, client_read: 0 },
  messages,
  more: false,
  ...more,
});

interface Posted {
  path: string;
  auth: string;
  input: { client_id: string; text: string } & Record<string, unknown>;
}

let told: ToPage[];
let posted: Posted[];
let stored: Message[];
let isServerUp: boolean;
let visitor: Visitor;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sockets.length = 0;
  [told, posted, stored, isServerUp] = [[], [], [], true];
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", (path: string, init: { body: string; headers: Record<string, string> }) => {
    const { input } = JSON.parse(init.body) as { input: Posted["input"] };
    posted.push({ path, auth: init.headers.Authorization ?? "", input });
    if (!isServerUp) return Promise.reject(new TypeError("Failed to fetch"));
    const message = line(stored.length + 1, "client", { client_id: input.client_id, text: input.text });
    stored.push(message);
    return Promise.resolve(new Response(JSON.stringify({ message })));
  });
  visitor = make();
});

afterEach(() => {
  visitor.stop();
  vi.useRealTimers();
});

function make(): Visitor {
  const start = { look, token: null, page, department: "sales" };
  return new Visitor(start, { tell: (message) => told.push(message) });
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const toldOf = <T extends ToPage["type"]>(type: T): Extract<ToPage, { type: T }>[] =>
  told.filter((message): message is Extract<ToPage, { type: T }> => message.type === type);
const words = (): string[] => toldOf("message").map(({ message }) => `${message.type}: ${message.text}`);

/** Starts, and is greeted by the server. */
function meet(frame = welcome()): void {
  visitor.start();
  latest().accept();
  latest().say(frame);
}

/** Attaches a wasm that only listens. */
function attach(): { frames: { type: string }[]; outbox: { text: string }[][]; states: string[] } {
  const heard = { frames: [] as { type: string }[], outbox: [] as { text: string }[][], states: [] as string[] };
  visitor.link.attach(
    (json) => heard.frames.push(JSON.parse(json) as { type: string }),
    (json) => heard.outbox.push(JSON.parse(json) as { text: string }[]),
    (state) => heard.states.push(state),
  );
  return heard;
}

describe("a visitor who looks around", () => {
  test("says hello without a token, and stores nothing", () => {
    meet();
    expect(latest().said).toEqual([
      { type: "visit", site: "demo", token: null, cursor: null },
      { type: "page", page },
    ]);
    expect(localStorage.length).toBe(0);
    expect(visitor.link.token()).toBeNull();
  });

  test("has a launcher once the server has spoken", () => {
    meet(welcome([line(1), line(2, "client")]));
    const { title, accent, position } = look;
    expect(told).toEqual([{ type: "ready", look: { title, accent, position }, online: true, unread: 1 }]);
  });

  test("has a launcher although the server is away, and the truth when it is back", async () => {
    visitor.start();
    await settle(4000);
    expect(toldOf("ready")).toMatchObject([{ online: false, unread: 0 }]);
    latest().accept();
    latest().say(welcome([line(1)]));
    expect(toldOf("ready")).toHaveLength(1);
    expect(told.slice(1)).toEqual([
      { type: "online", online: true },
      { type: "unread", unread: 1 },
    ]);
  });

  test("has no launcher where the server forbids it", async () => {
    visitor.start();
    latest().accept();
    latest().hangUp(4403);
    await settle(60_000);
    expect(told).toEqual([{ type: "failed", reason: "forbidden" }]);
  });

  test("tells the server of the next page, and again after a new connection", async () => {
    meet();
    visitor.visit({ ...page, url: "https://shop.example/cart" });
    latest().hangUp(1006);
    await settle(1000);
    latest().accept();
    latest().say(welcome());
    const next = { type: "page", page: { ...page, url: "https://shop.example/cart" } };
    expect(sockets[0]?.said.pop()).toEqual(next);
    expect(latest().said.pop()).toEqual(next);
  });
});

describe("a visitor who writes", () => {
  test("becomes somebody: the token is made, used, and told to the same socket", async () => {
    meet();
    const id = visitor.link.send("hello");
    await settle();
    const token = visitor.link.token();
    expect(posted).toMatchObject([
      {
        path: "/api/message/send",
        auth: `Bearer ${token ?? ""}`,
        input: { site: "demo", client_id: id, text: "hello", page, department: "sales" },
      },
    ]);
    const cursor = { conversation: "c", seq: 1, message: "m1" };
    expect(latest().said.slice(2)).toEqual([{ type: "visit", site: "demo", token, cursor }]);
    expect(words()).toEqual(["client: hello"]);
  });

  test("sees each line once, whichever way it comes first", async () => {
    meet();
    const heard = attach();
    visitor.link.send("hello");
    await settle();
    latest().say({ type: "message", message: stored[0] });
    latest().say(welcome(stored, { verdict: "resumed" }));
    latest().say({ type: "message", message: line(2) });
    expect(words()).toEqual(["client: hello", "agent: line 2"]);
    expect(heard.frames.map(({ type }) => type)).toEqual(["welcome", "message", "welcome", "message"]);
    expect(heard.outbox.map((entries) => entries.map(({ text }) => text))).toEqual([[], ["hello"], []]);
  });

  test("loses nothing while the server is away", async () => {
    isServerUp = false;
    meet();
    visitor.link.send("one");
    visitor.link.send("two");
    await settle(1000);
    visitor.stop();
    isServerUp = true;
    visitor = make();
    meet();
    await settle(1000);
    expect(stored.map(({ text }) => text)).toEqual(["one", "two"]);
  });
});

describe("the talk", () => {
  test("is history at first, and news from then on", async () => {
    meet(welcome([line(1), line(2)]));
    expect(words()).toEqual([]);
    latest().say({ type: "message", message: line(3, "bot") });
    latest().say({ type: "message", message: line(4, "system", { kind: "accepted", text: "" }) });
    latest().hangUp(1012);
    await settle(1000);
    latest().accept();
    expect(latest().said[0]).toMatchObject({ cursor: { conversation: "c", seq: 4, message: "m4" } });
    latest().say(welcome([line(5)], { verdict: "resumed" }));
    expect(words()).toEqual(["bot: line 3", "agent: line 5"]);
  });

  test("asks once for what is missing", () => {
    meet(welcome([line(1)]));
    latest().said.length = 0;
    for (const seq of [3, 4, 5]) latest().say({ type: "message", message: line(seq) });
    expect(latest().said).toMatchObject([{ type: "visit", cursor: { seq: 1 } }]);
    latest().say(
      welcome(
        [2, 3, 4, 5].map((seq) => line(seq)),
        { verdict: "resumed" },
      ),
    );
    expect(words()).toEqual(["agent: line 2", "agent: line 3", "agent: line 4", "agent: line 5"]);
    expect(toldOf("unread").pop()).toEqual({ type: "unread", unread: 5 });
  });

  test("is read once the server has heard of it", async () => {
    meet(welcome([line(1)]));
    latest().hangUp(1006);
    expect(visitor.link.up('{"type":"read","seq":1}')).toBe(false);
    await settle(1000);
    latest().accept();
    latest().say(welcome([], { verdict: "resumed" }));
    expect(latest().said.slice(1)).toEqual([
      { type: "page", page },
      { type: "read", seq: 1 },
    ]);
    latest().say({ type: "talk", talk: { id: "c", version: 2, client_read: 1 } });
    expect(toldOf("unread").pop()).toEqual({ type: "unread", unread: 0 });
  });

  test("is told to a wasm that attaches late", async () => {
    isServerUp = false;
    meet(welcome([line(1)]));
    latest().say({ type: "message", message: line(2) });
    visitor.link.send("waiting");
    await settle();
    const { frames, outbox, states } = attach();
    expect(frames).toEqual([welcome([line(1), line(2)], { verdict: "reset" })]);
    expect(outbox).toMatchObject([[{ text: "waiting" }]]);
    expect(states).toEqual(["open"]);
  });

  test("goes on when the wasm breaks", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    visitor.link.attach(
      () => {
        throw new Error("a panic");
      },
      () => {},
      () => {},
    );
    meet(welcome([line(1)]));
    latest().say({ type: "message", message: line(2) });
    expect(words()).toEqual(["agent: line 2"]);
    expect(error).toHaveBeenCalled();
  });
});

describe("the site's code", () => {
  test("makes a visitor somebody, too", async () => {
    meet();
    visitor.update({ replace: true, fields: { name: "Ann" } });
    await settle();
    expect(posted).toMatchObject([
      {
        path: "/api/visitor/update",
        input: { site: "demo", change: { replace: true, fields: { name: "Ann" } }, page },
      },
    ]);
    expect(latest().said.pop()).toMatchObject({ type: "visit", token: visitor.link.token() });
    expect(visitor.link.token()).toMatch(/^[\w-]{43}$/);
  });
});
