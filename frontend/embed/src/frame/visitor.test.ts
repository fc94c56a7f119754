// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Author, Message, Welcome } from "../link/wire";
import type { ToPage } from "../port";
import { FakeSocket, latest, sockets } from "../testing/fake_socket";
import { RUSSIAN, SITE } from "../testing/site";
import { makeVisitor, type Start, type Visitor } from "./visitor";

const page = { url: "https://shop.example/", title: "Shop", referrer: "" };

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
/** What the server says to `visitor/identify`. */
let identify: () => Response | Promise<Response>;
let visitor: Visitor;

const refusal = (code: string, status: number): Response =>
  new Response(JSON.stringify({ code, message: "The proof does not fit." }), { status });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sockets.length = 0;
  [told, posted, stored, isServerUp] = [[], [], [], true];
  identify = () => new Response("null");
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("CSS", { supports: () => true });
  vi.stubGlobal("fetch", (path: string, init: { body?: string; headers?: Record<string, string> }) => {
    if (init.body === undefined) return Promise.resolve(new Response(JSON.stringify(RUSSIAN)));
    const { input } = JSON.parse(init.body) as { input: Posted["input"] };
    posted.push({ path, auth: init.headers?.Authorization ?? "", input });
    if (!isServerUp) return Promise.reject(new TypeError("Failed to fetch"));
    if (path === "/api/visitor/identify") return Promise.resolve(identify());
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

function make(start: Partial<Start> = {}): Visitor {
  const wardrobe = { config: {}, override: {}, phone: false };
  const nobody = { look: SITE, wardrobe, token: null, clientId: null, clientProof: null, page, department: "sales" };
  return makeVisitor({ ...nobody, ...start }, { tell: (message) => told.push(message) });
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const toldOf = <T extends ToPage["type"]>(type: T): Extract<ToPage, { type: T }>[] =>
  told.filter((message): message is Extract<ToPage, { type: T }> => message.type === type);
const drawn = (): Extract<ToPage, { type: "draw" }>["status"] | undefined => toldOf("draw").at(-1)?.status;
const events = (): string[] => toldOf("event").map(({ name }) => name);
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
    expect(toldOf("draw")).toHaveLength(1);
    expect(told[0]).toMatchObject({
      type: "draw",
      look: { never: false },
      status: { online: true, unread: 1 },
      override: {},
    });
    expect(events()).toEqual(["widget_loaded"]);
  });

  test("sees that operators are there and busy, as the server says it", () => {
    meet(welcome([], { busy: true }));
    expect(drawn()).toMatchObject({ online: true, busy: true });
    latest().say({ type: "online", online: true, busy: false });
    expect(drawn()?.busy).toBe(false);
    latest().say({ type: "online", online: true });
    expect(drawn()?.busy).toBeUndefined();
  });

  test("is known to the page as far as the server tells it (CONTRACT 4.3)", async () => {
    meet();
    const contacts = { name: "Ann", email: null, phone: null, notes: "regular" };
    latest().say({ type: "contacts", contacts });
    expect(toldOf("contacts")).toEqual([{ type: "contacts", contacts }]);
    // What the page says meanwhile holds until the server has it, and the server's word after that.
    visitor.update({ replace: false, fields: { name: null, email: "ann@shop.example" } });
    latest().say({ type: "contacts", contacts });
    expect(toldOf("contacts")[1]).toMatchObject({ contacts: { name: null, email: "ann@shop.example", notes: "regular" } });
    await settle();
    latest().say({ type: "contacts", contacts });
    expect(toldOf("contacts")[2]).toEqual({ type: "contacts", contacts });
  });

  test("has a launcher although the server is away, and the truth when it is back", async () => {
    visitor.start();
    await settle(4000);
    expect(drawn()).toMatchObject({ online: false, unread: 0, description: "We are away.", label: "Leave a message" });
    latest().accept();
    latest().say(welcome([line(1)]));
    expect(drawn()).toMatchObject({
      online: true,
      unread: 1,
      description: "1 unread message. We are online.",
      label: "Chat with us",
      teaser: "line 1",
    });
    expect([toldOf("draw").length, events()]).toEqual([2, ["widget_loaded"]]);
  });

  test("is not drawn again what is drawn already", () => {
    meet();
    latest().say({ type: "online", online: true });
    latest().say({ type: "typing", conversation: "c", on: true });
    visitor.visit({ ...page, title: "Next" });
    expect(toldOf("draw")).toHaveLength(1);
  });

  test("may be on a device that gets no widget, and no connection", async () => {
    visitor.stop();
    visitor = make({
      wardrobe: { config: { disabledOnMobile: true }, override: {}, phone: true },
      clientId: "user_42",
    });
    visitor.start();
    await settle(10_000);
    expect([sockets, posted, toldOf("draw").map(({ look }) => look.never)]).toEqual([[], [], [true]]);
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
    expect(heard.frames.map(({ type }) => type)).toEqual(["welcome", "autos", "message", "welcome", "message"]);
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
    expect(drawn()?.unread).toBe(5);
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
    expect(drawn()).toMatchObject({ unread: 0, teaser: null });
  });

  test("is told to a wasm that attaches late", async () => {
    isServerUp = false;
    meet(welcome([line(1)]));
    latest().say({ type: "message", message: line(2) });
    visitor.link.send("waiting");
    await settle();
    const { frames, outbox, states } = attach();
    expect(frames).toEqual([welcome([line(1), line(2)], { verdict: "reset" }), { type: "autos", autos: [] }]);
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

describe("what the site's owner counts", () => {
  test("is told when it happens, each once (CONTRACT 2.6)", async () => {
    meet();
    visitor.look(true);
    visitor.look(true);
    visitor.link.send("one");
    await settle();
    latest().say({ type: "message", message: stored[0] });
    latest().say({ type: "message", message: line(2) });
    visitor.link.send("two");
    visitor.look(false);
    await settle();
    expect(events()).toEqual([
      "widget_loaded",
      "chat_opened",
      "message_sent",
      "first_message_sent",
      "message_received",
      "chat_closed",
      "message_sent",
    ]);
  });

  test("knows an offline message, and no first one after older ones", async () => {
    meet(welcome([line(1, "client"), line(2)], { online: false }));
    stored.push(line(1), line(2));
    visitor.link.send("three");
    await settle();
    expect(events().slice(1)).toEqual(["message_sent", "offline_message_sent"]);
  });
});

describe("an automatic message", () => {
  test("is the visitor's alone, a bot's word to the page, and unread until it is seen", async () => {
    meet();
    const heard = attach();
    visitor.call("sendAutoMessage", "  Need help? ");
    await settle();
    expect(posted).toEqual([]);
    expect(toldOf("message")).toMatchObject([{ message: { text: "Need help?", type: "bot", createdAt: Date.now() } }]);
    expect(events()).toContain("auto_message_shown");
    expect(drawn()).toMatchObject({ unread: 1, teaser: "Need help?" });
    const frame = heard.frames.at(-1) as unknown as { autos: { client_id: string; text: string; at: number }[] };
    expect(frame).toEqual({
      type: "autos",
      autos: [{ client_id: toldOf("message")[0]?.message.id, text: "Need help?", at: Date.now() }],
    });
    visitor.look(true);
    expect(drawn()).toMatchObject({ unread: 0, teaser: null });
    visitor.call("sendAutoMessage", "And this?");
    expect(drawn()?.unread).toBe(0);
  });

  test("waits for the visitor's words on every page, and goes with them", async () => {
    meet();
    visitor.call("sendAutoMessage", "Need help?");
    visitor.stop();
    told.length = 0;
    visitor = make();
    meet();
    // The site says it on every page.
    visitor.call("sendAutoMessage", "Need help?");
    expect([words(), drawn()?.unread]).toEqual([[], 1]);
    isServerUp = false;
    visitor.link.send("Yes");
    await settle(2000);
    isServerUp = true;
    // Longer than any pause between two tries.
    await settle(30_000);
    const [first, second] = posted.filter(({ path }) => path === "/api/message/send").map(({ input }) => input.autos);
    expect(first).toMatchObject([{ text: "Need help?" }]);
    expect(Object.keys((first as object[])[0]!)).toEqual(["client_id", "text"]);
    expect(second).toEqual(first);
    visitor.link.send("Really");
    await settle();
    expect(posted.at(-1)?.input).not.toHaveProperty("autos");
  });

  test("that has become a line is no news, and no second message", async () => {
    meet();
    const heard = attach();
    visitor.call("sendAutoMessage", "Need help?");
    const id = toldOf("message")[0]!.message.id;
    latest().say({ type: "message", message: line(1, "bot", { client_id: id, text: "Need help?" }) });
    await settle();
    expect(words()).toEqual(["bot: Need help?"]);
    expect(events()).not.toContain("message_received");
    visitor.link.send("Yes");
    await settle();
    expect(posted.at(-1)?.input).not.toHaveProperty("autos");
    expect(heard.frames.map(({ type }) => type)).toContain("autos");
  });

  test("of an earlier page is no news either when it becomes a line", () => {
    meet();
    visitor.call("sendAutoMessage", "Need help?");
    const client_id = toldOf("message")[0]!.message.id;
    visitor.stop();
    told.length = 0;
    visitor = make();
    meet();
    latest().say({ type: "message", message: line(1, "bot", { client_id, text: "Need help?" }) });
    expect([words(), events()]).toEqual([[], ["widget_loaded"]]);
  });

  test.each([[""], ["  "], [null], [5], [{}], ["x".repeat(4001)]])("of %j is none", (text) => {
    meet();
    visitor.call("sendAutoMessage", text);
    expect([words(), localStorage.length]).toEqual([[], 0]);
  });

  test("is told to a wasm that attaches late", () => {
    meet();
    visitor.call("sendAutoMessage", "Need help?");
    expect(attach().frames).toMatchObject([{ type: "welcome" }, { type: "autos", autos: [{ text: "Need help?" }] }]);
  });
});

describe("the teaser", () => {
  test("is put away until there is something newer", () => {
    meet(welcome([line(1)]));
    expect(drawn()?.teaser).toBe("line 1");
    visitor.dismiss();
    expect(drawn()).toMatchObject({ teaser: null, unread: 1 });
    latest().say({ type: "message", message: line(2) });
    expect(drawn()).toMatchObject({ teaser: "line 2", unread: 2 });
  });
});

describe("looks and words", () => {
  test("change while the widget is there, and the page draws them", async () => {
    meet();
    visitor.call("setChatWidth", 500);
    expect(toldOf("draw").at(-1)).toMatchObject({ look: { css: { width: "500px" } }, override: { chatWidth: 500 } });
    visitor.call("setLanguage", "ru");
    await settle();
    expect(toldOf("draw").at(-1)).toMatchObject({
      look: { words: { open: "Открыть чат" } },
      status: { description: "Мы на связи." },
    });
  });

  test("that make no sense are told to the page's author, once a call", () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    meet();
    visitor.call("setButtonPosition", "xx");
    visitor.call("sing", null);
    expect(warned).toHaveBeenCalledTimes(2);
    expect(toldOf("draw")).toHaveLength(1);
  });

  test("are told to the wasm once the panel was asked for", async () => {
    meet();
    const heard = attach();
    visitor.call("setLocale", { placeholder: "Before" });
    await settle();
    expect(heard.frames.map(({ type }) => type)).toEqual(["welcome", "autos"]);
    expect(visitor.dress.wishes()).toEqual({ language: "en", words: { placeholder: "Before" } });
    visitor.call("setLanguage", "ru");
    await settle();
    expect(heard.frames.at(-1)).toEqual({
      type: "words",
      language: "ru",
      words: { ...RUSSIAN.words, placeholder: "Before" },
    });
  });

  test("say in the visitor's language that a message was refused", async () => {
    meet();
    visitor.call("setLanguage", "ru");
    await settle();
    vi.stubGlobal("fetch", () => Promise.resolve(refusal("invalid", 422)));
    const id = visitor.link.send("hello");
    const heard = attach();
    await settle();
    expect(heard.outbox.at(-1)).toMatchObject([{ client_id: id, failed: RUSSIAN.words.notTaken }]);
  });
});

describe("a visitor whom the site knows", () => {
  const identified = (): Posted[] => posted.filter(({ path }) => path === "/api/visitor/identify");
  const bearer = (auth: string | undefined): string => (auth ?? "").slice("Bearer ".length);
  const start = async (more: Partial<Start> = {}): Promise<void> => {
    visitor.stop();
    visitor = make({ clientId: "user_42", ...more });
    visitor.start();
    await settle();
    latest().accept();
  };

  test("is told to the server before the hello, and says hello as that person", async () => {
    let answer: (response: Response) => void = () => {};
    identify = () => new Promise((resolve) => (answer = resolve));
    await start({ clientProof: "9.ab" });
    expect(latest().said).toEqual([]);
    answer(new Response("null"));
    await settle();
    expect(identified()).toMatchObject([
      { input: { site: "demo", client_id: "user_42", proof: "9.ab", anonymous: null, page } },
    ]);
    expect(latest().said).toMatchObject([{ type: "visit", token: bearer(identified()[0]?.auth), cursor: null }]);
    expect(visitor.link.token()).toBe(bearer(identified()[0]?.auth));
  });

  test("leaves no id in the browser's storage, and comes back with the same token", async () => {
    await start();
    const token = visitor.link.token();
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain("user_42");
    await start();
    expect(visitor.link.token()).toBe(token);
    await start({ clientId: "user_43" });
    expect(visitor.link.token()).not.toBe(token);
  });

  test("keeps nobody waiting for a server that says nothing", async () => {
    let answer: (response: Response) => void = () => {};
    identify = () => new Promise((resolve) => (answer = resolve));
    await start();
    visitor.update({ replace: true, fields: { name: "Ann" } });
    await settle(2900);
    expect([latest().said, posted.length]).toEqual([[], 1]);
    await settle(200);
    expect(latest().said[0]).toMatchObject({ type: "visit", token: null });
    expect(posted.at(-1)?.path).toBe("/api/visitor/update");
    answer(new Response("null"));
    await settle();
  });

  test("is asked for until the server answers; until then nothing waits for longer than a moment", async () => {
    isServerUp = false;
    await start();
    await settle(3000);
    expect(latest().said).toMatchObject([{ type: "visit", token: null }]);
    isServerUp = true;
    await settle(30_000);
    expect(latest().said.filter((frame) => (frame as { type: string }).type === "visit")).toMatchObject([
      { token: null },
      { token: visitor.link.token() },
    ]);
    expect(visitor.link.token()).not.toBeNull();
  });

  test("takes along what was written before, and the token of nobody is forgotten", async () => {
    meet();
    visitor.link.send("as nobody");
    await settle();
    const nobody = visitor.link.token();
    isServerUp = false;
    visitor.link.send("still waiting");
    visitor.call("sendAutoMessage", "Hi!");
    await settle();
    isServerUp = true;
    posted.length = 0;
    await start();
    await settle(1000);
    expect(identified()).toMatchObject([{ input: { anonymous: nobody } }]);
    const sent = posted.filter(({ path }) => path === "/api/message/send");
    expect(sent.map(({ input, auth }) => [input.text, bearer(auth)])).toEqual([
      ["still waiting", visitor.link.token()],
    ]);
    expect(localStorage.getItem("usher:token:demo")).toBeNull();
    visitor.link.send("with it");
    await settle();
    expect(posted.at(-1)?.input.autos).toMatchObject([{ text: "Hi!" }]);
  });

  test("is told nothing of before as new, and nothing of nobody's talk", async () => {
    const heard = attach();
    await start();
    latest().say(welcome([line(1), line(2, "client")]));
    expect([words(), drawn()?.unread]).toEqual([[], 1]);
    expect(heard.frames.filter(({ type }) => type === "message")).toEqual([]);
  });

  test("whose proof is refused stays nobody, and the author is told why", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    identify = () => refusal("unauthenticated", 401);
    await start({ clientProof: "wrong" });
    expect(warned.mock.calls[0]?.[0]).toMatch(/user_42.*The proof does not fit\./);
    expect(latest().said).toMatchObject([{ type: "visit", token: null }]);
    expect([visitor.link.token(), localStorage.length]).toEqual([null, 0]);
    await settle(60_000);
    expect(identified()).toHaveLength(1);
    visitor.link.send("hello");
    await settle();
    expect(posted.at(-1)?.auth).toBe(`Bearer ${localStorage.getItem("usher:token:demo") ?? ""}`);
  });

  test("may be named by the data, where the configuration names nobody", async () => {
    meet();
    const fields = { name: "Ann", clientId: " user_42 ", clientProof: "9.ab" };
    visitor.update({ replace: true, fields });
    await settle();
    expect(identified()).toMatchObject([{ input: { client_id: "user_42", proof: "9.ab" } }]);
    // The proof is no word for operators, and the data are said of the person.
    const update = posted.find(({ path }) => path === "/api/visitor/update");
    expect(update?.input.change).toEqual({ replace: true, fields: { name: "Ann", clientId: " user_42 " } });
    expect(update?.auth).toBe(identified()[0]?.auth);
    visitor.update({ replace: false, fields });
    await settle();
    expect(identified()).toHaveLength(1);
    await start();
    visitor.update({ replace: false, fields: { clientId: "another" } });
    await settle();
    expect(identified().map(({ input }) => input.client_id)).toEqual(["user_42", "user_42"]);
  });

  test("is gone as soon as the next one is named, whatever the server says of that", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    meet();
    visitor.update({ replace: true, fields: { clientId: "first" } });
    await settle();
    latest().say(welcome([line(1)]));
    isServerUp = false;
    visitor.link.send("the first one's words");
    await settle();
    isServerUp = true;
    posted.length = 0;
    identify = () => refusal("unauthenticated", 401);
    visitor.update({ replace: true, fields: { clientId: "second" } });
    expect([visitor.link.token(), drawn()]).toMatchObject([null, { unread: 0, teaser: null }]);
    await settle(60_000);
    expect(warned).toHaveBeenCalledOnce();
    expect(identified()).toMatchObject([{ input: { client_id: "second", anonymous: null } }]);
    // What the first one wrote waits for the first one.
    expect(posted.filter(({ path }) => path === "/api/message/send")).toEqual([]);
    expect(attach().outbox).toEqual([[]]);
    identify = () => new Response("null");
    visitor.update({ replace: true, fields: { clientId: "first" } });
    await settle(1000);
    const sent = posted.find(({ path }) => path === "/api/message/send");
    expect(sent).toMatchObject({
      input: { text: "the first one's words" },
      auth: `Bearer ${visitor.link.token() ?? ""}`,
    });
  });

  test("can be proven later", async () => {
    await start();
    const token = visitor.link.token();
    visitor.stop();
    visitor = make();
    meet();
    visitor.update({ replace: true, fields: { clientId: "user_42" } });
    await settle();
    visitor.update({ replace: true, fields: { clientId: "user_42", clientProof: "9.ab" } });
    await settle();
    expect(identified().map(({ input }) => input.proof)).toEqual([null, null, "9.ab"]);
    expect(visitor.link.token()).toBe(token);
  });
});

