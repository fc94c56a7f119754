// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { settle } from "../testing/fake_frame";
import { followHash } from "./hash";

const HASH = "#shopChatExpanded";
const ending = (): AbortController => new AbortController();
let end = ending();
let isOpen: boolean;
let tell: (isOpen: boolean) => void;

/** The chat under the address's rule, as the widget does it. */
function follow(): void {
  isOpen = false;
  tell = () => undefined;
  const turn = (nowOpen: boolean): void => {
    isOpen = nowOpen;
    tell(isOpen);
  };
  tell = followHash(HASH, { open: () => turn(true), close: () => turn(false) }, end.signal);
  tell(isOpen);
}

/** The visitor or the page opens or closes it. */
function turn(nowOpen: boolean): void {
  isOpen = nowOpen;
  tell(nowOpen);
}

beforeEach(() => {
  end = ending();
  history.replaceState({ router: 1 }, "", "/page?a=1#part");
});

afterEach(async () => {
  end.abort();
  await settle();
});

describe("the address", () => {
  test("opens the chat that starts with it", () => {
    location.hash = HASH;
    follow();
    expect(isOpen).toBe(true);
  });

  test("opens the chat when it changes, by a link or by code", async () => {
    follow();
    expect(isOpen).toBe(false);
    location.hash = HASH;
    await settle();
    expect(isOpen).toBe(true);
  });

  test("gets the hash once the chat is open, in an entry of its own that carries the router's state", () => {
    follow();
    const before = history.length;
    turn(true);
    tell(true);
    expect(location.href).toContain(`/page?a=1${HASH}`);
    expect([history.length - before, history.state]).toEqual([1, { router: 1 }]);
  });

  test("is not written relative to the page's <base>", () => {
    const base = document.createElement("base");
    base.href = "http://localhost:3000/elsewhere/";
    document.head.append(base);
    follow();
    turn(true);
    expect(location.pathname).toBe("/page");
    base.remove();
  });

  test("loses it when the visitor goes back, and the chat closes", async () => {
    follow();
    turn(true);
    await settle();
    history.back();
    await settle();
    expect([isOpen, location.hash]).toEqual([false, "#part"]);
  });

  test("loses it when the chat is closed, without a trace if it was ours", async () => {
    follow();
    turn(true);
    await settle();
    turn(false);
    await settle();
    expect([isOpen, location.hash]).toEqual([false, "#part"]);
  });

  test("is cleaned in place if the visitor came by it", async () => {
    history.replaceState(null, "", `/page${HASH}`);
    const back = vi.spyOn(history, "back");
    follow();
    turn(false);
    await settle();
    expect([isOpen, location.hash, location.pathname]).toEqual([false, "", "/page"]);
    expect(back).not.toHaveBeenCalled();
  });

  test("leaves an open chat alone when the page moves to a part of itself", async () => {
    follow();
    turn(true);
    await settle();
    location.hash = "#other";
    await settle();
    expect(isOpen).toBe(true);
    // And closing it takes nothing from an address that is not ours.
    turn(false);
    await settle();
    expect(location.hash).toBe("#other");
  });

  test("follows a chat that was closed and opened again in one breath", async () => {
    // A browser goes back some time after it is asked to.
    vi.spyOn(history, "back").mockImplementation(() => {
      setTimeout(() => {
        history.replaceState(null, "", "/page?a=1#part");
        window.dispatchEvent(new HashChangeEvent("hashchange", { oldURL: "", newURL: location.href }));
      });
    });
    follow();
    turn(true);
    await settle();
    turn(false);
    turn(true);
    await settle();
    expect([isOpen, location.hash]).toEqual([true, HASH]);
  });

  test("is left clean, and alone, when the widget ends", async () => {
    follow();
    turn(true);
    end.abort();
    expect(location.hash).toBe("");
    location.hash = HASH;
    await settle();
    expect(isOpen).toBe(true);
    location.hash = "";
    await settle();
    expect(isOpen).toBe(true);
  });

  test("may be forbidden to us", () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(history, "pushState").mockImplementation(() => {
      throw new DOMException("sandboxed", "SecurityError");
    });
    follow();
    turn(true);
    expect(isOpen).toBe(true);
    expect(told).toHaveBeenCalledOnce();
  });
});
