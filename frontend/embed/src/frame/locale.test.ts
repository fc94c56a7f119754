import { expect, test } from "vitest";
import { pageWords } from "./locale";

test("the configuration's texts are words, and what is said later wins", () => {
  const config = {
    headerText: "Support",
    welcomeText: "Hi",
    onlineTitle: "In",
    offlineTitle: "Out",
    offlineText: "Write",
  };
  expect(pageWords(config, {})).toEqual({
    headerTitle: "Support",
    welcomeText: "Hi",
    onlineTitle: "In",
    offlineTitle: "Out",
    offlineText: "Write",
  });
  const locale = { headerTitle: "Help", placeholder: "Say it" };
  expect(pageWords({ ...config, locale }, {})).toMatchObject({ headerTitle: "Support", placeholder: "Say it" });
  expect(pageWords({ ...config, locale }, { locale: { headerTitle: "Now" } })).toMatchObject({ headerTitle: "Now" });
});

test("Chatra's grouped words are ours by other names", () => {
  const locale = {
    customStrings: { welcome: "W", chatWithUs: "C", leaveUsAMessage: "L", offlineNote: "O", bot_details: "?" },
    chat: { input: { placeholder: "P" }, send: "S", empty: "?" },
    messageTypes: { welcome: "?", agentsOffline: "A", joined: "{{#username}} joined" },
    date: { today: "T", format: { date: "MMMM D" } },
    minimize: "M",
  };
  expect(pageWords({ locale }, {})).toEqual({
    welcomeText: "W",
    chatWithUs: "C",
    leaveMessage: "L",
    offlineText: "O",
    placeholder: "P",
    send: "S",
    offlineTitle: "A",
    today: "T",
    closeChat: "M",
  });
});

test("a language is no words, and neither is anything else", () => {
  for (const locale of ["es", null, undefined, 5, ["a"], true]) expect(pageWords({ locale }, { locale })).toEqual({});
  const locale = { placeholder: 5, send: null, title: "x".repeat(501), online: () => 1, message: ["a"] };
  expect(pageWords({ locale }, {})).toEqual({});
});

test("there are never more than the server takes", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`key${n}`, "word"]));
  expect(Object.keys(pageWords({ locale: many }, {}))).toHaveLength(200);
});
