/** The methods of `jivo_api`: what each does, what it answers, and what it makes of arguments that are none. */

import { expect, type Page, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { expectColour } from "../../compat/seen";
import { Jivo } from "../../jivo/page";
import { ID, jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const set = jivoStage("methods");

test.use({ contextOptions: { reducedMotion: "reduce" } });

const OK = { result: "ok" };
const NOBODY = { client_name: null, email: null, phone: null, description: null };
const loaded = (page: Page, ...writing: Parameters<typeof Jivo.loaded>[3][]): Promise<Jivo> => Jivo.loaded(page, set, ID, ...writing);

/** Has the visitor write, and the operator look at it. */
async function introduced(jivo: Jivo, words: string): Promise<void> {
  await jivo.call("open");
  await jivo.write(words);
  await set.desk.openConversation(words);
}

for (const argument of [undefined, null, 7, "chat", "nonsense", {}, { start: "chat" }, { start: "menu" }, { start: "nonsense" }, { start: null }, ["chat"]]) {
  test(`open(${JSON.stringify(argument)})`, proves("1.6 open", "1.5 chat", "1.4 onOpen"), async ({ page }) => {
    const jivo = await loaded(page);
    expect(await jivo.call("open", argument)).toEqual(OK);
    await expect(jivo.panel.composer).toBeVisible();
    expect(await jivo.call("open", argument)).toEqual(OK);
    expect((await jivo.told()).slice(1)).toEqual([["ChangeState", "chat"], ["Open"], ["ResizeCallback"]]);
  });
}

test("open and close, without a conversation and with one", proves("1.6 open", "1.6 close", "1.5 label", "1.5 chat/min", "1.5 chat", "1.4 onOpen", "1.4 onClose", "1.4 onChangeState", "1.4 onResizeCallback", "1.4 order"), async ({ page }) => {
  const jivo = await loaded(page);
  expect(await jivo.call("close")).toEqual(OK);
  expect(await jivo.told()).toEqual([["LoadCallback"]]);
  await jivo.label.click();
  const opened = [["ChangeState", "chat"], ["Open"], ["ResizeCallback"]];
  const closed = (state: string): unknown[][] => [["ChangeState", state], ["Close"], ["ResizeCallback"]];
  await expect(jivo.panel.composer).toBeVisible();
  await page.getByRole("button", { name: "Close chat", exact: true }).click();
  await expect(jivo.window).toBeHidden();
  expect(await jivo.call("close")).toEqual(OK);
  expect((await jivo.told()).slice(1)).toEqual([...opened, ...closed("label")]);

  await jivo.call("open");
  await jivo.write("Now there is one");
  expect(await jivo.call("close")).toEqual(OK);
  await expect(jivo.window).toBeHidden();
  expect((await jivo.told()).filter(([name]) => !/Message|Start/.test(String(name))).slice(7)).toEqual([...opened, ...closed("chat/min")]);

  // The first state is no change, whichever it is.
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.told()).toEqual([["LoadCallback"]]);
  await jivo.call("open");
  await jivo.call("close");
  expect(await jivo.states()).toEqual(["chat", "chat/min"]);
});

test("without calls nobody is called, and nothing opens", proves("1.6 open call", "1.6 startCall refused", "1.6 isCallbackEnabled refused"), async ({ page }) => {
  const jivo = await loaded(page);
  const disabled = { result: "fail", reason: "Callback disabled" };
  for (const argument of ["call", { start: "call" }]) expect(await jivo.call("open", argument)).toEqual(disabled);
  for (const phone of ["+14084987855", "no number", null, undefined]) expect(await jivo.call("startCall", phone)).toEqual(disabled);
  expect(await jivo.ask("isCallbackEnabled")).toEqual([disabled]);
  // A little later, and nobody need listen.
  expect(await page.evaluate("let late = 'early'; jivo_api.isCallbackEnabled(() => { late = 'late'; }); late")).toBe("early");
  expect(await jivo.call("isCallbackEnabled")).toBeUndefined();
  expect(await jivo.told()).toEqual([["LoadCallback"]]);
});

test("an invitation: its lines, its department, as often as it is said", proves("1.6 showProactiveInvitation", "1.4 onOpen", "1.4 onClientStartChat", "1.4 onMessageSent"), async ({ page, browser }) => {
  const jivo = await loaded(page);
  for (const text of ["", "  ", null, undefined, {}]) expect(await jivo.call("showProactiveInvitation", text)).toMatchObject({ result: "fail", reason: expect.any(String) });
  expect(await jivo.times("Open")).toBe(0);
  expect(await jivo.call("showProactiveInvitation", "First line\nSecond line", 3)).toEqual(OK);
  await expect(jivo.panel.log.root.getByText("First line")).toBeVisible();
  expect(await jivo.panel.log.root.getByText("First line").evaluate((element) => (element as HTMLElement).innerText)).toContain("First line\nSecond line");
  expect(await jivo.call("showProactiveInvitation", "And another")).toEqual(OK);
  await jivo.panel.log.expectOnce("And another");
  expect(await jivo.times("Open")).toBe(1);
  await jivo.write("By invitation, to sales");
  await set.desk.tab("Unassigned").click();
  await expect(set.desk.row("By invitation, to sales")).toContainText("Sales");
  await jivo.expectTold("MessageSent");
  expect(await jivo.times("ClientStartChat")).toBe(0);
  await jivo.call("close");
  await jivo.call("showProactiveInvitation", "Welcome back");
  await expect(jivo.window).toBeVisible();
  expect(await jivo.times("Open")).toBe(2);

  // A department that nobody knows is the site's own.
  const stranger = await browser.newContext();
  const other = await loaded(await stranger.newPage());
  expect(await other.call("showProactiveInvitation", "Hello", 99)).toEqual(OK);
  await other.write("By invitation, to nobody");
  await set.desk.tab("Unassigned").click();
  await expect(set.desk.row("By invitation, to nobody")).not.toContainText("Sales");
  await stranger.close();
});

test("colours, one or two, until the page is loaded again", proves("1.6 setWidgetColor"), async ({ page }) => {
  const jivo = await loaded(page);
  const usual = await jivo.label.evaluate((label) => getComputedStyle(label).background);
  expect(await jivo.call("setWidgetColor", "#c2410c")).toEqual(OK);
  await expectColour(jivo.label, "background", "#c2410c");
  for (const colours of [["red"], ["#12"], [7], [null], ["#123456", "blue"], []]) expect(await jivo.call("setWidgetColor", ...colours)).toMatchObject({ result: "fail", reason: "Invalid color" });
  expect(await jivo.call("setWidgetColor", "#fff", "#000000")).toEqual(OK);
  await expect(jivo.label).toHaveCSS("background-image", "linear-gradient(135deg, rgb(255, 255, 255), rgb(0, 0, 0))");
  expect(await jivo.call("setWidgetColor", "#c2410c")).toEqual(OK);
  await expect(jivo.label).toHaveCSS("background-image", "none");
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.label.evaluate((label) => getComputedStyle(label).background)).toBe(usual);
});

