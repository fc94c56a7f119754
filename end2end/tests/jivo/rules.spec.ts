/** Rules of a page: every condition, every way to compare, every command, and when they fire. */

import { expect, type Page, test } from "@playwright/test";

import { proves } from "../../compat/rule";
import { Jivo } from "../../jivo/page";
import { invites, is, judge, says, setRules, sixOf } from "../../jivo/rules";
import { ID, jivoStage } from "../../jivo/stage";
import { Watch } from "../../support/watch";

const set = jivoStage("rules");

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** A Sunday, at half past one in the afternoon where the browser is. */
const SUNDAY = new Date("2026-11-22T13:30:00+02:00");

/** A page whose time goes as the test says, and whose window is open. */
async function opened(page: Page, ...writing: Parameters<typeof Jivo.loaded>[3][]): Promise<Jivo> {
  await page.clock.install({ time: SUNDAY });
  const jivo = await Jivo.loaded(page, set, ID, ...writing);
  await jivo.call("open");
  await expect(jivo.panel.composer).toBeVisible();
  return jivo;
}

/** The page of a visitor who goes on to another one. */
async function next(jivo: Jivo): Promise<void> {
  await jivo.page.reload();
  await jivo.expectTold("LoadCallback");
  await jivo.call("open");
  await expect(jivo.panel.composer).toBeVisible();
}

for (const [condition, fact] of [
  ["pages_count", 1],
  ["number_of_visits", 1],
  ["hour", 13],
  ["week_day", 0],
  ["goal_scroll", 0],
] as const) {
  test(`${condition} compares as numbers do`, proves(`1.7 ${condition}`, "1.7 numbers", "1.7 no comparator", "1.7 wrong comparator"), async ({ page }) => {
    const jivo = await opened(page);
    const [holds, fails] = sixOf(condition, fact);
    await judge(
      jivo,
      [...holds, { condition, value: fact }, is(condition, "equal", ` +${fact} `)],
      [...fails, { condition, value: fact + 1 }, is(condition, "equal", "words"), is(condition, "not_equal", "words"), is(condition, "contain", fact), is(condition, "not_equal", "")],
    );
  });
}

test("page_title and page_url compare as texts do", proves("1.7 page_title", "1.7 page_url", "1.7 texts", "1.7 no comparator", "1.7 wrong comparator"), async ({ page }) => {
  const jivo = await opened(page, { query: "?step=2#top" });
  const url = page.url();
  const title = "A page of Jivo's";
  await judge(
    jivo,
    [
      ...[is("page_title", "equal", title), is("page_title", "not_equal", title.toLowerCase()), { condition: "page_title", value: title }],
      ...[is("page_title", "contain", "of Jivo"), is("page_title", "not_contain", "of jivo"), is("page_title", "regexp", "^A \\w+ of")],
      ...[is("page_url", "equal", url), is("page_url", "not_equal", `${url}/`), is("page_url", "contain", "step=2"), is("page_url", "contain", 2)],
      ...[is("page_url", "not_contain", "step=3"), is("page_url", "regexp", "step=\\d+#top$")],
    ],
    [
      ...[is("page_title", "equal", "A page"), is("page_title", "not_equal", title), is("page_title", "contain", "OF JIVO"), is("page_title", "not_contain", "Jivo")],
      ...[is("page_title", "regexp", "^Jivo"), is("page_title", "regexp", "("), is("page_title", "greater", ""), is("page_title", "lower", "Z")],
      ...[is("page_url", "equal", set.customer.origin), is("page_url", "regexp", "step=\\d$"), is("page_url", "less", url)],
    ],
  );
});

test("where a visitor is nobody looks up", proves("1.7 city", "1.7 country", "1.7 places"), async ({ page }) => {
  const jivo = await opened(page);
  await judge(
    jivo,
    [is("city", "not_equal", "Riga"), is("country", "not_equal", "Latvia")],
    [is("city", "equal", "Riga"), is("country", "equal", "Latvia"), is("city", "contain", ""), is("country", "greater", "")],
  );
});

