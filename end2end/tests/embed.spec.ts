/** The native API on the customer's page, and who else may speak to the widget: nobody. */

import { expect, type Page, test } from "@playwright/test";

import { listeners } from "../support/listeners";
import { organisation } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { Watch } from "../support/watch";
import { Wire } from "../support/wire";

const calls = organisation("calls");
const data = organisation("data");
const life = organisation("life");
const forged = organisation("forged");
const set = stage([calls, data, life, forged]);

interface NewMessage {
  id: string;
  text: string;
  createdAt: number;
  type: string;
}

/** What `customer/api.html` offers. */
interface ApiWindow {
  Usher: (...args: unknown[]) => unknown;
  UsherConfig: Record<string, unknown>;
  received: NewMessage[];
}

/** Calls the API as the page would. */
function call(page: Page, ...args: unknown[]): Promise<unknown> {
  return page.evaluate((args) => (window as unknown as ApiWindow).Usher(...args), args);
}

function received(page: Page): Promise<NewMessage[]> {
  return page.evaluate(() => (window as unknown as ApiWindow).received);
}

test("open, minimise, hide, show", async ({ page }) => {
  const watch = await Watch.over(page);
  const widget = new WidgetPage(page);
  const { panel } = widget;
  await page.goto(set.customer.page("api", calls.site, { hidden: "1" }));
  await expect(widget.iframe).toHaveCount(1);
  await expect.poll(() => watch.open().length).toBe(1);
  await expect(widget.open).toHaveCount(0);
  await call(page, "show");
  await expect(widget.open).toBeVisible();
  await expect(panel.composer).toBeHidden();

  await call(page, "openChat");
  await expect(panel.composer).toBeVisible();
  await expect(widget.close).toBeVisible();
  await call(page, "minimizeWidget");
  await expect(panel.composer).toBeHidden();
  await expect(widget.open).toBeVisible();

  // With `true` one can write at once.
  await call(page, "openChat", true);
  await expect(panel.composer).toBeFocused();
  await page.keyboard.type("Typed at once");
  await expect(panel.composer).toHaveValue("Typed at once");

  await call(page, "hide");
  await expect(panel.composer).toBeHidden();
  await expect(widget.open.or(widget.close)).toHaveCount(0);
  await call(page, "show");
  await expect(panel.composer).toHaveValue("Typed at once");

  // Nothing a page calls may throw.
  for (const args of [["nonsense"], [], [42], ["openChat", { focus: 1 }], ["setIntegrationData", 7], ["setGroupId", {}]]) {
    await call(page, ...args);
  }
  await watch.expectQuiet();
});

test("calls from before the script was there", async ({ page }) => {
  const watch = await Watch.over(page);
  const queue = [["setIntegrationData", { name: "Quick Quentin" }], ["setGroupId", "delivery"], ["openChat", true]];
  await page.goto(set.customer.page("api", calls.site, { queue: JSON.stringify(queue) }));
  const widget = new WidgetPage(page);
  await expect(widget.panel.composer).toBeFocused();
  const sent = page.waitForRequest((request) => request.url().endsWith("/api/message/send"));
  await widget.panel.write("I called early");
  expect((await sent).postDataJSON()).toMatchObject({ input: { text: "I called early", department: "delivery" } });
  await watch.expectQuiet();
});

test("new messages are told to the page, each once", async ({ page, browser }) => {
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, calls.anna);
  const widget = await WidgetPage.openAt(page, customer.page("api", calls.site));
  await widget.panel.write("Told to the page?");
  await desk.take("Told to the page?");
  // A callback that throws stops nothing, and one that is replaced is the one that is called.
  await page.evaluate(() => {
    const { UsherConfig, received } = window as unknown as ApiWindow;
    UsherConfig.onNewMessage = (message: NewMessage) => {
      received.push({ ...message, text: `late: ${message.text}` });
      throw new Error("a fault of the page");
    };
  });
  await desk.write("Yes, and so is this.");
  await desk.write("And this.");
  const said = async (): Promise<string[]> => (await received(page)).map(({ type, text }) => `${type}: ${text}`);
  await expect.poll(said).toEqual(["client: Told to the page?", "agent: late: Yes, and so is this.", "agent: late: And this."]);
  for (const message of await received(page)) {
    expect(Object.keys(message).sort()).toEqual(["createdAt", "id", "text", "type"]);
    expect(message.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Math.abs(message.createdAt - Date.now())).toBeLessThan(60_000);
  }

  // History is no news: after a reload nothing is told.
  await page.reload();
  await widget.openPanel();
  await widget.panel.log.expectOnce("And this.");
  expect(await received(page)).toEqual([]);
  await desk.page.context().close();
});

