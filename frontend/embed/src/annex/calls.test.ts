// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keep } from "../link/keep";
import type { CallResult } from "../port";
import { makeCalls, type Calls } from "./calls";

let asked: { path: string; input: Record<string, string> }[];
/** Status and body of the next answers; the last one stays. */
let answers: [number, object][];
let told: (string | CallResult)[];
let calls: Calls;

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const status = (status: string, reason = ""): [number, object] => [200, { status, reason }];
const make = (): Calls =>
  makeCalls("shop", new Keep(), () => Promise.resolve("t"), {
    started: () => told.push("started"),
    ended: (result) => told.push(result),
  });

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  localStorage.clear();
  [asked, told, answers] = [[], [], [status("ringing")]];
  vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
    asked.push({ path, input: (JSON.parse(body) as { input: Record<string, string> }).input });
    const [code, answer] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [503, {}];
    return Promise.resolve(new Response(JSON.stringify(answer), { status: code }));
  });
  calls = make();
});
afterEach(() => {
  calls.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("without a call nothing is asked", async () => {
  await settle(60_000);
  expect([asked, calls.last()]).toEqual([[], null]);
});

test("a call is asked for once, and followed until they have talked", async () => {
  calls.start("+4721000000");
  calls.start("+4721000000");
  await settle();
  expect(told).toEqual(["started"]);
  const [{ path, input } = { path: "", input: {} }, next] = asked;
  expect([path, input.phone]).toEqual(["/api/visitor/call", "+4721000000"]);
  expect([next?.path, next?.input.client_id]).toEqual(["/api/visitor/call_state", input.client_id]);
  answers = [status("accepted"), status("connected"), status("ended")];
  await settle(6_000);
  expect(told).toEqual(["started", { result: "ok" }]);
  const count = asked.length;
  expect(calls.last()).toBe(input.client_id);
  calls.leave();
  await settle(60_000);
  expect([calls.last(), asked.length]).toEqual([null, count]);
});

test("why a call could not begin, or failed, is told", async () => {
  answers = [[403, { code: "forbidden", message: "Callback disabled" }]];
  calls.start("+4721000000");
  await settle();
  expect(told).toEqual([{ result: "fail", reason: "Callback disabled" }]);
  answers = [status("ringing"), status("failed", "No answer")];
  calls.start("+4721000000");
  await settle();
  expect(told.slice(1)).toEqual(["started", { result: "fail", reason: "No answer" }]);
});

test("while the server is away the call is asked for again, under the same name", async () => {
  answers = [[503, {}], [503, {}], status("ringing")];
  calls.start("+4721000000");
  await settle(60_000);
  const ids = asked.filter(({ path }) => path === "/api/visitor/call").map(({ input }) => input.client_id);
  expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  expect(told).toEqual(["started"]);
});

test("the next page follows a call of the last one, and is told its end", async () => {
  calls.follow("id-1");
  await settle();
  calls.stop();
  told = [];
  calls = make();
  answers = [status("ended")];
  await settle();
  expect([asked.at(-1)?.input.client_id, told]).toEqual(["id-1", [{ result: "ok" }]]);
});

test("a call that the server knows nothing of is none", async () => {
  answers = [[404, { code: "not_found", message: "" }]];
  calls.follow("id-1");
  await settle(60_000);
  expect([told, asked.length]).toEqual([["started"], 1]);
});