test("what is written in one scope is another visitor's than what is written in another (CONTRACT 3.2 init)", async () => {
  const tokens = new Set<string | null>();
  const write = async (scope?: string): Promise<void> => {
    visitor.stop();
    visitor = make({ scope });
    meet();
    tokens.add(visitor.link.token());
    visitor.link.send("Hello");
    await settle();
    tokens.add(visitor.link.token());
  };
  await write();
  await write("demo/eshop");
  await write("demo/eshop");
  await write();
  // Nobody at first, and then one in each.
  expect(tokens.size).toBe(3);
  expect(posted.map(({ input }) => input.site)).toEqual(["demo", "demo", "demo", "demo"]);
  expect([...Array(localStorage.length).keys()].map((index) => localStorage.key(index)).sort()).toEqual([
    "usher:token:demo",
    "usher:token:demo/eshop",
  ]);
});

test("what the page says in one scope is not shown in another, nor what was put away there", () => {
  const unread = (scope: string, frame = welcome()): unknown => {
    visitor.stop();
    visitor = make({ scope });
    meet(frame);
    return [drawn()?.unread, drawn()?.teaser];
  };
  unread("demo/a");
  visitor.call("sendAutoMessage", "Hello");
  expect([unread("demo/b"), unread("demo/a")]).toEqual([
    [0, null],
    [1, "Hello"],
  ]);
  const talk = welcome([line(1)]);
  unread("demo/c", talk);
  visitor.dismiss();
  expect([unread("demo/d", talk), unread("demo/c", talk)]).toEqual([
    [1, "line 1"],
    [1, null],
  ]);
});

test("what a line says of the conversation is told by its kind, if it is news", () => {
  meet(welcome([line(1, "system", { kind: "accepted", text: "" })]));
  for (const [seq, kind] of [[2, "closed"], [3, "reopened"], [4, "accepted"], [5, "text"]] as const) {
    latest().say({ type: "message", message: line(seq, "system", { kind }) });
  }
  expect(toldOf("turned").map(({ kind }) => kind)).toEqual(["closed", "reopened", "accepted"]);
});
