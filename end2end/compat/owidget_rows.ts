/** What mluvii's pages may count on, one row a rule; see `rows.ts`, whose rows are of other embeds. */

import type { IdOf, Row, Section } from "./rows";

/** The object, as mluvii's pages call it. */
export const OWIDGET = "owidget";

const EMBEDDING = [
  {
    id: "OE1",
    call: "`scr.$owidgetOnLoad = function (owidget) {…}` on the element of `/widget/OOWidget.js`",
    behaviour: "Is called with the object, also where there is no `document.currentScript`: then it is the last such element that was not used.",
    state: "works",
  },
  { id: "OE2", call: "`window.$owidgetOnLoad`", behaviour: "Is called the same way, if the element has no such function.", state: "works" },
  { id: "OE3", call: "`owidget.isSupported`", behaviour: "Says whether the browser can show the chat.", state: "works" },
  { id: "OE4", call: "`$owidget`", behaviour: "The last object that was made; it is there when `$owidgetOnLoad` is called, and stays.", state: "works" },
  { id: "OE5", call: "two script elements", behaviour: "Two objects that know nothing of each other, of two companies or of two scopes.", state: "works" },
  { id: "OE6", call: "neither `init` nor `connectToServer`, or only one of them", behaviour: "Nothing is shown, and nothing is asked of the server.", state: "works" },
] as const satisfies readonly Row[];

const SETUP = [
  {
    id: "3.2 init",
    call: "`init(companyId)`",
    behaviour: "Says whose chat it is, by the company's GUID in letters of either case; asks the server nothing.",
    state: "works",
  },
  {
    id: "3.2 init tenant",
    call: "`init([GUID, tenantId])`",
    behaviour: "The tenant's own site, if one has the id `GUID/tenantId`, else the company's.",
    state: "works",
  },
  {
    id: "3.2 init refused",
    call: "`init` of what is no GUID",
    behaviour: "The console says so, and `connectToServer` does nothing.",
    state: "works",
  },
  { id: "3.2 init again", call: "`init` a second time", behaviour: "Counts before `connectToServer`, and does nothing after it.", state: "works" },
  {
    id: "3.2 init preset",
    call: "`init(companyId, preset)`",
    behaviour: "The preset of this name: its looks, texts and department. Any other name is the site itself, as `null` and `undefined` are.",
    state: "works",
  },
  {
    id: "3.2 init language",
    call: "`init(companyId, preset, language)`",
    behaviour: "The language of the chat; without one that of `<html lang>`, and without that the browser's.",
    state: "works",
    note: "A language that there is none of is the site's.",
  },
  {
    id: "3.2 init scope",
    call: "`init(companyId, preset, language, scope)`",
    behaviour: "A conversation goes on in the scope that it was begun in and in no other; none is one of them.",
    state: "works",
  },
  {
    id: "3.2 connectToServer",
    call: "`connectToServer()`",
    behaviour: "The button is there, and the page is told the first status.",
    state: "works",
  },
  { id: "3.2 connectToServer early", call: "`connectToServer()` before `init`", behaviour: "The console says so; nothing throws.", state: "works" },
  { id: "3.2 connectToServer twice", call: "`connectToServer()` twice", behaviour: "Is once.", state: "works" },
] as const satisfies readonly Row[];

const EVENTS = [
  {
    id: "3.2 setAppEventCallback",
    call: "`setAppEventCallback(fn)`",
    behaviour: "`fn({type})` is told the events below; a later function takes its place, at any time.",
    state: "works",
  },
  { id: "3.2 chatWindowOpen", call: "`chatWindowOpen`", behaviour: "The window has been opened, by the visitor, the page or a rule.", state: "works" },
  { id: "3.2 chatWindowClosed", call: "`chatWindowClosed`", behaviour: "The window has been closed.", state: "works" },
  { id: "3.2 chatSessionCreated", call: "`chatSessionCreated`", behaviour: "The visitor has written and waits for an operator.", state: "works" },
  { id: "3.2 chatSessionStarted", call: "`chatSessionStarted`", behaviour: "An operator has accepted the conversation.", state: "works" },
  { id: "3.2 chatSessionEnded", call: "`chatSessionEnded`", behaviour: "The conversation was closed.", state: "works" },
  {
    id: "3.2 order",
    call: "a whole conversation",
    behaviour: "`chatWindowOpen`, `chatSessionCreated`, `chatSessionStarted`, `chatSessionEnded`, and `chatWindowClosed` when the window is closed.",
    state: "works",
    note: "What is written after the end is the next session.",
  },
] as const satisfies readonly Row[];

const STATUS = [
  {
    id: "3.2 setStatusUpdateCallback",
    call: "`setStatusUpdateCallback(fn)`",
    behaviour: "`fn(code)` is told the first status and every other one; before `init`, before `connectToServer` and after it.",
    state: "works",
  },
  { id: "3.2 status at once", call: "the same, once the status is known", behaviour: "It is told at once.", state: "works" },
  { id: "3.2 status 0", call: "`0`", behaviour: "Nobody is online.", state: "works" },
  { id: "3.2 status 1", call: "`1`", behaviour: "Somebody is online.", state: "works" },
  {
    id: "3.2 status 2",
    call: "`2`",
    behaviour: "Whoever is online of the department that the preset or the site names, or of all, has as many conversations as they take.",
    state: "works",
  },
] as const satisfies readonly Row[];

