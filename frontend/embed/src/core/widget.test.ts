// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { breakPrototypes } from "../testing/broken";
import { FakeFrame, settle } from "../testing/fake_frame";
import { TestPage } from "../testing/page";
import { FACADES } from "../testing/vendors";

let page: TestPage;
beforeEach(() => {
  page = new TestPage(FACADES[0]!);
});
afterEach(() => page.leave());

const launcher = (): HTMLElement | null => page.find(".launcher");
const box = (): HTMLElement => page.find(".box")!;
const isOpen = (): boolean => box().classList.contains("open");
const isAway = (): boolean => box().classList.contains("away");
/** What the rules of our element say. */
const rule = (name: string): string[] => {
  const rules = page.host?.shadowRoot?.adoptedStyleSheets[0]?.cssRules ?? [];
  const { style } = rules[rules.length - 1] as CSSStyleRule;
  return [style.getPropertyValue(name), style.getPropertyPriority(name)];
};

describe("what is drawn", () => {
  test("is nothing, before the frame has said how", async () => {
    page.configure();
    await page.run();
    await FakeFrame.of(page.facade.host).greet();
    page.chat("openChat");
    expect([launcher(), isOpen(), location.hash]).toEqual([null, false, ""]);
  });

  test("is what the frame says, and every later word of it", async () => {
    page.configure();
    await page.run();
    const frame = await page.frame({ zIndex: null }, { unread: 3, description: "3 unread.", label: "Ask" });
    expect([rule("--long")[0], rule("--fill")[0], rule("z-index")]).toEqual(["60px", "rebeccapurple", ["999999", ""]]);
    expect(launcher()?.getAttribute("aria-label")).toBe("Open chat");
    expect(launcher()?.getAttribute("aria-description")).toBe("3 unread.");
    expect([page.find("b")?.textContent, page.find("b")?.hidden]).toEqual(["3", false]);
    expect(page.find(".launcher span")?.textContent).toBe("Ask");
    const words = { open: "Abrir", close: "Cerrar", dismiss: "Ocultar", chat: "Charla" };
    await frame.draw({ css: { long: "80px" }, zIndex: 5, words }, { unread: 100, online: false });
    // What was asked for by the API wins over the page's own style sheets.
    expect([rule("--long")[0], rule("z-index")]).toEqual(["80px", ["5", "important"]]);
    expect([launcher()?.getAttribute("aria-label"), page.find("b")?.textContent]).toEqual(["Abrir", "99+"]);
    expect(page.iframe?.title).toBe("Charla");
  });

  test("never asks the page for a style attribute or an element", async () => {
    page.configure();
    await page.run();
    await page.frame({}, { teaser: "Hi" });
    const all = [page.host, ...Array.from(page.host?.shadowRoot?.querySelectorAll("*") ?? [])];
    expect(all.filter((element) => element?.hasAttribute("style") === true || element?.localName === "style")).toEqual(
      [],
    );
  });

  test("is nothing at all on a device that shall have none", async () => {
    page.configure();
    await page.run();
    page.chat("openChat");
    const frame = await page.frame({ never: true });
    expect([page.host, location.hash, page.chat._chatExpanded]).toEqual([null, "", false]);
    expect(frame.heard.at(-1)).toEqual({ type: "stop" });
    for (const method of ["show", "openChat", "pageView"]) page.chat(method);
    expect(page.host).toBeNull();
  });

  test.each([
    ["the settings' wish", true, []],
    ["show", false, [["show"]]],
    ["openChat", false, [["openChat"]]],
    ["hide", true, [["show"], ["hide"]]],
  ])("hidden from the start follows %s", async (_who, away, calls) => {
    page.configure();
    page.stub();
    for (const call of calls) page.chat(...call);
    await page.run();
    await page.frame({ hidden: true });
    expect(isAway()).toBe(away);
  });
});

describe("the launcher", () => {
  test("opens and closes, and warms the panel up", async () => {
    page.configure();
    await page.run();
    const frame = await page.frame();
    launcher()?.dispatchEvent(new Event("pointerenter"));
    launcher()?.click();
    expect([isOpen(), launcher()?.getAttribute("aria-label"), launcher()?.getAttribute("aria-expanded")]).toEqual([
      true,
      "Close chat",
      "true",
    ]);
    launcher()?.click();
    expect(isOpen()).toBe(false);
    await settle();
    expect(frame.heard[1]).toEqual({ type: "warm" });
    expect(frame.heard.filter(({ type }) => type !== "warm").slice(1)).toEqual([
      { type: "open", focus: true },
      { type: "close" },
    ]);
  });

  test("does not raise the keyboard of a touch screen", async () => {
    page.media("pointer:coarse");
    page.configure();
    await page.run();
    const frame = await page.frame();
    launcher()?.click();
    await settle();
    expect(frame.of("open")).toEqual([{ type: "open", focus: false }]);
  });

  test("gets the focus back from the panel, and takes nobody else's", async () => {
    page.configure();
    await page.run();
    const frame = await page.frame();
    const field = document.body.appendChild(document.createElement("input"));
    page.chat("openChat", true);
    expect(page.host?.shadowRoot?.activeElement).toBe(frame.element);
    await frame.say({ type: "minimize" });
    expect(page.host?.shadowRoot?.activeElement).toBe(launcher());
    page.chat("openChat", true);
    field.focus();
    await frame.draw();
    expect(document.activeElement).toBe(field);
    page.chat("closeChat");
    expect(document.activeElement).toBe(field);
  });
});

