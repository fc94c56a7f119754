/** Words that a page gives in place of ours (CONTRACT 2.2 locale). */

import type { Wishes } from "../port";
import { isObject, own } from "../shape";
import type { Words } from "./settings";

/** Longer words, and more of them, the server takes from nobody (`domain::words`). */
const LONGEST = 500;
const MOST = 200;

/** Chatra's words by their paths, and the keys of those of ours that say the same. */
const CHATRA: Words = {
  "chat.input.placeholder": "placeholder",
  "chat.more": "showEarlier",
  "chat.send": "send",
  "customStrings.chatWithUs": "chatWithUs",
  "customStrings.leaveUsAMessage": "leaveMessage",
  "customStrings.offlineNote": "offlineText",
  "customStrings.welcome": "welcomeText",
  "date.today": "today",
  "date.yesterday": "yesterday",
  "messageTypes.agentsOffline": "offlineTitle",
  minimize: "closeChat",
};

/** The configuration's own keys for words that are ours, too. */
const TEXTS = ["welcomeText", "onlineTitle", "offlineTitle", "offlineText"];

/** The page's words by our keys; what is said later wins. */
export function pageWords(config: Wishes, override: Wishes): Words {
  const texts: Record<string, unknown> = { headerTitle: config.headerText };
  for (const key of TEXTS) texts[key] = config[key];
  return { ...readWords(config.locale), ...readWords(texts), ...readWords(override.locale) };
}

/** The words of an object, at every depth. Which keys without a path there are, the server knows. */
export function readWords(value: unknown, path = "", words: Record<string, string> = {}): Words {
  if (!isObject(value)) return words;
  for (const [name, part] of Object.entries(value)) {
    const key = (own(CHATRA, path + name) as string | undefined) ?? path + name;
    const isWord = typeof part === "string" && part.length <= LONGEST && !key.includes(".");
    if (isWord && Object.keys(words).length < MOST) words[key] = part;
    readWords(part, `${path}${name}.`, words);
  }
  return words;
}
