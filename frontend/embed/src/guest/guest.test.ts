// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Frame, Wants } from "../annex/annex";
import type { Begun, Boot, Listener, Order } from "../frame/frame";
import type { Around } from "../frame/handshake";
import type { Settings } from "../frame/settings";
import type { Contacts, Facts, ToPage } from "../port";
import { FACTS } from "../testing/jivo_page";
import { receive } from "./guest";

const BOOT: Boot = {
  type: "boot",
  page: { url: "https://shop.example/", title: "Shop", referrer: "" },
  config: {},
  override: {},
  department: null,
  clientId: null,
  clientProof: null,
  phone: false,
  dialect: "guest",
};
const DRAW = { type: "draw", look: {}, status: {}, override: {} } as unknown as ToPage;

let told: ToPage[];
/** What the annex was given, and what it heard. */
let given: Frame;
let wants: Wants;
let heard: Order[];
/** What the annex heard of the visitor's side. */
let inner: ToPage[];
/** As the visitor's side speaks, and as the annex does. */
let visitor: Around;
let annex: Around;
let say: Listener = () => {};

function start(boot: Partial<Boot> = {}, look: object = {}): void {
  say({ type: "stop" });
  heard = [];
  const settings = { look: { site: "shop", language: "ru", ...look } } as unknown as Settings;
  const begin = (_: unknown, around: Around): Begun => {
    visitor = around;
    return {} as Begun;
  };
  say = receive([{ ...BOOT, ...boot }, { tell: (message) => told.push(message) }, settings, begin, () => {}], (...all) => {
    [given, wants] = all;
    annex = given[1];
    given[3]({} as never, { tell: (message) => inner.push(message) });
    return (order) => heard.push(order);
  });
}
const facts = (contacts: Partial<Contacts>, more: Partial<Facts> = {}): void =>
  annex.tell({ type: "facts", facts: { ...FACTS, ...more, contacts: { ...FACTS.contacts, ...contacts } } });
const data = (fields: Record<string, string | null>): void => say({ type: "data", change: { replace: false, fields } });
const moments = (): string[] => told.flatMap((message) => (message.type === "moment" ? [message.name] : []));

beforeEach(() => {
  [told, heard, inner] = [[], [], []];
});
afterEach(() => {
  say({ type: "stop" });
  document.body.replaceChildren();
});

test.each([
  [undefined, "shop"],
  [null, "shop"],
  ["eshop", "shop/eshop"],
])("scope %j is kept under %s", (scope, name) => {
  start(scope === undefined ? {} : { scope });
  expect(given[0]).toMatchObject({ scope: name, dialect: "guest" });
});

test("a preset's conversations go to its department, others to the page's", () => {
  start({ department: "sales" });
  expect(given[0].department).toBe("sales");
  start({}, { department: "service" });
  expect(given[0].department).toBe("service");
});

test("the page has contacts in place of facts, before it draws, and none twice", () => {
  start();
  facts({});
  annex.tell(DRAW);
  facts({ name: "Ann", description: "regular" });
  facts({ name: "Ann", description: "regular" }, { history: true });
  const known = { name: null, email: null, phone: null, notes: null };
  expect(told).toEqual([
    { type: "contacts", contacts: known },
    DRAW,
    { type: "contacts", contacts: { ...known, name: "Ann", notes: "regular" } },
  ]);
});

test("what is for Jivo's pages goes no further, and the rest does", () => {
  start();
  annex.tell({ type: "sheet", css: "" });
  annex.tell({ type: "news", name: "received" });
  annex.tell({ type: "watch_goals" });
  expect(told).toEqual([]);
  annex.tell({ type: "show", scene: "chat" });
  annex.tell({ type: "minimize" });
  expect(told.map(({ type }) => type)).toEqual(["show", "minimize"]);
});

test("the page is told of sessions, of what is written and of rules; the annex hears all of it, too", () => {
  start();
  visitor.tell({ type: "event", name: "first_message_sent" });
  visitor.tell({ type: "turned", kind: "accepted" });
  expect(inner.map(({ type }) => type)).toEqual(["event", "turned"]);
  const box = document.body.appendChild(document.createElement("textarea"));
  box.name = "text";
  const type = (): boolean =>
    box.dispatchEvent(new InputEvent("beforeinput", { inputType: "insertText", bubbles: true }));
  type();
  wants.fired();
  expect(moments()).toEqual(["session_created", "session_started", "writing", "triggered"]);
  say({ type: "stop" });
  type();
  expect(moments()).toHaveLength(4);
  expect(heard).toEqual([{ type: "stop" }]);
});

test.each([
  ["l1", {}, "ru"],
  ["l2", {}, "en"],
  ["l2", { second_language: "es" }, "es"],
  ["fr", {}, "fr"],
])("language %s of %j is %s", (value, look, language) => {
  start({}, look);
  say({ type: "call", method: "setLanguage", value });
  say({ type: "call", method: "other", value: "l1" });
  expect(heard).toEqual([
    { type: "call", method: "setLanguage", value: language },
    { type: "call", method: "other", value: "l1" },
  ]);
});

test("the page is asked what a number is, if it wants to be", async () => {
  start({ config: { normalise: true } });
  const number = wants.normalise("777");
  expect(told).toEqual([{ type: "normalise", id: 1, phone: "777" }]);
  say({ type: "normalised", id: 1, phone: "+420777" });
  expect(await number).toBe("+420777");
  say({ type: "call", method: "normalise", value: false });
  expect(await wants.normalise("777")).toBe("777");
  say({ type: "call", method: "normalise", value: true });
  void wants.normalise("777");
  expect([told.length, heard]).toEqual([2, []]);
});

test("custom data are fields, and the reserved ones are who the visitor is", () => {
  const fields = { oo1_guest_email: "a@b", oo1_guest_phone: "1", oo1_guest_ident: "42", constructor: "x", plan: null };
  start();
  data(fields);
  const others = { email: "a@b", phone: "1", constructor: "x", plan: null };
  expect(heard).toEqual([{ type: "data", change: { replace: false, fields: { ...others, clientId: "42" } } }]);
  // Who it is would lead to the conversation of another scope.
  start({ scope: "eshop" });
  data(fields);
  expect(heard).toEqual([{ type: "data", change: { replace: false, fields: { ...others, oo1_guest_ident: "42" } } }]);
});