describe("the teaser", () => {
  test("shows words as words, opens, and can be put away", async () => {
    page.configure();
    await page.run();
    const frame = await page.frame();
    const teaser = (): HTMLElement => page.find(".teaser")!;
    expect(teaser().hidden).toBe(true);
    await frame.draw({}, { teaser: "<img src=x onerror=alert(1)>" });
    expect([teaser().hidden, teaser().textContent, teaser().querySelector("img")]).toEqual([
      false,
      "<img src=x onerror=alert(1)>",
      null,
    ]);
    page.find(".teaser .cross")?.click();
    await settle();
    expect([frame.heard.at(-1), isOpen()]).toEqual([{ type: "dismiss" }, false]);
    expect(page.find(".teaser .cross")?.getAttribute("aria-label")).toBe("Hide this message");
    page.find(".teaser button")?.click();
    expect(isOpen()).toBe(true);
  });
});

describe("on a phone", () => {
  test("is told to the frame, and expandWidget does nothing", async () => {
    page.media("max-width:820px");
    page.configure();
    await page.run();
    const frame = await page.frame();
    expect(frame.of("boot")).toMatchObject([{ phone: true }]);
    page.chat("expandWidget", true);
    expect(isOpen()).toBe(false);
    page.chat("openChat");
    expect(isOpen()).toBe(true);
  });
});

describe("a button of the page's own", () => {
  test("takes the launcher's place, and gets the focus back", async () => {
    const button = document.body.appendChild(document.createElement("button"));
    button.className = "ask";
    page.configure({ customWidgetButton: ".ask" });
    await page.run();
    const frame = await page.frame();
    expect(box().classList.contains("bare")).toBe(true);
    button.focus();
    button.click();
    expect(isOpen()).toBe(true);
    // Once more is no less.
    button.click();
    expect(isOpen()).toBe(true);
    frame.element.focus();
    await frame.say({ type: "minimize" });
    expect(document.activeElement).toBe(button);
  });

  test("that is none leaves the launcher", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    page.configure({ customWidgetButton: 5 });
    await page.run();
    await page.frame();
    expect(box().classList.contains("bare")).toBe(false);
  });
});

describe("in a block of the page (mode: frame)", () => {
  test.each(["block", "#block"])("found by %s, the panel is always open there", async (injectTo) => {
    const block = document.body.appendChild(document.createElement("div"));
    block.id = "block";
    page.configure({ mode: "frame", injectTo });
    await page.run();
    const frame = await page.frame();
    expect([page.host?.parentElement, page.host?.className, isOpen(), location.hash]).toEqual([
      block,
      "framed",
      true,
      "",
    ]);
    expect(frame.of("open")).toHaveLength(1);
    page.chat("closeChat");
    await frame.say({ type: "minimize" });
    expect([isOpen(), page.chat._chatExpanded]).toEqual([true, true]);
    page.chat("hide");
    expect(isOpen()).toBe(false);
    page.chat("show");
    expect(isOpen()).toBe(true);
  });

  test.each([["absent"], ["<<<"], [undefined], [{}]])(
    "that is not there (%j) the widget floats, and the author is told",
    async (injectTo) => {
      const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
      vi.spyOn(console, "error").mockImplementation(() => {});
      page.configure({ mode: "frame", injectTo });
      await page.run();
      await page.frame();
      expect([page.host?.parentElement, page.host?.className, isOpen()]).toEqual([document.body, "", false]);
      expect(warned).toHaveBeenCalledOnce();
    },
  );
});

describe("the hash", () => {
  test("can be turned off, in both directions", async () => {
    location.hash = "#usherChatExpanded";
    page.configure({ disableChatOpenHash: true });
    await page.run();
    await page.frame();
    expect(isOpen()).toBe(false);
    history.replaceState(null, "", "/");
    page.chat("openChat");
    expect(location.hash).toBe("");
  });

  test("is no part of the page that operators see", async () => {
    location.hash = "#usherChatExpanded";
    page.configure();
    await page.run();
    const frame = await page.frame();
    expect(isOpen()).toBe(true);
    expect(frame.of("boot")).toMatchObject([{ page: { url: "http://localhost:3000/" } }]);
    page.chat("closeChat");
    await new Promise((done) => setTimeout(done, 350));
    expect(frame.of("page")).toEqual([]);
  });
});

