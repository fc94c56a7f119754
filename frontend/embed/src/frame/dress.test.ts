// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Look, Wishes } from "../port";
import { RUSSIAN, SITE } from "../testing/site";
import { makeDress, PLAIN, type Dress } from "./dress";
import type { SiteLook } from "./settings";

let changed: ReturnType<typeof vi.fn<() => void>>;
let asked: string[];
let answer: () => Promise<Response>;
let dress: Dress;

beforeEach(() => {
  vi.useFakeTimers();
  changed = vi.fn<() => void>();
  asked = [];
  answer = () => Promise.resolve(new Response(JSON.stringify(RUSSIAN)));
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    return answer();
  });
  vi.stubGlobal("CSS", { supports: (_property: string, value: string) => !/nonsense|light-dark/.test(value) });
});
afterEach(() => {
  dress.stop();
  vi.useRealTimers();
});

function make(config: Wishes = {}, site: Partial<SiteLook> = {}, phone = false): Dress {
  dress = makeDress({ ...SITE, ...site }, { config, override: {}, phone }, changed);
  return dress;
}
const look = (config: Wishes = {}, site: Partial<SiteLook> = {}, phone = false): Look =>
  make(config, site, phone).look();
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const painted = (property: string): string => document.documentElement.style.getPropertyValue(property);

describe("looks", () => {
  test("are the site's", () => {
    expect(look({}, { z_index: 9, start_hidden: true, button_style: "tab", position: "lm" })).toMatchObject({
      css: { width: "400px", height: "600px", fill: "#0f6d8c", long: "auto", place: "0 auto 0 20px" },
      zIndex: 9,
      hidden: true,
      never: false,
      words: { open: "Open chat", close: "Close chat", dismiss: "Hide this message", chat: "Chat" },
    });
  });

  test("are the configuration's where it says something that can be", () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    const config = {
      buttonStyle: "tab",
      buttonPosition: "bl",
      chatWidth: 500,
      chatHeight: "700",
      zIndex: 3,
      accentColor: "gold",
      startHidden: false,
    };
    expect(look(config, { start_hidden: true })).toMatchObject({
      css: { width: "500px", height: "700px", fill: "gold", long: "auto", place: "auto auto 20px 20px" },
      zIndex: 3,
      hidden: false,
    });
    expect(warned).not.toHaveBeenCalled();
    const wrong = {
      buttonStyle: "square",
      buttonPosition: "middle",
      chatWidth: "wide",
      zIndex: {},
      accentColor: "nonsense",
      startHidden: "yes",
      colors: "red",
    };
    expect(look(wrong)).toEqual(look());
    // Of a place that is none the author is told (CONTRACT 2.2 buttonPosition).
    expect(warned).toHaveBeenCalledOnce();
  });

  test("stay within the bounds of CONTRACT 2.2", () => {
    expect([39, 40, 100, 101].map((buttonSize) => look({ buttonSize }).css.long)).toEqual([
      "40px",
      "40px",
      "100px",
      "100px",
    ]);
    expect(look({ chatWidth: 1, chatHeight: 1 }).css).toMatchObject({ width: "280px", height: "300px" });
  });

  test.each<[string, Wishes, SiteLook["devices"], boolean, boolean]>([
    ["everywhere", {}, "all", false, false],
    ["not on phones, by settings", {}, "desktop", false, true],
    ["on phones alone, by settings", {}, "phone", true, false],
    ["not on phones, by the page", { disabledOnMobile: true }, "all", false, true],
    ["on phones alone, by the page", { mobileOnly: true }, "all", true, false],
    ["nowhere", { disabledOnMobile: true, mobileOnly: true }, "all", true, true],
    ["everywhere, since the page says so", { disabledOnMobile: false }, "desktop", false, false],
  ])("are shown %s", (_where, config, devices, neverOnDesktop, neverOnPhone) => {
    expect(look(config, { devices }, false).never).toBe(neverOnDesktop);
    expect(look(config, { devices }, true).never).toBe(neverOnPhone);
  });
});

