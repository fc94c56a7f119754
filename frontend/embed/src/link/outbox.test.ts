// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeStorage } from "../testing/fake_storage";
import { Keep } from "./keep";
import { Outbox, type Entry } from "./outbox";
import { LATER, type Answer } from "./post";
import type { Message } from "./wire";

/** The server: stores every message once, and answers as the test says until it runs out of answers. */
class Server {
  readonly stored: string[] = [];
  readonly asked: Entry[] = [];
  answers: Answer[] = [];
  private readonly seen = new Set<string>();

  readonly post = (entry: Entry): Promise<Answer> => {
    this.asked.push(entry);
    const answer = this.answers.shift();
    if (answer !== undefined) return Promise.resolve(answer);
    if (!this.seen.has(entry.client_id)) this.stored.push(entry.text);
    this.seen.add(entry.client_id);
    return Promise.resolve({ kind: "ok", body: { message: { client_id: entry.client_id, text: entry.text } } });
  };
}

const refused = (code: string): Answer => ({ kind: "refused", code, message: `Refused: ${code}.` });

let server: Server;
let storage: FakeStorage;
let tabs: Outbox[];
let shown: readonly Entry[];
let acked: (string | undefined)[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(1);
  server = new Server();
  storage = new FakeStorage();
  tabs = [];
  shown = [];
  acked = [];
});

afterEach(() => {
  for (const tab of tabs) tab.stop();
  vi.useRealTimers();
});

function tab(keep = new Keep(storage), login?: () => void): Outbox {
  const outbox = new Outbox("site:demo", keep, {
    post: server.post,
    acked: (message: Message, { client_id }) => acked.push(message.client_id === client_id ? message.text : "another"),
    changed: (entries) => {
      shown = entries;
    },
    ...(login && { login }),
  });
  tabs.push(outbox);
  return outbox;
}

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const texts = (entries: readonly Entry[]): string[] => entries.map((entry) => entry.text);

