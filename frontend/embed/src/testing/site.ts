/** A site as the server tells of it, for tests of the frame. */

import type { SiteLook } from "../frame/settings";

/** A site whose owner has changed nothing. */
export const SITE: SiteLook = {
  site: "demo",
  accent: "#0f6d8c",
  position: "br",
  button_style: "round",
  button_size: 60,
  chat_width: 400,
  chat_height: 600,
  z_index: null,
  colors: {},
  devices: "all",
  start_hidden: false,
  language: "en",
  words: {
    chat: "Chat",
    openChat: "Open chat",
    closeChat: "Close chat",
    closeTeaser: "Hide this message",
    chatWithUs: "Chat with us",
    leaveMessage: "Leave a message",
    onlineNow: "We are online.",
    awayNow: "We are away.",
    notTaken: "The server did not take this.",
    unreachable: "The chat can not be reached. Trying again.",
    unreadOne: "{n} unread message.",
    unreadOther: "{n} unread messages.",
  },
};

/** Another language's words, as `GET /frame/{site}/words/{lang}` gives them. */
export const RUSSIAN = {
  language: "ru",
  words: {
    ...SITE.words,
    openChat: "Открыть чат",
    onlineNow: "Мы на связи.",
    awayNow: "Сейчас нас нет на месте.",
    notTaken: "Сервер этого не принял.",
    placeholder: "Напишите сообщение",
    unreadOne: "{n} непрочитанное сообщение.",
    unreadFew: "{n} непрочитанных сообщения.",
    unreadMany: "{n} непрочитанных сообщений.",
    unreadOther: "{n} непрочитанного сообщения.",
  },
};
