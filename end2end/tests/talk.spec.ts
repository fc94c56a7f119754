/** The main job: a visitor on a customer's page and an operator in the dashboard talk. */

import { expect, test } from "@playwright/test";

import { organisation, TEXTS } from "../support/organisation";
import { Desk, WidgetPage } from "../support/pages";
import { stage } from "../support/stage";
import { kept, Watch } from "../support/watch";

const story = organisation("story");
const quiet = organisation("quiet");
const presence = organisation("presence");
const set = stage([story, quiet, presence]);

test("before the visitor acts: two files, one socket, nothing kept", async ({ page }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  await page.goto(customer.page("index", quiet.site));
  const widget = new WidgetPage(page);
  await expect(widget.open).toBeVisible();
  await expect.poll(() => watch.open().length).toBe(1);

  expect(watch.to(usher.url).map((request) => request.replace(/\.[0-9a-f]{12,}\./, ".<hash>."))).toEqual([
    "GET /widget/usher.js",
    `GET /frame/${quiet.site}`,
    "GET /assets/frame.<hash>.js",
  ]);
  expect(watch.sockets.map((socket) => socket.url())).toEqual([`ws://${usher.host}/live`]);
  expect(watch.origins().sort()).toEqual([customer.origin, usher.url].sort());
  expect(await kept(page)).toEqual([]);

  // Opening loads the panel and its wasm, and still keeps nothing: only words do.
  await widget.openPanel();
  await expect.poll(() => watch.to(usher.url).some((request) => request.endsWith(".wasm"))).toBe(true);
  await expect(widget.panel.log.root).toContainText(TEXTS.offlineWelcome);
  expect(await kept(page)).toEqual([]);
  await widget.panel.write("Hello, is anybody there?");
  await widget.panel.log.expectOnce("Hello, is anybody there?");
  expect((await kept(page)).filter((thing) => !thing.startsWith(`${usher.url}: localStorage usher:`))).toEqual([]);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});

test("open, write, answer, read, reload, a second tab, close, reopen", async ({ page, context, browser }) => {
  test.setTimeout(90_000);
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  const desk = await Desk.logIn(browser, usher, story.anna);
  const address = customer.page("index", story.site);
  const widget = await WidgetPage.openAt(page, address);
  const { panel } = widget;

  await test.step("the operator sees the words in Unassigned, accepts and answers", async () => {
    await desk.expectCount("Unassigned", 0);
    await panel.write("Where is my lamp?");
    await panel.log.expectOnce("Where is my lamp?");
    await desk.expectCount("Unassigned", 1);
    await desk.expectCount("All", 1);
    await desk.take("Where is my lamp?");
    await desk.expectCount("Unassigned", 0);
    await desk.expectCount("Mine", 1);
    await desk.write("It left Tallinn this morning.");
    await desk.log.expectOrder(["Where is my lamp?", "It left Tallinn this morning."]);
  });

  await test.step("the visitor sees the answer and who gave it", async () => {
    await panel.log.expectOrder(["Where is my lamp?", "It left Tallinn this morning."]);
    await expect(panel.scope.getByText(/Anna Petrova/).first()).toBeVisible();
  });

  await test.step("each sees what the other has read", async () => {
    await expect(panel.log.root.getByText(/Read$/).first()).toBeAttached();
    await expect(desk.log.root.getByText(/Read$/).first()).toBeVisible();
  });

  await test.step("each sees the other typing", async () => {
    await panel.composer.pressSequentially("Thank");
    await expect(desk.log.root.getByText("Typing…")).toBeVisible();
    await panel.composer.fill("");
    await expect(desk.log.root.getByText("Typing…")).toHaveCount(0);
    await desk.reply.pressSequentially("You are");
    const typing = panel.scope.getByText("Anna is typing.");
    await expect(typing).toBeAttached();
    await desk.write("You are welcome.");
    await panel.log.expectOnce("You are welcome.");
    await expect(typing).toHaveCount(0);
  });

  const talk = ["Where is my lamp?", "It left Tallinn this morning.", "You are welcome."];

  await test.step("reload keeps the history", async () => {
    await page.reload();
    await widget.openPanel();
    await panel.log.expectOrder(talk);
  });

  const second = new WidgetPage(await context.newPage());
  await test.step("a second tab shows the same, and hears the same", async () => {
    await second.page.goto(address);
    await second.openPanel();
    await second.panel.log.expectOrder(talk);
    await second.panel.write("From the second tab");
    await desk.write("Seen in both tabs");
    talk.push("From the second tab", "Seen in both tabs");
    for (const log of [panel.log, second.panel.log, desk.log]) await log.expectOrder(talk);
  });

  await test.step("while the panel is closed the launcher counts", async () => {
    await second.page.close();
    await widget.close.click();
    await expect(widget.open).toBeVisible();
    await desk.write("One more thing");
    await desk.write("And another");
    await expect(widget.open).toHaveAccessibleDescription(/2 unread messages/);
    await expect(widget.open.getByText("2", { exact: true })).toBeVisible();
    await widget.openPanel();
    await panel.log.expectOrder([...talk, "One more thing", "And another"]);
    await widget.close.click();
    await expect(widget.open).toHaveAccessibleDescription("We are online.");
    await expect(widget.open.getByText(/\d/)).toBeHidden();
    await widget.openPanel();
  });

  await test.step("the operator closes, the visitor's next words open it again", async () => {
    await desk.close.click();
    await expect(desk.reopen).toBeVisible();
    await desk.expectCount("Mine", 0);
    await desk.expectCount("All", 0);
    await panel.write("It has arrived, thank you");
    await panel.log.expectOnce("It has arrived, thank you");
    await desk.expectCount("All", 1);
    await expect(desk.close).toBeVisible();
    await desk.log.expectOnce("It has arrived, thank you");
    await desk.write("Enjoy the evenings.");
    await panel.log.expectOrder([...talk, "It has arrived, thank you", "Enjoy the evenings."]);
  });

  await watch.expectQuiet();
  await desk.page.context().close();
});

test("the visitor is told when somebody is there", async ({ page, browser }) => {
  const { usher, customer } = set;
  const widget = await WidgetPage.openAt(page, customer.page("index", presence.site));
  const { scope, log } = widget.panel;
  await expect(scope.getByText(TEXTS.offline).first()).toBeVisible();
  await expect(log.root).toContainText(TEXTS.offlineWelcome);

  const desk = await Desk.logIn(browser, usher, presence.tom);
  await expect(scope.getByText(TEXTS.online).first()).toBeVisible();
  await expect(widget.close).toHaveAccessibleDescription(/We are online/);

  await desk.setAvailability("Away");
  await expect(scope.getByText(TEXTS.offline).first()).toBeVisible();
  await expect(widget.close).toHaveAccessibleDescription(/We are away/);

  await desk.setAvailability("Online");
  await expect(scope.getByText(TEXTS.online).first()).toBeVisible();

  // Whoever closes the desk is away a few seconds later.
  await desk.page.context().close();
  await expect(scope.getByText(TEXTS.offline).first()).toBeVisible({ timeout: 15_000 });
});