describe("Outbox", () => {
  test("keeps a message before it is sent, and forgets it after the ack", async () => {
    const id = tab().send("hello", { site: "demo" });
    expect(storage.getItem(`usher:out:site:demo:${id}`)).toContain("hello");
    expect(texts(shown)).toEqual(["hello"]);
    await pass();
    expect(server.asked[0]).toMatchObject({ client_id: id, text: "hello", body: { site: "demo" } });
    expect([acked, shown, storage.length]).toEqual([["hello"], [], 0]);
  });

  test("keeps the order, through failures and a clock that was set back", async () => {
    server.answers = [LATER, LATER];
    const outbox = tab();
    vi.setSystemTime(2_000_000);
    outbox.send("one", {});
    vi.setSystemTime(1_000_000);
    outbox.send("two", {});
    outbox.send("three", {});
    expect(texts(shown)).toEqual(["one", "two", "three"]);
    await pass(5000);
    expect(server.stored).toEqual(["one", "two", "three"]);
  });

  test("sends after a reload what the page before it left", async () => {
    server.answers = [LATER];
    const before = tab();
    const id = before.send("half sent", {});
    await pass();
    before.stop();
    const after = tab();
    expect(texts(after.entries())).toEqual(["half sent"]);
    after.flush();
    await pass();
    expect(server.stored).toEqual(["half sent"]);
    expect(server.asked.map((entry) => entry.client_id)).toEqual([id, id]);
  });

  test("does not take somebody else's 200 for an ack", async () => {
    server.answers = [
      { kind: "ok", body: null },
      { kind: "ok", body: {} },
      { kind: "ok", body: { message: { client_id: "another" } } },
    ];
    tab().send("proof", {});
    await pass(5000);
    expect(server.asked).toHaveLength(4);
    expect(server.stored).toEqual(["proof"]);
  });

  test("marks what the server refuses, and goes on with the next", async () => {
    server.answers = [refused("too_long")];
    const outbox = tab();
    const id = outbox.send("too long", {});
    outbox.send("fine", {});
    await pass();
    expect(server.stored).toEqual(["fine"]);
    expect(shown).toMatchObject([{ client_id: id, failed: "Refused: too_long." }]);
    outbox.flush();
    await pass();
    expect(server.asked).toHaveLength(2);

    outbox.again(id);
    expect(shown[0]).not.toHaveProperty("failed");
    await pass();
    expect(server.stored).toEqual(["fine", "too long"]);
  });

  test("discards what its writer gives up", async () => {
    server.answers = [refused("invalid")];
    const outbox = tab();
    const id = outbox.send("never mind", {});
    await pass();
    outbox.discard(id);
    expect([shown, storage.length]).toEqual([[], 0]);
  });

  test("does not bring back what was discarded while it was being refused", async () => {
    server.answers = [refused("invalid")];
    const outbox = tab();
    outbox.discard(outbox.send("gone", {}));
    await pass();
    expect(storage.length).toBe(0);
  });

  test("waits for the login, and fails nothing", async () => {
    server.answers = [refused("unauthenticated")];
    const login = vi.fn();
    const outbox = tab(new Keep(storage), login);
    outbox.send("when I am back", {});
    await pass(60_000);
    expect(login).toHaveBeenCalledOnce();
    expect(server.asked).toHaveLength(1);
    expect(shown[0]).not.toHaveProperty("failed");
    outbox.flush();
    await pass();
    expect(server.stored).toEqual(["when I am back"]);
  });

  test("two tabs never lose, double or mix up each other's words", async () => {
    server.answers = [LATER];
    const [one, two] = [tab(), tab()];
    one.send("from one", {});
    two.send("from two", {});
    await pass(60_000);
    expect(server.stored).toEqual(["from one", "from two"]);
    expect(storage.length).toBe(0);
  });

  test("hears what another tab writes, and sends it if that tab is gone", async () => {
    tab();
    const entry = { client_id: "b0c9d2e4-0000-4000-8000-000000000000", text: "orphan", at: 1, body: {} };
    const key = `usher:out:site:demo:${entry.client_id}`;
    storage.setItem(key, JSON.stringify(entry));
    window.dispatchEvent(new StorageEvent("storage", { key }));
    expect(texts(shown)).toEqual(["orphan"]);
    await pass();
    expect(server.stored).toEqual(["orphan"]);
  });

  test("works without a storage, and while it is full", async () => {
    server.answers = [LATER];
    tab(new Keep(null)).send("in memory", {});
    storage.isFull = true;
    tab().send("in memory too", {});
    await pass(5000);
    expect(server.stored).toEqual(["in memory too", "in memory"]);
  });

  test("reads nothing that is not its own", () => {
    storage.setItem("usher:out:site:demo:rubbish", "{");
    storage.setItem("usher:out:site:demo:half", '{"client_id":"half","text":"x"}');
    storage.setItem("usher:out:site:demo2:a", '{"client_id":"a","text":"x","at":1,"body":{}}');
    storage.setItem("usher:out:site:demo:b:c", '{"client_id":"c","text":"x","at":1,"body":{}}');
    expect(tab().entries()).toEqual([]);
  });

  test("becomes another writer's, in order, and nothing is sent twice", async () => {
    server.answers = Array.from({ length: 9 }, () => LATER);
    const nobody = tab();
    const ids = [nobody.send("one", { page: 1 }), nobody.send("two", { page: 2 })];
    await vi.advanceTimersByTimeAsync(0);
    const person = new Outbox("client:demo:1", new Keep(storage), {
      post: server.post,
      acked: () => {},
      changed: () => {},
    });
    tabs.push(person);
    person.adopt(nobody);
    expect(nobody.entries()).toEqual([]);
    expect(person.entries()).toMatchObject([
      { client_id: ids[0], text: "one", body: { page: 1 } },
      { client_id: ids[1], text: "two", body: { page: 2 } },
    ]);
    server.answers = [];
    person.flush();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([server.stored, storage.length]).toEqual([["one", "two"], 0]);
  });

  test("is still while somebody works alone", async () => {
    const outbox = tab();
    let done = (): void => {};
    const work = outbox.alone(() => new Promise<void>((resolve) => (done = resolve)));
    outbox.send("one", {});
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.asked).toEqual([]);
    done();
    await work;
    await vi.advanceTimersByTimeAsync(0);
    expect(server.stored).toEqual(["one"]);
  });
});
