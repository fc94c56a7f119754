// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeSocket, latest, sockets } from "../testing/fake_socket";
import { Backoff } from "./backoff";
import { afterClose, LiveSocket, type LinkState } from "./socket";
import { MAX_FRAME } from "./wire";

let states: LinkState[];
let frames: string[];
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  sockets.length = 0;
  states = [];
  frames = [];
  socket = new LiveSocket(
    "ws://usher.test/live",
    {
      hello: () => [{ type: "visit", site: "demo" }],
      frame: (_frame, json) => frames.push(json),
      state: (state) => states.push(state),
    },
    new Backoff(() => 1),
  );
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

test.each([
  [1000, "now"],
  [1001, "now"],
  [1006, "later"],
  [1009, "later"],
  [1011, "later"],
  [1012, "later"],
  [1013, "later"],
  [4000, "later"],
  [4008, "later"],
  [4401, "login"],
  [4403, "stop"],
  [4999, "later"],
])("close code %i means %s", (code, next) => {
  expect(afterClose(code)).toBe(next);
});

describe("LiveSocket", () => {
  test("says hello first, at every connection", async () => {
    socket.start();
    latest().accept();
    expect(latest().said).toEqual([{ type: "visit", site: "demo" }]);
    latest().hangUp(1006);
    await vi.advanceTimersByTimeAsync(500);
    latest().accept();
    expect(sockets).toHaveLength(2);
    expect(latest().said).toEqual([{ type: "visit", site: "demo" }]);
    expect(states).toEqual(["connecting", "open", "connecting", "open"]);
  });

  test("hands frames on, and keeps beats, rubbish and goodbyes to itself", () => {
    socket.start();
    latest().accept();
    latest().say({ type: "online", online: true });
    latest().say({ type: "from the future" });
    for (const noise of [
      { type: "beat" },
      { type: "bye", retry_after_ms: 1 },
      "{",
      "[]",
      "null",
      '"x"',
      {},
      { type: 5 },
    ]) {
      latest().say(noise);
    }
    expect(frames).toEqual(['{"type":"online","online":true}', '{"type":"from the future"}']);
  });

  test("climbs while the server is away", async () => {
    socket.start();
    for (const wait of [500, 1000, 2000]) {
      const before = sockets.length;
      latest().hangUp(1006);
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  test("keeps the time a stopping server gave it, whatever wakes it", async () => {
    socket.start();
    latest().accept();
    latest().say({ type: "bye", retry_after_ms: 7000 });
    latest().hangUp(1012);
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(6999);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(2);
  });

  test("does not wait when the network is back", () => {
    socket.start();
    latest().hangUp(1006);
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
  });

  test("takes a connection that outlived an outage for dead", () => {
    socket.start();
    latest().accept();
    const old = latest();
    window.dispatchEvent(new Event("online"));
    expect(sockets).toHaveLength(2);
    expect(old.readyState).toBe(3);
    old.hangUp(1006);
    expect(sockets, "the old one is not listened to any more").toHaveLength(2);
  });

  test("sleeps while nobody looks and there is no network", async () => {
    socket.start();
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    latest().hangUp(1006);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(1);
    expect(states).toEqual(["connecting", "offline"]);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(sockets).toHaveLength(2);
  });

  test("connects anew after two beats of silence, also while connecting", async () => {
    socket.start();
    await vi.advanceTimersByTimeAsync(50_500);
    expect(sockets).toHaveLength(2);
    latest().accept();
    await vi.advanceTimersByTimeAsync(49_000);
    latest().say({ type: "beat" });
    await vi.advanceTimersByTimeAsync(49_000);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sockets).toHaveLength(3);
  });

  test.each([
    [4401, "login"],
    [4403, "stopped"],
  ])("gives up for good after %i", async (code, state) => {
    socket.start();
    latest().accept();
    latest().hangUp(code);
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(1);
    expect(states.pop()).toBe(state);
  });

  test("sends nothing that can not arrive", () => {
    expect(socket.up("{}")).toBe(false);
    socket.start();
    expect(socket.up("{}")).toBe(false);
    latest().accept();
    expect(socket.up("{}")).toBe(true);
    expect(socket.up(JSON.stringify("я".repeat(MAX_FRAME / 2)))).toBe(false);
    expect(latest().said).toHaveLength(2);
  });
});
