import { describe, expect, test } from "vitest";
import { SNAPSHOT, type Author, type Message, type Talk, type Welcome } from "../link/wire";
import { Thread } from "./thread";

const line = (seq: number, author: Author = "agent", conversation = "c"): Message => ({
  id: `${conversation}${seq}`,
  conversation,
  seq,
  author,
  kind: "text",
  text: `line ${seq}`,
  at: seq,
});
const range = (from: number, to: number): Message[] => Array.from({ length: to - from + 1 }, (_, n) => line(from + n));
const talk = (version: number, read: number): Talk => ({ id: "c", version, client_read: read });
const welcome = (verdict: Welcome["verdict"], messages: Message[], of: Talk | null = null): Welcome => ({
  type: "welcome",
  verdict,
  online: true,
  talk: of,
  messages,
  more: false,
});
const seqs = (thread: Thread): number[] => thread.welcome(true).messages.map(({ seq }) => seq);

describe("Thread", () => {
  test("notices a hole and does not show it", () => {
    const thread = new Thread();
    expect([line(1), line(3), line(2), line(2)].map((one) => thread.line(one))).toEqual(["new", "gap", "new", "known"]);
    expect(thread.cursor()).toEqual({ conversation: "c", seq: 2, message: "c2" });
    expect(thread.line(line(3, "agent", "another"))).toBe("gap");
  });

  test("resumes, and forgets what can not be proved", () => {
    const thread = new Thread();
    thread.snapshot(welcome("new", range(1, 2)));
    thread.snapshot(welcome("resumed", range(2, 4)));
    expect(seqs(thread)).toEqual([1, 2, 3, 4]);
    thread.snapshot(welcome("reset", range(8, 9)));
    expect(seqs(thread)).toEqual([8, 9]);
  });

  test("keeps the last lines, and knows that there are older ones", () => {
    const thread = new Thread();
    thread.snapshot(welcome("new", range(1, SNAPSHOT)));
    expect(thread.welcome(true).more).toBe(false);
    thread.line(line(SNAPSHOT + 1));
    expect(seqs(thread)).toHaveLength(SNAPSHOT);
    expect(thread.welcome(true).more).toBe(true);
  });

  test("takes an ack as its first line only if nothing can be before it", () => {
    expect(new Thread().ack(line(2, "client"))).toBe("gap");
    const thread = new Thread();
    expect([1, 1, 3].map((seq) => thread.ack(line(seq, "client")))).toEqual(["new", "known", "gap"]);
    expect(seqs(thread)).toEqual([1]);
  });

  test("counts words of the other side after the read mark, of the newest state it has seen", () => {
    const thread = new Thread();
    thread.snapshot(welcome("new", [line(1), line(2, "client"), line(3, "bot"), line(4, "system")], talk(5, 0)));
    expect(thread.unseen().length).toBe(2);
    thread.state(talk(7, 3));
    thread.state(talk(6, 0));
    expect(thread.unseen().length).toBe(0);
  });

  test("is told to a wasm that starts from nothing as a reset", () => {
    const thread = new Thread();
    thread.snapshot(welcome("new", range(1, 2), talk(1, 0)));
    expect(thread.welcome(false)).toEqual({ ...welcome("reset", range(1, 2), talk(1, 0)), online: false });
  });

  test("knows the visitor's first words, unless there may be older ones", () => {
    const thread = new Thread();
    expect(thread.isFirst(line(1, "client"))).toBe(true);
    thread.snapshot(welcome("new", [line(1, "bot"), line(2, "client")]));
    expect([thread.isFirst(line(2, "client")), thread.isFirst(line(3, "client"))]).toEqual([true, false]);
    thread.snapshot({ ...welcome("reset", [line(9)]), more: true });
    expect(thread.isFirst(line(10, "client"))).toBe(false);
  });
});