test("while nobody is there", proves("1.6 chatMode", "1.6 sendOfflineMessage refused", "1.6 showProactiveInvitation"), async ({ page }) => {
  const jivo = await loaded(page);
  expect(await jivo.call("sendOfflineMessage", { message: "Hello", email: "email@example.com" })).toEqual({ result: "fail", error: "Chat is online" });
  await set.desk.setAvailability("Away");
  await expect.poll(() => jivo.call("chatMode")).toBe("offline");
  for (const [message, error] of [
    [{}, "Message is empty"],
    [null, "Message is empty"],
    ["text", "Message is empty"],
    [{ message: " ", email: "email@example.com" }, "Message is empty"],
    [{ message: "Hello", email: "nobody" }, "Invalid email"],
    [{ message: "Hello", phone: "12" }, "Invalid phone"],
  ] as const) {
    expect(await jivo.call("sendOfflineMessage", message)).toEqual({ result: "fail", error });
  }
  expect(await jivo.call("showProactiveInvitation", "Anybody there?")).toMatchObject({ result: "fail", reason: expect.any(String) });
  expect(await jivo.told()).toEqual([["LoadCallback"]]);
  await set.desk.setAvailability("Online");
  await expect.poll(() => jivo.call("chatMode")).toBe("online");
});

test("where the visitor is, in the page's own words", proves("1.6 sendPageTitle"), async ({ page }) => {
  const jivo = await loaded(page);
  await introduced(jivo, "Where am I?");
  const side = set.desk.visitor;
  await expect(side).toContainText("A page of Jivo's");
  expect(await jivo.call("sendPageTitle", "Step two")).toEqual(OK);
  await expect(side).toContainText("Step two");
  expect(await jivo.call("sendPageTitle", "Step three", false, "cart?step=3")).toEqual(OK);
  await expect(side).toContainText("Step three");
  await expect(side.getByRole("link", { name: "Step three" })).toHaveAttribute("href", `${set.customer.origin}/cart?step=3`);
  // An empty title is the document's.
  expect(await jivo.call("sendPageTitle", "", true, "/cart?step=4")).toEqual(OK);
  await expect(side.getByRole("link", { name: "A page of Jivo's" })).toHaveAttribute("href", `${set.customer.origin}/cart?step=4`);

  // Said by the API it stays, whatever the document is called meanwhile.
  expect(await jivo.call("sendPageTitle", "Pinned", true)).toEqual(OK);
  await expect(side).toContainText("Pinned");
  await page.evaluate(`document.title = "Another title"; history.pushState(null, "", "?elsewhere")`);
  await expect(side.getByRole("link", { name: "Pinned" }).first()).toHaveAttribute("href", /\?elsewhere$/);
  expect(await jivo.call("sendPageTitle", "Unpinned")).toEqual(OK);
  await expect(side).toContainText("Unpinned");
  await page.evaluate(`document.title = "The router's title"; history.pushState(null, "", "?somewhere")`);
  await expect(side).toContainText("The router's title");
  for (const arguments_ of [[], [null, null, null], [{}, {}, {}], ["Title", true, "http://["]]) expect(await jivo.call("sendPageTitle", ...arguments_)).toEqual(OK);
});

