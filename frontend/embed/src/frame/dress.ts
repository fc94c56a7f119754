/** What the widget wears: the site's settings, then the page's configuration, then what its methods said since. */

import { ask } from "../link/post";
import { again, DONE, Retry } from "../link/retry";
import type { Look, ToFrame, Wishes } from "../port";
import { isObject, own } from "../shape";
import { readColour, readLanguage, readNumber, readPosition, type Position } from "./wish";
import { geometry, type Style } from "./geometry";
import { launcherColours } from "./launcher_colours";
import { pageWords } from "./locale";
import { called } from "./override";
import type { SiteLook, Words } from "./settings";
import { makeVocabulary, type Lexicon, type Vocabulary } from "./vocabulary";

/** What the page says of it when the frame begins. */
export type Wardrobe = Pick<ToFrame & { type: "boot" }, "config" | "override" | "phone">;

/** For the public page, where nobody says anything. */
export const PLAIN: Wardrobe = { config: {}, override: {}, phone: false };

/** The looks and the words, as they are now. */
export interface Dress {
  /** The language that is spoken. */
  readonly language: () => string;
  /** What is said in it. */
  readonly words: () => Vocabulary;
  /** What the page draws. */
  readonly look: () => Look;
  /** What has been taken of the methods' calls. */
  readonly override: () => Wishes;
  /** Takes a method's call (CONTRACT 2.3); false if it makes no sense, and nothing has changed. */
  readonly call: (method: string, value: unknown) => boolean;
  /** What the server is asked to render the panel with. */
  readonly wishes: () => { readonly language: string; readonly words: Words };
  /** All words, if they may be others than those the panel was rendered with; null if not, or not yet. */
  readonly lexicon: () => Lexicon | null;
  /** Stops learning. */
  readonly stop: () => void;
}

/** Dresses a site's widget; `changed` is told when there is something else to draw or to say. */
export function makeDress(site: SiteLook, { config, override, phone }: Wardrobe, changed: () => void): Dress {
  /** What came with the document: the words that are said before there is a panel. */
  let lexicon: Lexicon = site;
  /** The language of which all words are here. */
  let whole: string | null = null;
  let words: Words = {};
  /** The panel was asked for, in the words of then; whatever changes since, it must be told in full. */
  let isAsked = false;

  /** The last of those who have something to say of a key that can be read. */
  const last = <T>(key: string, read: (value: unknown) => T | null, setting: T): T =>
    read(override[key]) ?? read(config[key]) ?? setting;
  /** A length, which CONTRACT 2.2 sets bounds to. */
  const px = (key: string, least: number, setting: number): number => Math.max(last(key, readNumber, setting), least);
  /** A colour of CONTRACT 2.3 setColors, each of which may come from somewhere else. */
  const colour = (name: string, setting: string): string | null => {
    const read = (colours: unknown): string | null => (isObject(colours) ? readColour(own(colours, name)) : null);
    return last<string | null>("colors", read, site.colors[setting] ?? null);
  };
  const accent = (): string => last("accentColor", readColour, site.accent);
  /** The language that is wanted; as long as its words are not here, another one is spoken. */
  const wanted = (): string =>
    readLanguage(override.language) ?? readLanguage(config.locale) ?? readLanguage(config.language) ?? site.language;
  const vocabulary = (): Vocabulary => makeVocabulary(lexicon, words);

  const look = (): Look => {
    const position = last("buttonPosition", readPosition, site.position as Position);
    const style = last("buttonStyle", readStyle, site.button_style as Style);
    const { say } = vocabulary();
    return {
      css: {
        ...geometry(position, style, Math.min(px("buttonSize", 40, site.button_size), 100), phone),
        ...launcherColours(accent(), colour("buttonBg", "button_bg"), colour("buttonText", "button_text")),
        width: `${px("chatWidth", 280, site.chat_width)}px`,
        height: `${px("chatHeight", 300, site.chat_height)}px`,
      },
      zIndex: last<number | null>("zIndex", readNumber, site.z_index),
      hidden: last("startHidden", readFlag, site.start_hidden),
      never: phone
        ? last("disabledOnMobile", readFlag, site.devices === "desktop")
        : last("mobileOnly", readFlag, site.devices === "phone"),
      words: { open: say("openChat"), close: say("closeChat"), dismiss: say("closeTeaser"), chat: say("chat") },
    };
  };

  /** Our own document: everything visible is derived from these properties (`style/tokens.css`, `style/panel.css`). */
  const paint = (): void => {
    const root = document.documentElement;
    root.lang = lexicon.language;
    for (const [property, value] of Object.entries({
      "--accent": accent(),
      "--chat-bg": colour("chatBg", "chat_bg"),
      "--client-bubble": colour("clientBubbleBg", "client_bubble_bg"),
      "--agent-bubble": colour("agentBubbleBg", "agent_bubble_bg"),
    })) {
      root.style.setProperty(property, value ?? "");
    }
  };

  const lessons = new Retry(async () => {
    const language = wanted();
    if (language !== whole) {
      // Our own address says which preset of the site it is.
      const answer = await ask(`/frame/${encodeURIComponent(site.site)}/words/${language}${location.search}`, { credentials: "omit" });
      if (answer.kind === "later") return again(answer.afterMs);
      // A language that the server has no words of: what is spoken stays.
      if (answer.kind === "refused") return DONE;
      lexicon = answer.body as Lexicon;
      whole = language;
    }
    paint();
    changed();
    return DONE;
  });

  const change = (): void => {
    words = pageWords(config, override);
    paint();
    if (isAsked || wanted() !== lexicon.language) lessons.run();
  };

  const { buttonPosition } = config;
  if (buttonPosition != null && readPosition(buttonPosition) === null) warnOf("buttonPosition", buttonPosition);
  change();

  return {
    language: () => lexicon.language,
    words: vocabulary,
    look,
    override: () => override,
    call: (method, value) => {
      const after = called(override, method, value);
      if (after === null) return false;
      override = after;
      change();
      changed();
      return true;
    },
    wishes: () => {
      isAsked = true;
      return { language: wanted(), words };
    },
    lexicon: () => {
      const { language } = lexicon;
      return isAsked && whole === wanted() ? { language, words: { ...lexicon.words, ...words } } : null;
    },
    stop: () => lessons.stop(),
  };
}

/** Tells the page's author, who reads the console of the page and its frames. */
export function warnOf(name: string, value: unknown): void {
  console.warn(`Usher: ${name} can not be ${JSON.stringify(value)}.`);
}

const readFlag = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

const readStyle = (value: unknown): Style | null => (value === "round" || value === "tab" ? value : null);