const METHODS = [
  {
    id: "3.2 setCustomNumberNormalization",
    call: "`setCustomNumberNormalization(fn)`",
    behaviour: "`fn(phone)` says what the visitor's number is; that is what operators have.",
    state: "works",
  },
  {
    id: "3.2 number null",
    call: "`fn` returns `null`",
    behaviour: "The form says that the number is invalid, and is not sent.",
    state: "works",
  },
  { id: "3.2 number broken", call: "`fn` throws, or returns nothing", behaviour: "The same.", state: "works" },
  {
    id: "3.2 addCustomData",
    call: "`addCustomData(name, value)`",
    behaviour: "Operators have it beside the visitor; before `connectToServer` or after it, and the last value of a name counts.",
    state: "works",
    note: "A text of up to 5,000 characters is kept word for word.",
  },
  {
    id: "3.2 addCustomData live",
    call: "a rule on custom data: `chatVisibility` `'0'` and `'1'`",
    behaviour: "The chat is hidden and shown as the page changes the value.",
    state: "works",
    note: "Two rules of the site say so, one for each value; a rule fires each time that what the page says makes it true. What was never said is any other text.",
  },
  {
    id: "3.2 oo1_guest_ident",
    call: "`oo1_guest_ident`",
    behaviour: "The visitor's id in the customer's own system: one history across browsers.",
    state: "works",
    note: "With a scope it is a field as any other: a person is one in all scopes.",
  },
  { id: "3.2 oo1_guest_email", call: "`oo1_guest_email`, `oo1_guest_phone`", behaviour: "The visitor's address and number.", state: "works" },
  { id: "3.2 oo1_widget_lang", call: "`oo1_widget_lang`", behaviour: "Is kept as a field, and changes no language.", state: "accepted" },
  { id: "3.2 openChat", call: "`openChat()`", behaviour: "Opens the window: with the entry form, where the site asks for one.", state: "works" },
  { id: "3.2 openChat enqueue", call: "`openChat(true)`", behaviour: "Opens it without that form.", state: "works" },
  { id: "3.2 openChat early", call: "`openChat()` before `connectToServer`", behaviour: "Waits for it.", state: "works" },
  {
    id: "3.2 openAppOnCurrentPage",
    call: "`openAppOnCurrentPage('chat' | 'av' | 'callshow', code?)`",
    behaviour: "Opens the chat; another word is warned of and ignored.",
    state: "works",
    note: "There is no video.",
  },
  {
    id: "3.2 owidget._name",
    call: "`owidget._name = fn`, for rules",
    behaviour: "A rule calls the page's function by its name, without arguments; which one, is looked up when it fires.",
    state: "works",
    note: "The name begins with `_`. Where the page has no such function, nothing happens.",
  },
] as const satisfies readonly Row[];

const APPS = [
  {
    id: "3.3 MobileSdkWidget",
    call: "`/MobileSdkWidget?c=GUID&t=tenant&l=language&p=preset&s=scope`, in an app with the vendor's library",
    behaviour: "`openChat()` opens the chat, and `$owidget` is there; the app is told the status, the events and that the chat was closed.",
    state: "works",
    note: "The id of a session is empty, and there is no video.",
  },
  {
    id: "3.3 forms",
    call: "an entry form of the customer's own, which posts `ADD_CUSTOM_DATA`, `SET_NAME`, `SET_EMAIL`, `SET_PHONE`, `ENQUEUE`, `CLOSE_CHAT`, `GET_MLUVII_CUSTOM_PARAMS`",
    behaviour: "Is shown in an iframe `mluvii-iframe`, in the place of ours, once the settings have its address; what it says reaches the operators.",
    state: "works",
    note: "The form for who finds nobody and invitations are those of the settings: `OFFLINE_ACTION`, `FEEDBACK_ACTION` and pop-ups are not there.",
  },
] as const satisfies readonly Row[];

const EVERYWHERE = [
  { id: "OX1", call: "globals", behaviour: "`$owidget`, and no other name of the window.", state: "works" },
  { id: "OX2", call: "a function of the page that throws", behaviour: "Is told in the console and stops nothing.", state: "works" },
  { id: "OX4", call: "a callback that is no function", behaviour: "Is passed over in silence.", state: "works" },
  { id: "OX5", call: "arguments of a wrong kind", behaviour: "Nothing throws, and every method returns `undefined`.", state: "works" },
  { id: "OX6", call: "words of the page", behaviour: "Are text and never HTML.", state: "works" },
  { id: "OX9", call: "styles", behaviour: "All of ours is under `#owidget-container`; no style leaks in or out.", state: "works" },
  { id: "OX10", call: "the server can not be reached", behaviour: "The page lives, nothing throws, and the console says why there is no chat.", state: "works" },
  { id: "OX11", call: "a page with a policy and a nonce", behaviour: "The chat needs our origin in `script-src` and `frame-src`.", state: "works" },
  { id: "OX12", call: "a page that may not embed the site", behaviour: "Nothing is shown and the console says so.", state: "works" },
] as const satisfies readonly Row[];

/** What a test of mluvii's pages may name. */
export type OwidgetRowId =
  | IdOf<typeof EMBEDDING>
  | IdOf<typeof SETUP>
  | IdOf<typeof EVENTS>
  | IdOf<typeof STATUS>
  | IdOf<typeof METHODS>
  | IdOf<typeof APPS>
  | IdOf<typeof EVERYWHERE>;

/** All rows, by section. */
export const OWIDGET_SECTIONS: readonly Section[] = [
  { title: "Embedding", about: "How the script comes onto a page.", rows: EMBEDDING },
  { title: "Setup", about: "What comes before there is a chat.", rows: SETUP },
  { title: "Events", about: "What the function of `setAppEventCallback` is told.", rows: EVENTS },
  { title: "Status", about: "What the function of `setStatusUpdateCallback` is told.", rows: STATUS },
  { title: "Methods", about: "On the object; all of them return `undefined`.", rows: METHODS },
  { title: "Apps and forms", about: "What is around the script.", rows: APPS },
  { title: "Everywhere", about: "What holds for every embed.", rows: EVERYWHERE },
];
