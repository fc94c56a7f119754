// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeScenes, type Drawn, type Scenes } from "./scenes";

vi.mock("../frame/style", () => ({ addStyle: () => Promise.resolve() }));

/** What the server answers next: the scene, and its HTML; null is no answer at all. */
let answers: ([scene: string, html: string] | null)[];
let asked: { path: string; token: string | null; body: { fields: Record<string, string>; submit: boolean } }[];
let taken: [Drawn, object][];
let gone: string[];
let token: string | null;
let call: string | null;
let normalise: (phone: string) => string | null;
let scenes: Scenes;

const form = (inside = ""): string => `<section data-usher-scene="offline"><h2 tabindex="-1">Leave</h2>
  <form data-usher-trouble="Try again."><input name="client_id" type="hidden" value="id-1">
  <input name="email"><textarea name="text"></textarea><p role="alert"></p>${inside}<button>Send</button></form>
  <button type="button" data-usher-go="chat">Back</button></section>`;
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const field = (name: string): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>(`#usher-scene [name=${name}]`);
  if (found === null) throw new Error(`There is no field ${name}.`);
  return found;
};
const write = (name: string, text: string): void => {
  field(name).value = text;
  field(name).dispatchEvent(new Event("input", { bubbles: true }));
};
const send = async (): Promise<void> => {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settle();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  document.body.replaceChildren();
  delete document.body.dataset.usherScene;
  [answers, asked, taken, gone] = [[["offline", form()]], [], [], []];
  token = "t";
  call = null;
  normalise = (phone) => phone;
  vi.stubGlobal("fetch", (path: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
    asked.push({ path, token: headers.Authorization ?? null, body: JSON.parse(body) as never });
    const answer = answers.shift() ?? null;
    if (answer === null) return Promise.reject(new TypeError("offline"));
    return Promise.resolve(new Response(answer[1], { status: 200, headers: { "usher-scene": answer[0] } }));
  });
  scenes = makeScenes({
    site: "shop",
    style: "/panel.css",
    wishes: () => ({}),
    normalise: (phone) => Promise.resolve(normalise(phone)),
    token: () => Promise.resolve(token),
    page: () => ({ url: "https://shop.example/", title: "Shop", referrer: "" }),
    department: () => null,
    contacts: () => ({ name: "Mia", email: null, phone: null, description: null }),
    isOptional: () => false,
    isOwn: () => true,
    call: () => call,
    taken: (...what) => taken.push(what),
    go: (scene) => gone.push(scene),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a form is asked for with what is known, shown, and taken away", async () => {
  scenes.show("offline", { text: "Hello" });
  await settle();
  expect(asked[0]).toMatchObject({ path: "/frame/shop/scene/offline", token: null });
  expect(asked[0]?.body).toMatchObject({ fields: { name: "Mia", text: "Hello" }, submit: false, own: true });
  expect(document.body.dataset.usherScene).toBe("offline");
  document.querySelector<HTMLElement>("[data-usher-go]")?.click();
  expect(gone).toEqual(["chat"]);
  scenes.show(null);
  expect(document.body.dataset.usherScene).toBeUndefined();
  expect(document.querySelector("form")).toBeNull();
});

test("a form that was sent gives way to what comes after it", async () => {
  scenes.show("offline");
  await settle();
  answers = [["offline/success", '<section data-usher-scene="offline/success"><h2>Sent</h2></section>']];
  write("email", "mia@shop.example");
  write("text", "Hello");
  expect(scenes.isTouched()).toBe(true);
  await send();
  expect(asked[1]).toMatchObject({ token: "Bearer t", body: { submit: true } });
  expect(asked[1]?.body.fields).toEqual({ client_id: "id-1", email: "mia@shop.example", text: "Hello" });
  expect(taken).toEqual([["offline", { client_id: "id-1", email: "mia@shop.example", text: "Hello" }]]);
  expect([document.body.dataset.usherScene, scenes.isTouched()]).toEqual(["offline/success", false]);
});

test("one that is wrong comes back with what is wrong; one that was taken for the conversation goes", async () => {
  scenes.show("offline");
  await settle();
  answers = [["offline", form('<p class="wrong"></p>')], ["chat", ""]];
  await send();
  expect(document.querySelector(".wrong")).not.toBeNull();
  expect([taken, scenes.isTouched()]).toEqual([[], true]);
  await send();
  expect(document.body.dataset.usherScene).toBeUndefined();
  expect(taken).toHaveLength(1);
});

test("without an answer what was written stays, says so, and is sent again under the same name", async () => {
  scenes.show("offline");
  await settle();
  write("text", "Hello");
  for (const given of ["t", null]) {
    token = given;
    answers = [null];
    await send();
    expect([field("text").value, document.querySelector("[role=alert]")?.textContent]).toEqual(["Hello", "Try again."]);
  }
  token = "t";
  answers = [["chat", ""]];
  await send();
  expect(asked.filter(({ body }) => body.submit).map(({ body }) => body.fields.client_id)).toEqual(["id-1", "id-1"]);
  expect(taken).toHaveLength(1);
});

test("a form that can not be had is asked for again, until another one is wanted", async () => {
  answers = [null, ["offline", form()]];
  scenes.show("offline");
  await settle(60_000);
  expect(asked).toHaveLength(2);
  expect(document.body.dataset.usherScene).toBe("offline");
});

test("a form that is there is filled, unless somebody has begun to write in it", async () => {
  scenes.show("offline");
  await settle();
  scenes.show("offline", { text: "From the page" });
  expect(field("text").value).toBe("From the page");
  write("text", "My own");
  scenes.show("offline", { text: "Once more" });
  expect(field("text").value).toBe("My own");
});

test("how a call goes on stands in the place of its form, until there is a new one", async () => {
  const status = (words: string): [string, string] => ["call/status", `<section data-usher-scene="call/status">${words}</section>`];
  answers = [["call", form()], status("Ringing")];
  scenes.show("call");
  await settle();
  await send();
  expect(taken.map(([name]) => name)).toEqual(["call"]);
  call = "id-1";
  scenes.show("call");
  await settle();
  expect(asked).toHaveLength(2);

  answers = [status("Thank you")];
  scenes.renew();
  await settle();
  expect(asked[2]).toMatchObject({ token: "Bearer t", body: { call: "id-1", submit: false } });
  expect(document.querySelector("section")?.textContent).toBe("Thank you");

  scenes.show(null);
  call = null;
  answers = [["call", form()]];
  scenes.show("call");
  await settle();
  expect([document.body.dataset.usherScene, asked[3]?.token]).toEqual(["call", null]);
});

test("a form that is on its way is not taken off the table by what it brings about", async () => {
  scenes.show("offline");
  await settle();
  answers = [["offline/success", '<section data-usher-scene="offline/success"><h2>Sent</h2></section>']];
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  scenes.show("introduce");
  scenes.show(null);
  await settle();
  expect([document.body.dataset.usherScene, taken.length, asked.length]).toEqual(["offline/success", 1, 2]);
});

describe("a phone number", () => {
  const phoneForm = (value = "", more = ""): string =>
    `<section data-usher-scene="call"><form><input name="phone" value="${value}"${more}>
    <p role="alert"></p><button>Call</button></form></section>`;
  const submit = async (phone: string): Promise<string | undefined> => {
    answers = [["call", phoneForm()], ["call", phoneForm("?", ' aria-invalid="true"')]];
    scenes.show("call");
    await settle();
    write("phone", phone);
    await send();
    return asked[1]?.body.fields.phone;
  };

  test("is what the page makes of it (CONTRACT 3.2)", async () => {
    normalise = (phone) => `+420 ${phone}`;
    expect(await submit("777 666 555")).toBe("+420 777 666 555");
  });

  test("that is none is none to the server, and stands there as it was written", async () => {
    normalise = () => null;
    expect(await submit("777")).toBe("?");
    expect([field("phone").value, field("phone").ariaInvalid ?? field("phone").getAttribute("aria-invalid")]).toEqual([
      "777",
      "true",
    ]);
    expect(taken).toEqual([]);
  });

  test.each(["", "  "])("%j is nobody's business but the form's", async (phone) => {
    normalise = () => "+1";
    expect(await submit(phone)).toBe(phone);
  });
});
