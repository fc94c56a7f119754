/** A clock that goes when a test says so. */

import type { Clock } from "../annex/engine";

interface Timer {
  at: number;
  readonly act: () => void;
}

/** Stands in for the browser's clock and timers. */
export class FakeClock implements Clock {
  /** All waits that were asked for, in milliseconds. */
  readonly waits: number[] = [];
  /** As many timers have waited at the same time. */
  most = 0;
  /** Timers go off so many milliseconds after their time. */
  late = 0;
  private timers: readonly Timer[] = [];

  constructor(private time: number) {}

  /** Timers that wait. */
  get waiting(): number {
    return this.timers.length;
  }

  readonly now = (): number => this.time;

  readonly after = (ms: number, act: () => void): (() => void) => {
    const timer = { at: this.time + ms, act };
    this.waits.push(ms);
    this.timers = [...this.timers, timer];
    this.most = Math.max(this.most, this.timers.length);
    return () => this.drop(timer);
  };

  /** Time passes, and timers go off. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.timers].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at + this.late > end) break;
      this.drop(next);
      this.time = Math.max(this.time, next.at + this.late);
      next.act();
    }
    this.time = end;
  }

  /** The clock is set, and no time passes. */
  set(time: number): void {
    for (const timer of this.timers) timer.at += time - this.time;
    this.time = time;
  }

  private drop(timer: Timer): void {
    this.timers = this.timers.filter((one) => one !== timer);
  }
}