test("an operator is there, or nobody is", proves("1.7 online", "1.7 wrong comparator"), async ({ page }) => {
  const jivo = await opened(page);
  const online = (value: boolean | string): { condition: string; value: boolean | string } => ({ condition: "online", value });
  await judge(jivo, [online(true), online("true")], [online(false), online("false"), online("yes"), { ...online(true), comparator: "not_equal" }]);
  await set.desk.setAvailability("Away");
  await expect.poll(() => jivo.call("chatMode")).toBe("offline");
  await judge(jivo, [online(false), online("false")], [online(true), online("true")]);
  // And when somebody comes.
  await setRules(jivo, { conditions: [online(true)], commands: [says("Here we are")] });
  await judge(jivo, [], [online(true)]);
  await setRules(jivo, { conditions: [online(true)], commands: [says("Here we are")] });
  await set.desk.setAvailability("Online");
  await expect(jivo.panel.log.text("Here we are")).toBeVisible();
});

test("the clock of the visitor turns", proves("1.7 hour", "1.7 week_day"), async ({ page }) => {
  const jivo = await opened(page);
  await setRules(
    jivo,
    { conditions: [is("hour", "equal", 14)], commands: [says("It is two")] },
    { conditions: [is("week_day", "equal", "1")], commands: [says("It is Monday")] },
  );
  await judge(jivo, [is("hour", "equal", 13), is("week_day", "equal", 0)], []);
  await setRules(jivo, { conditions: [is("hour", "equal", 14)], commands: [says("It is two")] }, { conditions: [is("week_day", "equal", 1)], commands: [says("It is Monday")] });
  await page.clock.fastForward("31:00");
  await expect(jivo.panel.log.text("It is two")).toBeVisible();
  await expect(jivo.panel.log.text("It is Monday")).toHaveCount(0);
  await page.clock.fastForward("10:00:00");
  await expect(jivo.panel.log.text("It is Monday")).toBeVisible();
});

test("time_on_page, to the second", proves("1.7 time_on_page", "1.7 once", "1.6 setRules"), async ({ page }) => {
  const jivo = await opened(page);
  await judge(
    jivo,
    [is("time_on_page", "lower", 20), is("time_on_page", "lower_equal", "20"), is("time_on_page", "greater", 0), is("time_on_page", "not_equal", 20)],
    [is("time_on_page", "greater", 20), is("time_on_page", "greater_equal", 20), is("time_on_page", "equal", 20)],
  );
  const waiting = { conditions: [is("time_on_page", "greater", "60")], commands: [says("A minute")] };
  const never = { ...waiting, enabled: false, commands: [says("Never")] };
  await setRules(jivo, never, waiting);
  await page.clock.fastForward(40_000);
  await judge(jivo, [is("time_on_page", "greater_equal", 40)], [is("time_on_page", "greater", 60)]);
  // Times belong to the page, and go on.
  await setRules(jivo, never, waiting);
  await page.clock.fastForward(21_000);
  await jivo.panel.log.expectOnce("A minute");
  await page.clock.fastForward("10:00");
  await judge(jivo, [is("time_on_page", "greater", 600)], [is("time_on_page", "lower", 600)]);
  await jivo.panel.log.expectOnce("A minute");
  await expect(jivo.panel.log.text("Never")).toHaveCount(0);
});

test("a new address is a new page", proves("1.7 time_on_page", "1.7 pages_count", "1.7 page_url", "1.7 page_title"), async ({ page }) => {
  const jivo = await opened(page);
  await page.clock.fastForward(60_000);
  await page.evaluate(`document.title = "The next step"; history.pushState(null, "", "?step=next")`);
  await page.clock.fastForward(1_000);
  await setRules(jivo, { conditions: [is("pages_count", "equal", 2)], commands: [says("The second page")] });
  await expect(jivo.panel.log.text("The second page")).toBeVisible();
  await judge(
    jivo,
    [is("page_url", "contain", "step=next"), is("page_title", "equal", "The next step"), is("time_on_page", "lower", 50), is("time_on_site", "greater", 60)],
    [is("time_on_page", "greater", 50), is("pages_count", "equal", 1)],
  );
});