test("who the visitor is", proves("1.6 setContactInfo", "1.6 getContactInfo", "JX6"), async ({ page }) => {
  const jivo = await loaded(page);
  expect(await jivo.call("getContactInfo")).toEqual(NOBODY);
  expect(await jivo.call("setContactInfo", { name: "John <b>Smith</b>", email: "email@example.com", phone: "+1 (408) 498-78-55", description: "Description text", more: 1 })).toEqual(OK);
  const known = { client_name: "John <b>Smith</b>", email: "email@example.com", phone: "+1 (408) 498-78-55", description: "Description text" };
  expect(await jivo.call("getContactInfo")).toEqual(known);
  // What is empty or no address leaves the field alone, and the others are taken.
  await jivo.call("setContactInfo", { name: "", email: "nobody", phone: "12", description: null });
  for (const nothing of [undefined, null, "text", 7, []]) expect(await jivo.call("setContactInfo", nothing)).toEqual(OK);
  expect(await jivo.call("getContactInfo")).toEqual(known);
  await jivo.call("setContactInfo", { email: "nobody", description: "Another text" });
  expect(await jivo.call("getContactInfo")).toEqual({ ...known, description: "Another text" });

  await introduced(jivo, "Who am I, then?");
  for (const words of ["John <b>Smith</b>", "email@example.com", "Another text"]) await expect(set.desk.visitor).toContainText(words);
  await jivo.call("setContactInfo", { name: "Jane Smith" });
  await expect(set.desk.visitor).toContainText("Jane Smith");
  expect(await jivo.times("Introduction")).toBe(0);
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.call("getContactInfo")).toEqual({ ...known, client_name: "Jane Smith", description: "Another text" });
});

test("attributes, ten times within an hour", proves("1.6 setClientAttributes"), async ({ page }) => {
  await page.clock.install();
  const jivo = await loaded(page);
  await introduced(jivo, "What am I?");
  for (const nothing of [undefined, null, "text"]) expect(await jivo.call("setClientAttributes", nothing)).toMatchObject({ result: "fail", reason: expect.any(String) });
  expect(await jivo.call("setClientAttributes", { plan: "pro", age: "forty", moon: "full", more: {} })).toEqual(OK);
  const side = set.desk.visitor;
  await expect(side).toContainText("pro");
  await expect(side).not.toContainText("forty");
  expect(await jivo.call("setClientAttributes", { age: 42, plan: 7 })).toEqual(OK);
  await expect(side).toContainText("42");
  await expect(side).toContainText("pro");
  for (let call = 3; call <= 9; call++) expect(await jivo.call("setClientAttributes", { age: call })).toEqual(OK);
  expect(await jivo.call("setClientAttributes", { plan: "the tenth" })).toEqual(OK);
  const limit = { result: "fail", reason: "Rate limit exceeded" };
  expect(await jivo.call("setClientAttributes", { plan: "the eleventh" })).toEqual(limit);
  await expect(side).toContainText("the tenth");

  // The visitor is the same one on the next page, and an hour later it is another hour.
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.call("setClientAttributes", { plan: "the eleventh" })).toEqual(limit);
  await page.clock.fastForward("01:00:01");
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.call("setClientAttributes", {})).toEqual(OK);
  await expect(side).not.toContainText("the eleventh");
});

