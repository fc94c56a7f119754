/** What onWebChat's pages may count on, one row a rule; see `rows.ts`, whose rows are of other embeds. */

import type { IdOf, Row, Section } from "./rows";

/** The object, as onWebChat's pages call it. */
export const ONWEBCHAT = "onWebChat";

const EMBEDDING = [
  { id: "NE1", call: "the vendor's snippet, with `/clientchat/CHATID`", behaviour: "Shows the chat of that site.", state: "works" },
  { id: "NE2", call: "`onWebChat_`", behaviour: "Has `set` and `get`; what `onWebChat.ar` has collected is set in its order.", state: "works" },
  { id: "NE3", call: "a collected `onWebChatLoaded`", behaviour: "Is called once, and after all that was collected.", state: "works" },
  { id: "NE4", call: "`onWebChatLoaded` of a chat that is there", behaviour: "Is called right after `set` has returned.", state: "works" },
  { id: "NE5", call: "`onWebChat.get` before the script", behaviour: "Throws a ReferenceError of the snippet's own.", state: "works" },
  {
    id: "NE6",
    call: "a chat id of 32 to 40 hexadecimal digits, with or without `/n/n`",
    behaviour: "Is the id of the site, in letters of either case; the numbers name a preset of it: `1/0`.",
    state: "works",
    note: "Numbers without a preset are the site itself. What is no such id is said in the console.",
  },
  { id: "NE7", call: "the page's code below the snippet", behaviour: "Runs before the script, and is done when that comes.", state: "works" },
  { id: "NE8", call: "no snippet, only the script", behaviour: "It makes `onWebChat`, too.", state: "works" },
] as const satisfies readonly Row[];

const SET = [
  {
    id: "4.2 name",
    call: "`set('name' | 'email' | 'phone' | 'notes', text)`",
    behaviour: "Operators have it beside the visitor, and `get` has it at once.",
    state: "works",
  },
  { id: "4.2 name empty", call: "the same with `''` or `null`", behaviour: "Forgets it.", state: "works" },
  { id: "4.2 email", call: "an `email` that is none", behaviour: "Is kept as text.", state: "works" },
  {
    id: "4.2 language",
    call: "`set('language', 'l1' | 'l2')`",
    behaviour: "The site's language, and its second one for visitors from elsewhere; English, if it has none.",
    state: "works",
  },
  {
    id: "4.2 language texts",
    call: "`l2` of the site's own choice",
    behaviour: "The second language of the settings, in the owner's own words where there are some.",
    state: "works",
  },
  {
    id: "4.2 language code",
    call: "`set('language', 'es')`",
    behaviour: "That language, if there is one; another code is ignored.",
    state: "works",
  },
  { id: "4.2 languageFile", call: "`set('languageFile', url)`", behaviour: "Nothing is loaded from elsewhere.", state: "accepted" },
  {
    id: "4.2 max",
    call: "`set('max', 1 | 0)`, also as `'1'`, `'0'`, `true`, `false`",
    behaviour: "Maximises and minimises; what is so already is not told again.",
    state: "works",
  },
  { id: "4.2 max hidden", call: "`set('max', …)` while all is hidden", behaviour: "Is remembered, and told when it is shown.", state: "works" },
  { id: "4.2 show", call: "`set('show', 0 | 1)`", behaviour: "Hides and shows all of it.", state: "works" },
  { id: "4.2 unknown", call: "another key", behaviour: "Is ignored.", state: "works" },
  { id: "4.2 returns", call: "what `set` returns", behaviour: "`undefined`, always.", state: "works" },
] as const satisfies readonly Row[];

const CALLBACKS = [
  { id: "4.2 onClick", call: "`onClick`", behaviour: "The visitor has clicked on the button or on the message beside it.", state: "works" },
  { id: "4.2 onMaximize", call: "`onMaximize`", behaviour: "The window was maximised, by the visitor, the page or a rule.", state: "works" },
  { id: "4.2 onMinimize", call: "`onMinimize`, also as `onMinimized`", behaviour: "The window was minimised.", state: "works" },
  { id: "4.2 onTrigger", call: "`onTrigger`", behaviour: "A rule has fired.", state: "works" },
  { id: "4.2 onStartWriting", call: "`onStartWriting`", behaviour: "The visitor begins to write a message, and so with every one.", state: "works" },
  { id: "4.2 onWebChatLoaded", call: "`onWebChatLoaded`", behaviour: "The chat is there, and `get` knows.", state: "works" },
  { id: "4.2 callback replaced", call: "a callback that is set again", behaviour: "Takes the place of the one before.", state: "works" },
  { id: "4.2 callback removed", call: "a callback that is no function", behaviour: "Takes the one before away.", state: "works" },
] as const satisfies readonly Row[];

const GET = [
  {
    id: "4.3 name",
    call: "`get('name' | 'email' | 'phone' | 'notes')`",
    behaviour: "What the page has set, or the visitor has written into a form; `''` if nobody has.",
    state: "works",
  },
  {
    id: "4.3 operator",
    call: "the same, of what an operator has saved",
    behaviour: "Is known at once, also on a page that is open.",
    state: "works",
  },
  { id: "4.3 status", call: "`get('status')`", behaviour: "`'online'` or `'offline'`, as it is at this moment.", state: "works" },
  { id: "4.3 unknown", call: "`get` of another key", behaviour: "`undefined`.", state: "works" },
] as const satisfies readonly Row[];

const EVERYWHERE = [
  { id: "NX1", call: "globals", behaviour: "`onWebChat_`, and `onWebChat` where the page has none; no other name of the window.", state: "works" },
  { id: "NX2", call: "a callback that throws", behaviour: "Is told in the console and stops nothing.", state: "works" },
  { id: "NX5", call: "arguments of a wrong kind", behaviour: "Nothing throws.", state: "works" },
  { id: "NX6", call: "words of the page", behaviour: "Are text and never HTML.", state: "works" },
  { id: "NX7", call: "the script ten times", behaviour: "Is one chat, with one socket.", state: "works" },
  { id: "NX9", call: "styles", behaviour: "All of ours is under `#onwebchat-container`; no style leaks in or out.", state: "works" },
  { id: "NX10", call: "the server can not be reached", behaviour: "The page lives, nothing throws, `get` says `'offline'` and `''`, and the console says why there is no chat.", state: "works" },
  { id: "NX11", call: "a page with a policy and a nonce", behaviour: "The chat needs our origin in `script-src` and `frame-src`.", state: "works" },
  { id: "NX12", call: "a page that may not embed the site", behaviour: "Nothing is shown and the console says so.", state: "works" },
] as const satisfies readonly Row[];

/** What a test of onWebChat's pages may name. */
export type OnWebChatRowId =
  | IdOf<typeof EMBEDDING>
  | IdOf<typeof SET>
  | IdOf<typeof CALLBACKS>
  | IdOf<typeof GET>
  | IdOf<typeof EVERYWHERE>;

/** All rows, by section. */
export const ONWEBCHAT_SECTIONS: readonly Section[] = [
  { title: "Embedding", about: "How the script comes onto a page.", rows: EMBEDDING },
  { title: "What pages set", about: "`onWebChat.set(key, value)`.", rows: SET },
  { title: "Callbacks", about: "Keys of `set` whose values are functions; one of each.", rows: CALLBACKS },
  { title: "What pages get", about: "`onWebChat.get(key)`, once the chat is there.", rows: GET },
  { title: "Everywhere", about: "What holds for every embed.", rows: EVERYWHERE },
];