test("a visit of several pages, and the next visit", proves("1.7 time_on_site", "1.7 pages_count", "1.7 number_of_visits", "1.7 time_on_page"), async ({ page }) => {
  const jivo = await opened(page);
  await page.clock.fastForward("10:00");
  await next(jivo);
  await judge(
    jivo,
    [is("time_on_site", "greater", 600), is("time_on_page", "lower", 600), is("pages_count", "equal", 2), is("number_of_visits", "equal", 1)],
    [is("time_on_site", "lower", 600), is("pages_count", "equal", 1)],
  );
  await page.clock.fastForward("31:00");
  await next(jivo);
  await judge(
    jivo,
    [is("number_of_visits", "equal", 2), is("pages_count", "equal", 1), is("time_on_site", "lower", 600)],
    [is("number_of_visits", "equal", 1), is("time_on_site", "greater", 600)],
  );
  await setRules(jivo, { conditions: [is("time_on_site", "greater", 700)], commands: [says("Long here")] });
  await page.clock.fastForward("12:00");
  await expect(jivo.panel.log.text("Long here")).toBeVisible();
});

test("since the chat was closed, if it ever was", proves("1.7 time_after_close"), async ({ page }) => {
  const jivo = await opened(page);
  const never = [is("time_after_close", "lower", 300), is("time_after_close", "equal", 0), is("time_after_close", "not_equal", 0)];
  await judge(jivo, [is("time_after_close", "greater", 300), is("time_after_close", "greater_equal", 1e9)], never);
  await jivo.call("close");
  await jivo.call("open");
  await judge(jivo, [is("time_after_close", "lower", 300)], [is("time_after_close", "greater", 300)]);
  await setRules(jivo, { conditions: [is("time_after_close", "greater", 300)], commands: [says("Long closed")] });
  await page.clock.fastForward("05:01");
  await expect(jivo.panel.log.text("Long closed")).toBeVisible();
  // And on the next page, too.
  await next(jivo);
  await judge(jivo, [is("time_after_close", "greater", 300), is("time_after_close", "lower", 1e6)], [is("time_after_close", "lower", 300)]);
});

test("since the message that nobody has answered", proves("1.7 time_after_first_message", "1.4 onMessageReceived"), async ({ page }) => {
  const jivo = await opened(page);
  const ever = [is("time_after_first_message", "greater", -1), is("time_after_first_message", "lower", 1e9)];
  await judge(jivo, [], ever);
  await jivo.write("How long must I wait?");
  await page.clock.fastForward(30_000);
  await jivo.write("Hello?");
  await judge(jivo, [...ever, is("time_after_first_message", "greater_equal", 30)], [is("time_after_first_message", "greater", 60)]);
  await setRules(jivo, { conditions: [is("time_after_first_message", "greater", 60)], commands: [says("Please hold on")] });
  await page.clock.fastForward(31_000);
  await expect(jivo.panel.log.text("Please hold on")).toBeVisible();
  await next(jivo);
  await judge(jivo, [is("time_after_first_message", "greater", 60)], [is("time_after_first_message", "lower", 60)]);
  await set.desk.take("Hello?");
  await set.desk.say("Here I am");
  await jivo.expectTold("MessageReceived");
  await judge(jivo, [], ever);
});

test("since the last invitation", proves("1.7 time_after_invitation"), async ({ page }) => {
  const jivo = await opened(page);
  await judge(jivo, [is("time_after_invitation", "greater", 60)], [is("time_after_invitation", "lower", 60)]);
  await jivo.call("showProactiveInvitation", "May I help?");
  await expect(jivo.panel.log.text("May I help?")).toBeVisible();
  await judge(jivo, [is("time_after_invitation", "lower", 60)], [is("time_after_invitation", "greater", 60)]);
  await setRules(jivo, { conditions: [is("time_after_invitation", "greater", 60)], commands: [says("A minute since then")] });
  await page.clock.fastForward(61_000);
  await expect(jivo.panel.log.text("A minute since then")).toBeVisible();
});

test("how far the page was scrolled", proves("1.7 goal_scroll"), async ({ page }) => {
  const jivo = await opened(page, { body: `<div style="height: 4800px"></div>` });
  await setRules(
    jivo,
    { conditions: [is("goal_scroll", "greater_equal", "50")], commands: [says("Half of it")] },
    { conditions: [{ condition: "goal_scroll", value: 100 }], commands: [says("All of it")] },
  );
  const scroll = (part: number): Promise<void> => page.evaluate((part) => {
    scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * part);
  }, part);
  await scroll(0.4);
  await scroll(0.6);
  await expect(jivo.panel.log.text("Half of it")).toBeVisible();
  await expect(jivo.panel.log.text("All of it")).toHaveCount(0);
  await scroll(0);
  await judge(jivo, [is("goal_scroll", "greater", 55), is("goal_scroll", "lower", 65)], [is("goal_scroll", "lower", 50)]);
  await setRules(jivo, { conditions: [{ condition: "goal_scroll", value: 100 }], commands: [says("All of it")] });
  await scroll(1);
  await expect(jivo.panel.log.text("All of it")).toBeVisible();
});

