import { expect, test } from "vitest";
import { RUSSIAN, SITE } from "../testing/site";
import { makeVocabulary } from "./vocabulary";

test("the page's words win over the server's", () => {
  const { say } = makeVocabulary(SITE, { chat: "Help" });
  expect([say("chat"), say("openChat"), say("nothing")]).toEqual(["Help", "Open chat", ""]);
});

test("numbers have the form that the language has for them", () => {
  const english = makeVocabulary(SITE, {});
  expect([1, 2, 100].map(english.unread)).toEqual(["1 unread message.", "2 unread messages.", "100 unread messages."]);
  const russian = makeVocabulary(RUSSIAN, {});
  expect([1, 2, 5, 11, 21, 22].map(russian.unread)).toEqual([
    "1 непрочитанное сообщение.",
    "2 непрочитанных сообщения.",
    "5 непрочитанных сообщений.",
    "11 непрочитанных сообщений.",
    "21 непрочитанное сообщение.",
    "22 непрочитанных сообщения.",
  ]);
});