test("the operator sees what the page says of its visitor", async ({ page, browser }) => {
  const { usher, customer } = set;
  const desk = await Desk.logIn(browser, usher, data.anna);
  const widget = new WidgetPage(page);
  await page.goto(customer.page("api", data.site), { referer: "https://search.example/" });
  await expect(widget.open).toBeVisible();
  await call(page, "setIntegrationData", { name: "Jonas Lindqvist", email: "jonas@lindqvist.example", plan: "Studio" });
  await widget.openPanel();
  await widget.panel.write("Do you know me?");
  await desk.take("Do you know me?");
  await expect(desk.visitor).toContainText("Jonas Lindqvist");
  await expect(desk.visitor).toContainText("jonas@lindqvist.example");
  await expect(desk.visitor).toContainText("Studio");
  await expect(desk.visitor).toContainText("A page that talks to its chat");
  await expect(desk.visitor).toContainText("search.example");

  // Updating merges, and null removes one field.
  await call(page, "updateIntegrationData", { plan: "Workshop", orders: 7, email: null });
  await expect(desk.visitor).toContainText("Workshop");
  await expect(desk.visitor).toContainText("orders7");
  await expect(desk.visitor).toContainText("Jonas Lindqvist");
  await expect(desk.visitor).not.toContainText("jonas@lindqvist.example");
  // Setting replaces.
  await call(page, "setIntegrationData", { name: "Rita Pimentel" });
  await expect(desk.visitor).toContainText("Rita Pimentel");
  await expect(desk.visitor).not.toContainText("Workshop");
  // Words of a page are words.
  await call(page, "updateIntegrationData", { note: "<img src=x onerror=alert(1)>" });
  await expect(desk.visitor).toContainText("<img src=x onerror=alert(1)>");

  await page.evaluate(() => {
    document.title = "Step two of the order";
  });
  await call(page, "pageView");
  await expect(desk.visitor).toContainText("Step two of the order");
  // A page that changes its address without a new document need not call anything.
  await page.evaluate(() => {
    history.pushState(null, "", "#three");
    document.title = "Step three of the order";
  });
  await expect(desk.visitor).toContainText("Step three of the order");
  await desk.page.context().close();
});

test("kill leaves nothing, restart keeps the history", async ({ page, context }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  const wire = await Wire.to(usher);
  const cdp = await context.newCDPSession(page);
  const widget = await WidgetPage.openAt(page, customer.page("api", life.site, { usher: wire.url }));
  await widget.panel.write("I was here before");
  await widget.panel.log.expectOnce("I was here before");
  expect(wire.sockets).toBe(1);

  // Nobody's pointer is on the launcher: that would make it load the panel ahead.
  await page.mouse.move(0, 0);
  for (let round = 1; round <= 10; round++) {
    await call(page, "restart");
    // Some as soon as the widget is there again, some in the middle of that.
    if (round % 2 === 0) await expect(widget.open).toBeVisible();
  }
  await expect(widget.open).toBeVisible();
  await expect(widget.iframe).toHaveCount(1);
  await expect.poll(() => wire.sockets).toBe(1);
  await widget.openPanel();
  await widget.panel.log.expectOnce("I was here before");
  await widget.panel.write("And I am still here");
  await widget.panel.log.expectOrder(["I was here before", "And I am still here"]);
  expect(wire.sockets).toBe(1);
  const alive = await listeners(cdp);
  expect(alive.length).toBeGreaterThan(0);

  await call(page, "kill");
  await expect(page.locator("iframe")).toHaveCount(0);
  expect(await page.evaluate(() => Array.from(document.body.children, ({ localName }) => localName))).toEqual(["h1", "label"]);
  await expect.poll(() => wire.sockets).toBe(0);
  expect(await listeners(cdp)).toEqual([]);
  const requests = watch.requests.length;
  for (const method of ["openChat", "show", "restart", "pageView", "minimizeWidget", "kill"]) await call(page, method);
  await expect(widget.iframe).toHaveCount(0);
  expect(watch.requests).toHaveLength(requests);
  expect(wire.sockets).toBe(0);
  await watch.expectQuiet();
  wire.close();
});