test("deferredLoading waits for all of the page", async () => {
  const state = vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
  page.configure({ deferredLoading: true });
  await page.run();
  expect(page.host).toBeNull();
  state.mockReturnValue("complete");
  window.dispatchEvent(new Event("load"));
  expect(page.host).not.toBeNull();
});

describe("an element that the page has removed", () => {
  test.each(["show", "openChat"])("stays away until %s, and begins anew with all that was said", async (method) => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    page.configure();
    await page.run();
    const frame = await page.frame({}, {}, { buttonSize: 72 });
    page.chat("setIntegrationData", { name: "Ann" });
    page.chat("updateIntegrationData", { plan: "pro" });
    page.chat("setGroupId", "sales");
    page.host?.remove();
    for (const call of [["pageView"], ["closeChat"], ["setButtonSize", 80], ["sendAutoMessage", "Hi"]])
      page.chat(...call);
    await settle();
    expect(page.host).toBeNull();
    page.chat(method);
    expect(page.host).not.toBeNull();
    await settle();
    frame.heard.length = 0;
    await frame.greet();
    expect(frame.heard).toMatchObject([
      { type: "boot", override: { buttonSize: 72 }, department: "sales" },
      { type: "data", change: { replace: true, fields: { name: "Ann", plan: "pro" } } },
      ...(method === "openChat" ? [{ type: "open" }] : []),
    ]);
    expect(told).not.toHaveBeenCalled();
  });

  test("comes back with another body (Turbo)", async () => {
    page.configure();
    await page.run();
    await page.frame();
    document.body.replaceWith(document.createElement("body"));
    await settle();
    expect(page.host?.parentElement).toBe(document.body);
  });
});

describe("the line to the frame", () => {
  test("is not given to strangers", async () => {
    page.configure();
    await page.run();
    const frame = FakeFrame.of(page.facade.host);
    await frame.greet("https://elsewhere.example");
    await frame.greet("https://chat.example", window);
    expect(frame.answers).toEqual([]);
    await frame.greet();
    expect(frame.answers).toHaveLength(1);
  });

  test("lets through what it does not understand, and goes on", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    page.configure();
    await page.run();
    const frame = await page.frame();
    await frame.say({ type: "sing" } as never);
    await frame.say({ type: "draw" } as never);
    await frame.say([] as never);
    expect(told).toHaveBeenCalledTimes(1);
    await frame.draw({}, { unread: 4 });
    expect(page.find("b")?.textContent).toBe("4");
  });

  test("tells the author when nobody comes, and when nobody may", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    page.configure();
    await page.run();
    const frame = await FakeFrame.of(page.facade.host).greet();
    await frame.say({ type: "failed", reason: "domain" });
    expect(told.mock.calls[0]?.[0]).toMatch(/https:\/\/chat\.example.*domain.*“demo”/);
    vi.useFakeTimers();
    page.chat("restart");
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(told).toHaveBeenCalledTimes(2);
  });

  test("keeps so much for a frame that never comes, and no more", async () => {
    page.configure();
    await page.run();
    for (let n = 0; n < 500; n++) page.chat("sendAutoMessage", `Message ${n}`);
    const { heard } = await FakeFrame.of(page.facade.host).greet();
    expect(heard.length).toBeLessThan(150);
    expect(heard[1]).toMatchObject({ value: "Message 0" });
  });
});

test("a page that has broken its own prototypes has a chat all the same", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  page.configure({ locale: { chat: { send: "Go" } }, colors: { buttonBg: "red" }, customWidgetButton: ".ask" });
  page.stub();
  page.chat("setIntegrationData", { name: "Early" });
  const restore = breakPrototypes();
  const { used } = restore;
  try {
    await page.run();
    page.chat("restart");
    page.chat("setIntegrationData", { name: "Ann", age: 5 });
    page.chat("setColors", { buttonBg: "blue" });
    page.chat("openChat", true);
  } finally {
    restore();
  }
  expect([used, told.mock.calls]).toEqual([[], []]);
  const { heard } = await page.frame();
  expect(heard).toMatchObject([
    { type: "boot", config: { locale: { chat: { send: "Go" } }, colors: { buttonBg: "red" } } },
    { type: "data", change: { fields: { name: "Ann", age: "5" } } },
    { type: "call", value: { buttonBg: "blue" } },
    { type: "open", focus: true },
  ]);
  expect(Object.keys((heard[1] as { change: { fields: object } }).change.fields)).toEqual(["name", "age"]);
});