test("fields of the visitor's pane, in their order", proves("1.6 setCustomData", "JX6"), async ({ page }) => {
  const jivo = await loaded(page);
  await introduced(jivo, "What is in my cart?");
  const side = set.desk.visitor;
  const fields = [
    { title: "Cart", key: "Lamps", content: "<i>2</i>" },
    { content: "Open the card", link: "https://crm.nordlys.example/7" },
    { content: "Somewhere else", link: "https://elsewhere.example/7" },
    { content: "Not a link", link: "javascript:alert(1)" },
  ];
  expect(await jivo.call("setCustomData", fields)).toEqual(OK);
  await expect(side).toContainText("Lamps");
  await expect(side).toContainText("<i>2</i>");
  await expect(side.getByRole("link", { name: "Open the card" })).toHaveAttribute("href", "https://crm.nordlys.example/7");
  for (const name of ["Somewhere else", "Not a link"]) {
    await expect(side.getByText(name)).toBeVisible();
    await expect(side.getByRole("link", { name })).toHaveCount(0);
  }
  const text = await side.innerText();
  const places = ["Cart", "Lamps", "Open the card", "Somewhere else", "Not a link"].map((words) => text.indexOf(words));
  expect(places).toEqual([...places].sort((a, b) => a - b));

  const many = (count: number): object[] => Array.from({ length: count }, (_, index) => ({ content: `Field ${index}` }));
  expect(await jivo.call("setCustomData", many(11))).toEqual({ result: "fail", reason: "Too many fields" });
  for (const nothing of [undefined, null, "text", {}]) expect(await jivo.call("setCustomData", nothing)).toMatchObject({ result: "fail", reason: expect.any(String) });
  expect(await jivo.call("setCustomData", many(10))).toEqual(OK);
  await expect(side).toContainText("Field 9");
  await expect(side).not.toContainText("Lamps");
  expect(await jivo.call("setCustomData", [null, 7, {}, { content: "All that is left" }])).toEqual(OK);
  await expect(side).toContainText("All that is left");
  await expect(side).not.toContainText("Field 9");
});

test("the page's own token of its visitor", proves("1.6 setUserToken"), async ({ page }) => {
  const jivo = await loaded(page);
  const tokens: unknown[] = [];
  page.on("request", (request) => {
    if (!request.url().endsWith("/api/visitor/update")) return;
    const { input } = request.postDataJSON() as { input: { user_token?: unknown } };
    if (input.user_token !== undefined) tokens.push(input.user_token);
  });
  expect(await jivo.call("setUserToken", "hard-to-guess")).toEqual({ result: "ok", token: "hard-to-guess" });
  await expect.poll(() => tokens).toEqual(["hard-to-guess"]);
  for (const nothing of [undefined, null, "", "  "]) expect(await jivo.call("setUserToken", nothing)).toMatchObject({ result: "fail" });
  await introduced(jivo, "Nobody sees my token");
  await expect(set.desk.visitor).not.toContainText("hard-to-guess");
  expect(tokens).toEqual(["hard-to-guess"]);
});

test("visitors are numbered one after the other", proves("1.6 getVisitorNumber"), async ({ page, browser }) => {
  const jivo = await loaded(page);
  expect(await page.evaluate("let number = 'early'; jivo_api.getVisitorNumber(() => { number = 'late'; }); number")).toBe("early");
  expect(await jivo.call("getVisitorNumber")).toBeUndefined();
  const [error, number] = await jivo.ask("getVisitorNumber");
  expect([error, Number.isInteger(number), Number(number) >= 1]).toEqual([null, true, true]);
  const stranger = await browser.newContext();
  const other = await loaded(await stranger.newPage());
  expect(await other.ask("getVisitorNumber")).toEqual([null, Number(number) + 1]);
  await stranger.close();
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.ask("getVisitorNumber")).toEqual([null, number]);
});

test("what was not read yet", proves("1.6 getUnreadMessagesCount", "1.4 onMessageReceived", "1.4 onAccept"), async ({ page }) => {
  const jivo = await loaded(page);
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  await jivo.call("open");
  await jivo.write("Do count");
  await jivo.call("close");
  await set.desk.take("Do count");
  await jivo.expectTold("Accept");
  for (const [index, words] of ["One", "Two", "Three"].entries()) {
    await set.desk.say(words);
    await jivo.expectTold("MessageReceived", index + 1);
    await expect.poll(() => jivo.call("getUnreadMessagesCount")).toBe(index + 1);
  }
  expect((await jivo.told()).filter(([name]) => name === "MessageReceived")).toEqual([["MessageReceived"], ["MessageReceived"], ["MessageReceived"]]);
  await jivo.call("open");
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  await set.desk.say("Four");
  await jivo.expectTold("MessageReceived", 4);
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  expect(await jivo.times("Accept")).toBe(1);
});