test("a visitor who is about to leave", proves("1.7 goal_close"), async ({ page }) => {
  const jivo = await opened(page);
  const leaving = (value: boolean): { condition: string; value: boolean } => ({ condition: "goal_close", value });
  await judge(jivo, [leaving(false)], [leaving(true)]);
  await setRules(jivo, { conditions: [leaving(true)], commands: [says("Do not go")] });
  const leave = (clientY: number): Promise<void> => page.evaluate((clientY) => {
    document.documentElement.dispatchEvent(new MouseEvent("mouseleave", { clientY }));
  }, clientY);
  await leave(400);
  await judge(jivo, [leaving(false)], [leaving(true)]);
  await setRules(jivo, { conditions: [leaving(true)], commands: [says("Do not go")] });
  await leave(-1);
  await expect(jivo.panel.log.text("Do not go")).toBeVisible();
});

test("one half of the visitors, and always the same", proves("1.7 ab_test_group"), async ({ page }) => {
  const jivo = await opened(page);
  const side = (value: string, group_name?: string): { condition: string; value: string; group_name?: string } => ({ condition: "ab_test_group", value, ...(group_name === undefined ? {} : { group_name }) });
  await setRules(
    jivo,
    ...["group_a", "group_b"].map((group) => ({ conditions: [side(group, "colour")], commands: [says(`In ${group}`)] })),
    { conditions: [], commands: [says("Drawn")] },
  );
  await expect(jivo.panel.log.text("Drawn")).toBeVisible();
  const drawn = /In (group_[ab])/.exec(await jivo.panel.log.root.innerText())?.[1] ?? "";
  const other = drawn === "group_a" ? "group_b" : "group_a";
  for (let visit = 1; visit <= 3; visit++) {
    await judge(jivo, [side(drawn, "colour")], [side(other, "colour"), side("group_c", "colour"), side("group_a"), side("group_b"), { ...side(drawn, "colour"), comparator: "not_equal" }]);
    await next(jivo);
  }
});

test("all of the conditions, or any; and a rule that is off", proves("1.7 all", "1.7 enabled", "1.7 in order", "1.7 once"), async ({ page }) => {
  const jivo = await opened(page);
  const [yes, no] = [is("pages_count", "equal", 1), is("pages_count", "equal", 7)];
  await setRules(
    jivo,
    { type: "all", conditions: [yes, no], commands: [says("wrong: one of two")] },
    { type: "any", conditions: [no, no], commands: [says("wrong: none of two")] },
    { type: "any", conditions: [], commands: [says("wrong: none of none")] },
    { enabled: false, conditions: [yes], commands: [says("wrong: off")] },
    { type: "any", conditions: [no, yes], commands: [says("one: any of two")] },
    { type: "all", conditions: [], commands: [says("two: all of none")] },
    { name: "Without a type", conditions: [yes, yes], commands: [says("three"), says("four"), invites("five")] },
  );
  await jivo.panel.log.expectOrder(["one: any of two", "two: all of none", "three", "four", "five"]);
  await expect(jivo.panel.log.root.getByText(/^wrong/)).toHaveCount(0);
  // What happens later makes none of them fire again.
  await jivo.call("close");
  await jivo.call("open");
  await judge(jivo, [yes], [no]);
  await jivo.panel.log.expectOnce("one: any of two", "three", "five");
});

test("an invitation of a rule, for its department", proves("1.7 proactive", "1.4 onOpen", "1.4 onClientStartChat"), async ({ page }) => {
  await page.clock.install();
  const jivo = await Jivo.loaded(page, set, ID);
  await setRules(jivo, { conditions: [is("time_on_page", "greater", 1)], commands: [invites("Hi\nthere", "3")] });
  await page.clock.fastForward(1_100);
  await expect(jivo.panel.log.root.getByText("Hi")).toBeVisible();
  expect((await jivo.told()).slice(1)).toEqual([["ChangeState", "chat"], ["Open"], ["ResizeCallback"]]);
  await jivo.write("By a rule, to sales");
  await jivo.expectTold("MessageSent");
  expect(await jivo.times("ClientStartChat")).toBe(0);
  await set.desk.tab("Unassigned").click();
  await expect(set.desk.row("By a rule, to sales")).toContainText("Sales");
});

