import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, post } from "./post";

const refusal = (code: string, more = {}): string => JSON.stringify({ code, message: "A sentence.", ...more });

describe("what a response means", () => {
  test.each([
    [200, '{"message":{}}', { kind: "ok", body: { message: {} } }],
    [200, "null", { kind: "ok", body: null }],
    [204, "", { kind: "ok", body: null }],
    [200, "<html>Welcome to our hotel</html>", { kind: "later", afterMs: null }],
    [503, "", { kind: "later", afterMs: null }],
    [503, refusal("unavailable", { retry_after_ms: 900 }), { kind: "later", afterMs: 900 }],
    [507, refusal("storage_full"), { kind: "later", afterMs: null }],
    [500, "oops", { kind: "later", afterMs: null }],
    [408, "", { kind: "later", afterMs: null }],
    [429, refusal("too_many_requests", { retry_after_ms: 60_000 }), { kind: "later", afterMs: 60_000 }],
    [429, refusal("too_many_requests", { retry_after_ms: "soon" }), { kind: "later", afterMs: null }],
    [422, refusal("too_long", { field: "text" }), { kind: "refused", code: "too_long", message: "A sentence." }],
    [409, refusal("conflict"), { kind: "refused", code: "conflict", message: "A sentence." }],
    [401, "", { kind: "refused", code: "unauthenticated", message: "The server did not take this." }],
    [404, refusal("unauthenticated"), { kind: "refused", code: "unauthenticated", message: "A sentence." }],
    [413, "<html>", { kind: "refused", code: "refused", message: "The server did not take this." }],
  ])("%i %s", (status, text, expected) => expect(answer(status, text)).toEqual(expected));
});

describe("post", () => {
  const fetched = vi.fn<typeof fetch>();

  afterEach(() => fetched.mockReset());

  test("knows a visitor by the token and sends no cookie", async () => {
    vi.stubGlobal("fetch", fetched.mockResolvedValue(new Response("{}")));
    await post("/api/message/send", { text: "hi" }, { token: "secret" });
    const [path, init] = fetched.mock.calls[0]!;
    expect(path).toBe("/api/message/send");
    expect(init).toMatchObject({ method: "POST", body: '{"input":{"text":"hi"}}', credentials: "omit" });
    expect(init?.headers).toMatchObject({ Authorization: "Bearer secret", "Content-Type": "application/json" });
  });

  test("knows an operator by the cookie", async () => {
    vi.stubGlobal("fetch", fetched.mockResolvedValue(new Response("{}")));
    await post("/api/message/reply", {}, "cookie");
    const init = fetched.mock.calls[0]?.[1];
    expect(init?.credentials).toBe("same-origin");
    expect(init?.headers).not.toHaveProperty("Authorization");
  });

  test("takes a dead network for later", async () => {
    vi.stubGlobal("fetch", fetched.mockRejectedValue(new TypeError("Failed to fetch")));
    expect(await post("/api/message/reply", {}, "cookie")).toEqual({ kind: "later", afterMs: null });
  });
});