test("the tags of the first page of all", proves("1.6 getUtm"), async ({ page }) => {
  const jivo = await loaded(page, { query: "?utm_source=google&utm_medium=cpc&utm_term=lamps%20brass&utm_content=" });
  const utm = { content: null, campaign: null, source: "google", medium: "cpc", term: "lamps brass" };
  expect(await jivo.call("getUtm")).toEqual(utm);
  await loaded(page, { query: "?utm_source=bing&utm_campaign=later" });
  expect(await jivo.call("getUtm")).toEqual(utm);
});

test("a visitor who is forgotten is another one", proves("1.6 clearHistory", "1.5 label"), async ({ page }) => {
  const watch = await Watch.over(page);
  const jivo = await loaded(page);
  await jivo.call("setContactInfo", { name: "John Forgotten" });
  await introduced(jivo, "Forget all of this");
  const [, number] = await jivo.ask("getVisitorNumber");
  await jivo.call("close");
  expect(await jivo.call("clearHistory")).toEqual(OK);
  expect(await jivo.call("getContactInfo")).toEqual(NOBODY);
  expect(await jivo.call("getUnreadMessagesCount")).toBe(0);
  await expect.poll(() => jivo.states()).toEqual(["chat", "chat/min", "label"]);
  await expect.poll(async () => (await jivo.ask("getVisitorNumber"))[1]).not.toBe(number);
  await page.reload();
  await jivo.expectTold("LoadCallback");
  expect(await jivo.call("getContactInfo")).toEqual(NOBODY);
  await jivo.call("open");
  await expect(jivo.panel.log.text("Forget all of this")).toHaveCount(0);
  await jivo.write("A clean sheet");
  await jivo.expectTold("MessageSent");
  await set.desk.openConversation("Forget all of this");
  await expect(set.desk.visitor).toContainText("John Forgotten");
  await watch.expectQuiet();
});

test.describe("methods that nobody has written down", () => {
  for (const [name, ...arguments_] of [
    ["a text", "In the visitor's name: a text"],
    ["an empty object and a text", {}, "In the visitor's name: an empty object and a text"],
    ["contacts and a message", { name: "Sue Sender", email: "sue@example.com", message: "In the visitor's name: contacts and a message" }],
    ["contacts and a text", { name: "Sue Sender", text: "In the visitor's name: contacts and a text" }],
  ] as const) {
    test(`sendMessage with ${name}`, proves("1.6.1 sendMessage"), async ({ page }) => {
      const jivo = await loaded(page);
      expect(await jivo.call("sendMessage", ...arguments_)).toEqual(OK);
      await set.desk.openConversation(`In the visitor's name: ${name}`);
      if (name.startsWith("contacts")) await expect(set.desk.visitor).toContainText("Sue Sender");
      await jivo.expectTold("MessageSent");
      for (const nothing of [undefined, null, "", {}]) expect(await jivo.call("sendMessage", nothing)).toMatchObject({ result: "fail" });
    });
  }

  test("_sendIntroduce and setTelegramLink", proves("1.6.1 _sendIntroduce", "1.6.1 setTelegramLink"), async ({ page }) => {
    const jivo = await loaded(page);
    expect(await jivo.call("_sendIntroduce", { name: "Ina Introduced", email: "ina@example.com", phone: "+14084987855" })).toEqual(OK);
    await jivo.expectTold("Introduction");
    expect((await jivo.told()).at(-1)).toEqual(["Introduction"]);
    expect(await jivo.call("getContactInfo")).toMatchObject({ client_name: "Ina Introduced", email: "ina@example.com" });
    expect(await jivo.call("setTelegramLink", "https://t.me/nordlys")).toEqual(OK);
    expect(await jivo.call("setTelegramLink", "javascript:alert(1)")).toMatchObject({ result: "fail" });
    await introduced(jivo, "Who was introduced?");
    await expect(set.desk.visitor).toContainText("Ina Introduced");
  });

  test("and what never was is nowhere", proves("1.6.1 none"), async ({ page }) => {
    const jivo = await loaded(page);
    for (const call of ["setOptions({})", "onChatStarted(() => 1)", "jivo_onClientStartChat(() => 1)", "jivoInit()", "jivoDestroy()"]) {
      await expect(page.evaluate(`jivo_api.${call}`)).rejects.toThrow(/is not a function/);
    }
    await introduced(jivo, "After what never was");
  });
});