describe("a method's call", () => {
  test("wins over the configuration, until it is taken back", () => {
    make({ buttonPosition: "bl", colors: { buttonBg: "gold", buttonText: "black" } });
    expect(dress.call("setButtonPosition", "rt")).toBe(true);
    expect(dress.call("setColors", { buttonBg: "navy" })).toBe(true);
    expect(dress.look().css).toMatchObject({ place: "20px 20px auto auto", fill: "navy", ink: "black" });
    expect(dress.override()).toEqual({ buttonPosition: "rt", colors: { buttonBg: "navy" } });
    dress.call("resetButtonPosition", null);
    dress.call("resetColors", null);
    expect(dress.look().css).toMatchObject({ place: "auto auto 20px 20px", fill: "gold", ink: "black" });
    expect(changed).toHaveBeenCalledTimes(4);
  });

  test("that makes no sense undoes no other", () => {
    make();
    dress.call("setButtonPosition", "rt");
    changed.mockClear();
    expect(dress.call("setButtonPosition", "xx")).toBe(false);
    expect([dress.override(), changed.mock.calls]).toEqual([{ buttonPosition: "rt" }, []]);
  });

  test("paints the panel, too", () => {
    make({ accentColor: "gold" }, { colors: { chat_bg: "#111111" } });
    expect([painted("--accent"), painted("--chat-bg"), painted("--agent-bubble")]).toEqual(["gold", "#111111", ""]);
    dress.call("setColors", { clientBubbleBg: "plum", agentBubbleBg: "pink", chatBg: "nonsense" });
    expect([painted("--client-bubble"), painted("--agent-bubble"), painted("--chat-bg")]).toEqual([
      "plum",
      "pink",
      "#111111",
    ]);
    dress.call("resetColors", null);
    expect([painted("--client-bubble"), painted("--chat-bg")]).toEqual(["", "#111111"]);
  });
});

describe("a language", () => {
  test("is the document's, and nothing is asked for it", async () => {
    make({}, { language: "en" });
    await settle();
    expect([dress.language(), document.documentElement.lang, asked]).toEqual(["en", "en", []]);
    make({ language: "ru", locale: "en" });
    await settle();
    expect(asked).toEqual([]);
  });

  test("that is set is learnt, and spoken once it is here", async () => {
    make();
    dress.call("setLanguage", "ru");
    expect(dress.words().say("openChat")).toBe("Open chat");
    changed.mockClear();
    await settle();
    expect(asked).toEqual(["/frame/demo/words/ru"]);
    expect([dress.look().words.open, dress.language(), document.documentElement.lang]).toEqual([
      "Открыть чат",
      "ru",
      "ru",
    ]);
    expect(changed).toHaveBeenCalledOnce();
  });

  test("is asked for until the server answers", async () => {
    answer = () => Promise.reject(new TypeError("offline"));
    make();
    dress.call("setLocale", "ru");
    await settle(1000);
    expect(dress.language()).toBe("en");
    answer = () => Promise.resolve(new Response(JSON.stringify(RUSSIAN)));
    await settle(5000);
    expect(dress.language()).toBe("ru");
  });

  test("that the server does not have leaves the one that is spoken", async () => {
    answer = () => Promise.resolve(new Response('{"code":"not_found","message":"No."}', { status: 404 }));
    make();
    dress.call("setLanguage", "ru");
    await settle(60_000);
    expect([dress.language(), asked.length]).toEqual(["en", 1]);
  });
});

describe("the panel", () => {
  test("is asked for in the page's language and words", () => {
    make({ language: "ru", headerText: "Help" }, { language: "ru" });
    expect(dress.wishes()).toEqual({ language: "ru", words: { headerTitle: "Help" } });
  });

  test("is told all words once they may be others than those it was rendered with", async () => {
    make();
    dress.call("setLocale", { placeholder: "Before" });
    await settle();
    expect([dress.lexicon(), asked]).toEqual([null, []]);
    dress.wishes();
    expect(dress.lexicon()).toBeNull();
    answer = () =>
      Promise.resolve(new Response(JSON.stringify({ language: "en", words: { ...SITE.words, send: "Send" } })));
    dress.call("setLocale", { placeholder: "After" });
    await settle();
    expect(asked).toEqual(["/frame/demo/words/en"]);
    expect(dress.lexicon()).toEqual({ language: "en", words: { ...SITE.words, send: "Send", placeholder: "After" } });
    dress.call("setLocale", { send: "Go" });
    expect(dress.lexicon()?.words).toMatchObject({ placeholder: "After", send: "Go" });
    await settle();
    expect(asked).toHaveLength(1);
  });

  test("that is a page of its own wears the site's clothes", () => {
    dress = makeDress(SITE, PLAIN, changed);
    expect(painted("--accent")).toBe("#0f6d8c");
  });
});
