// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Backoff } from "./backoff";
import { again, DONE, Retry, type Outcome } from "./retry";

let outcomes: (Outcome | Error)[];
let runs: number;
let retry: Retry;

beforeEach(() => {
  vi.useFakeTimers();
  outcomes = [];
  runs = 0;
  retry = new Retry(
    () => {
      runs++;
      const outcome = outcomes.shift() ?? DONE;
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
    new Backoff(() => 1),
  );
});

afterEach(() => {
  retry.stop();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe("Retry", () => {
  test("runs once when it works", async () => {
    retry.run();
    await pass(60_000);
    expect(runs).toBe(1);
  });

  test("tries again until it works, and starts from the bottom afterwards", async () => {
    outcomes = [again(), again(), DONE, again()];
    retry.run();
    await pass(499);
    expect(runs).toBe(1);
    await pass(1 + 1000);
    expect(runs).toBe(3);
    retry.run();
    await pass(500);
    expect(runs).toBe(5);
  });

  test("follows a run by another when it was asked meanwhile", async () => {
    retry.run();
    retry.run();
    retry.now();
    await pass(0);
    expect(runs).toBe(2);
  });

  test("waits patiently for itself, and not for somebody who acts", async () => {
    outcomes = [again()];
    retry.run();
    await pass(0);
    retry.run();
    await pass(0);
    expect(runs).toBe(1);
    retry.now();
    await pass(0);
    expect(runs).toBe(2);
  });

  test("keeps the server's time, whoever acts", async () => {
    outcomes = [again(5000)];
    retry.run();
    await pass(0);
    retry.now();
    window.dispatchEvent(new Event("online"));
    await pass(4999);
    expect(runs).toBe(1);
    await pass(1);
    expect(runs).toBe(2);
  });

  test("is woken by the network, but only when something waits", async () => {
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(runs).toBe(0);
    outcomes = [again()];
    retry.run();
    await pass(0);
    window.dispatchEvent(new Event("online"));
    await pass(0);
    expect(runs).toBe(2);
  });

  test("takes a fault of the work for a failure", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    outcomes = [new Error("a bug")];
    retry.run();
    await pass(500);
    expect(runs).toBe(2);
    expect(told).toHaveBeenCalledOnce();
  });

  test("stops", async () => {
    outcomes = [again()];
    retry.run();
    await pass(0);
    retry.stop();
    retry.now();
    await pass(60_000);
    expect(runs).toBe(1);
  });
});
