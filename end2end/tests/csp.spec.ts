/** Customers' pages that allow little, load us oddly, or can not reach us: the page always lives. */

import { chromium, expect, type Page, test } from "@playwright/test";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { organisation } from "../support/organisation";
import { WidgetPage } from "../support/pages";
import { freePort } from "../support/process.mjs";
import { stage } from "../support/stage";
import { kept, Watch } from "../support/watch";

const shop = organisation("shop");
const set = stage([shop]);

/** A short talk with oneself: open, write, see it stored. */
async function talks(page: Page, text: string): Promise<WidgetPage> {
  const widget = new WidgetPage(page);
  const acked = page.waitForResponse((response) => response.url().endsWith("/api/message/send"));
  await widget.openPanel();
  await widget.panel.write(text);
  expect((await acked).status()).toBe(200);
  await widget.panel.log.expectOnce(text);
  return widget;
}

test("a page that allows our origin in script-src and frame-src, and nothing else", async ({ page }) => {
  const { usher, customer } = set;
  const watch = await Watch.over(page);
  const reports = customer.reports.length;
  const response = await page.goto(customer.page("strict", shop.site));
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(
    new RegExp(
      `^default-src 'none'; script-src ${usher.url} 'nonce-[\\w-]+'; frame-src ${usher.url}; require-trusted-types-for 'script';`,
    ),
  );
  const widget = await talks(page, "From behind a strict policy");
  await widget.close.click();
  await expect(widget.open).toBeVisible();
  await widget.openPanel();

  await watch.expectQuiet();
  expect(customer.reports.slice(reports), "reports of the browser").toEqual([]);
  expect((await kept(page)).filter((thing) => thing.includes("cookie"))).toEqual([]);
  // What the page itself asked for; the rest is the frame's.
  const own = watch.requests.filter((request) => request.frame() === page.mainFrame());
  expect(own.map((request) => request.url())).toEqual([response?.url(), `${usher.url}/widget/usher.js`]);
  expect(watch.origins().sort()).toEqual([customer.origin, usher.url].sort());
});

test("a page that isolates itself (COEP, COOP)", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(set.customer.page("isolated", shop.site));
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await talks(page, "From an isolated page");
  await watch.expectQuiet();
});

test("the script in the head, before there is a body", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(set.customer.page("head", shop.site));
  await talks(page, "From the head");
  await watch.expectQuiet();
});

test("the script three times is one widget and one socket", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(set.customer.page("twice", shop.site));
  await expect(page.locator("html")).toHaveAttribute("data-included", "thrice");
  const widget = await talks(page, "Once is enough");
  await expect(widget.iframe).toHaveCount(1);
  await expect(widget.close).toHaveCount(1);
  expect(watch.sockets).toHaveLength(1);
  await watch.expectQuiet();
});

test("a browser that denies all storage", async ({}, info) => {
  // A setting that only a profile can have: “block all cookies”, which means all storage.
  const profile = await mkdtemp(join(tmpdir(), "usher-e2e-profile-"));
  await mkdir(join(profile, "Default"));
  await writeFile(
    join(profile, "Default", "Preferences"),
    JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }),
  );
  const { launchOptions, viewport, locale } = info.project.use;
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    ...(viewport === undefined ? {} : { viewport }),
    ...(locale === undefined ? {} : { locale }),
  });
  try {
    const page = await context.newPage();
    const watch = await Watch.over(page);
    await page.goto(set.customer.page("denied", shop.site));
    const denied = (): string => {
      try {
        return String(localStorage.length);
      } catch (error) {
        return (error as Error).name;
      }
    };
    const widget = new WidgetPage(page);
    await expect(widget.open).toBeVisible();
    for (const frame of page.frames()) expect(await frame.evaluate(denied)).toBe("SecurityError");

    await talks(page, "Remember me for a minute");
    // In memory it lives as long as the page, through closing and opening.
    await widget.close.click();
    await widget.openPanel();
    await widget.panel.write("Still me");
    await widget.panel.log.expectOrder(["Remember me for a minute", "Still me"]);
    await watch.expectQuiet();
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});

test("a server that does not answer", async ({ page }) => {
  const { customer } = set;
  const nowhere = `http://localhost:${await freePort()}`;
  const watch = await Watch.over(page);
  await page.goto(customer.page("api", shop.site, { usher: nowhere, queue: '[["openChat"]]' }));
  // The page's own code runs, and so does its stub.
  await page.evaluate(() => {
    (window as unknown as { Usher: (method: string) => void }).Usher("show");
  });
  await page.getByLabel("A field of the page").fill("alive");
  await expect(page.getByLabel("A field of the page")).toHaveValue("alive");
  await expect(new WidgetPage(page).iframe).toHaveCount(0);
  await expect.poll(() => watch.errors.join("\n")).toContain(nowhere);
  expect(watch.errors.filter((error) => !error.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);
});

test("a server that dies between the script and the frame", async ({ page, context }) => {
  const { usher, customer } = set;
  await context.route(`${usher.url}/frame/**`, (route) => route.abort("connectionrefused"));
  const watch = await Watch.over(page);
  await page.clock.install();
  await page.goto(customer.page("head", shop.site));
  await expect(new WidgetPage(page).iframe).toHaveCount(1);
  await page.clock.fastForward(60_000);
  // It says where it looked for the chat, and what to check.
  await expect.poll(() => watch.errors.filter((error) => error.startsWith("Usher: ")).join("\n")).toContain(usher.url);
  await expect(new WidgetPage(page).open).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelector("h1")?.textContent)).toBe("The script in the head");
});

test("a page whose policy forbids us", async ({ page }) => {
  const watch = await Watch.over(page);
  await page.goto(set.customer.page("forbidden", shop.site));
  await page.getByRole("button", { name: "Count" }).click();
  await expect(page.getByRole("button", { name: "Counted" })).toBeVisible();
  await expect.poll(() => watch.errors.join("\n")).toContain("script-src");
  expect(watch.errors).toHaveLength(1);
  // The strict page's empty lists mean something: here, where something is forbidden, it is in them.
  expect(await watch.violations()).toEqual([expect.stringContaining("script-src")]);
  await expect.poll(() => JSON.stringify(set.customer.reports)).toContain("script-src");
});