test("a line of a rule leaves the window closed", proves("1.7 system_message", "1.4 onClientStartChat"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID);
  await setRules(jivo, { conditions: [], commands: [says("<b>Mind</b> the sale")] });
  await expect(jivo.teaser).toContainText("<b>Mind</b> the sale");
  expect(await jivo.told()).toEqual([["LoadCallback"]]);
  await jivo.label.click();
  await jivo.panel.log.expectOnce("<b>Mind</b> the sale");
  await jivo.write("I do mind it");
  await jivo.expectTold("ClientStartChat");
});

test("a rule hides the chat until somebody asks for it", proves("1.7 hide"), async ({ page }) => {
  const jivo = await Jivo.loaded(page, set, ID);
  await jivo.call("open");
  await expect(jivo.panel.composer).toBeVisible();
  await setRules(jivo, { conditions: [], commands: [{ command: "hide", params: {} }] });
  await expect(jivo.window).toBeHidden();
  await expect(jivo.label).toBeHidden();
  expect(await jivo.states()).toEqual(["chat", "label"]);
  await jivo.call("open");
  await expect(jivo.panel.composer).toBeVisible();
});

test("other rules than before, none, and what is none", proves("1.6 setRules", "JX5"), async ({ page }) => {
  const watch = await Watch.over(page);
  const jivo = await opened(page);
  const soon = { conditions: [is("time_on_page", "greater", 600)], commands: [says("wrong: it was taken away")] };
  await setRules(jivo, soon);
  await setRules(jivo);
  await page.clock.fastForward("11:00");
  await judge(jivo, [is("time_on_page", "greater", 600)], []);
  const kept = { conditions: [is("time_on_page", "greater", 1200)], commands: [says("It was kept")] };
  await setRules(jivo, kept);
  const always = { conditions: [], commands: [says("wrong: half of a set")] };
  for (const [rules, reason] of [
    ["no rules", /array/],
    [undefined, /array/],
    [null, /array/],
    [{ ...always }, /array/],
    [[always, null], /object/],
    [[always, { ...always, conditions: [{ condition: "moon", value: "full" }] }], /condition/],
    [[always, { ...always, commands: [{ command: "explode", params: {} }] }], /command/],
  ] as const) {
    expect(await jivo.call("setRules", rules)).toEqual({ result: "fail", reason: expect.stringMatching(reason) });
  }
  await page.clock.fastForward("10:00");
  await jivo.panel.log.expectOnce("It was kept");
  await expect(jivo.panel.log.root.getByText(/^wrong/)).toHaveCount(0);
  await watch.expectQuiet();
});

test("the vendor's own set", proves("1.7 defaults"), async ({ page }) => {
  await page.clock.install();
  const jivo = await Jivo.loaded(page, set, ID);
  const times = [is("time_on_page", "greater", 10), is("time_on_site", "greater", 20), is("time_after_close", "greater", 300), is("time_after_invitation", "greater", 60)];
  await setRules(
    jivo,
    { name: "Active invitation", enabled: true, type: "all", conditions: [{ condition: "online", value: true }, ...times], commands: [invites("Hello! May I help you?")] },
    {
      name: "Contact capture",
      enabled: true,
      type: "all",
      conditions: [{ condition: "online", value: false }, ...times],
      commands: [{ command: "open_offline", params: { title: "Leave a message", message: "We will answer" } }],
    },
    {
      name: "Retaining phrase",
      enabled: true,
      type: "all",
      conditions: [{ condition: "online", value: true }, is("time_after_first_message", "greater", 60)],
      commands: [says("Please stay with us")],
    },
  );
  await page.clock.fastForward(15_000);
  await page.clock.fastForward(6_000);
  await expect(jivo.panel.log.text("Hello! May I help you?")).toBeVisible();
  await jivo.write("Yes, please do");
  await page.clock.fastForward(61_000);
  await expect(jivo.panel.log.text("Please stay with us")).toBeVisible();
  await expect(jivo.panel.log.root.getByText("We will answer")).toHaveCount(0);
});