test("nobody else on the page can speak for the frame or to it", async ({ page, browser }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  const widget = new WidgetPage(page);
  await page.goto(customer.page("api", forged.site));
  await expect(widget.open).toBeVisible();
  // A frame of another site on the same page. (127.0.0.1 and localhost are two sites on one server.)
  const forger = customer.page("forger", forged.site).replace("127.0.0.1", "localhost");
  await page.evaluate(async (src) => {
    const frame = document.createElement("iframe");
    frame.src = src;
    const loaded = new Promise((resolve) => {
      frame.onload = resolve;
    });
    document.body.append(frame);
    await loaded;
  }, forger);
  const stranger = page.frames().find((frame) => frame.url() === forger);
  const sent = await stranger?.evaluate(() => (window as unknown as { forge: () => number }).forge());
  expect(sent).toBeGreaterThan(10);

  // The page itself says the frame's words again, with a port of its own: the frame has its page already.
  await page.evaluate(() => {
    const frame = document.getElementById("usher-widget-container")?.shadowRoot?.querySelector("iframe")?.contentWindow;
    if (frame == null) throw new Error("the frame is in the open shadow root");
    const { port1, port2 } = new MessageChannel();
    frame.postMessage({ usher: 1, port: true }, "*", [port2]);
    port1.postMessage(JSON.stringify({ type: "open", focus: true }));
    port1.postMessage(JSON.stringify({ type: "data", change: { replace: true, fields: { name: "Forged" } } }));
    frame.postMessage(JSON.stringify({ type: "data", change: { replace: true, fields: { name: "Forged" } } }), "*");
  });

  // All of it has been delivered when a later message of the same senders has.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(resolve);
      }),
  );
  await expect(widget.open).toBeVisible();
  await expect(widget.close).toHaveCount(0);
  await expect(widget.open).not.toContainText("99");
  expect(await received(page)).toEqual([]);
  expect(watch.to(usher.url).filter((request) => request.startsWith("POST"))).toEqual([]);
  expect(watch.sockets).toHaveLength(1);

  // And the true ones go on talking.
  const desk = await Desk.logIn(browser, usher, forged.anna);
  await widget.openPanel();
  await widget.panel.write("It is really me");
  await desk.take("It is really me");
  await expect(desk.visitor).not.toContainText("Forged");
  await desk.write("We never doubted it.");
  await widget.panel.log.expectOnce("We never doubted it.");
  await watch.expectQuiet();
  await desk.page.context().close();
});

test("a page that may not embed the site shows nothing, and its author is told", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.clock.install();
  await page.goto(set.customer.page("api", forged.elsewhere));
  const widget = new WidgetPage(page);
  await expect(widget.iframe).toHaveCount(1);
  await expect.poll(() => watch.errors.join("\n")).toMatch(/frame-ancestors/);
  await page.clock.fastForward(60_000);
  await expect.poll(() => watch.errors.filter((error) => error.startsWith("Usher: ")).join("\n")).toMatch(/domain/i);
  await expect(widget.open.or(widget.close)).toHaveCount(0);
  await expect(widget.iframe).toBeHidden();
  expect(watch.sockets).toEqual([]);
  await call(page, "openChat", true);
  await expect(widget.iframe).toBeHidden();
});
