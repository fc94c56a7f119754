/**
 * What the compatible embeds promise, one row a rule. `docs/compat.md` is written from these rows and from the tests that
 * name them; a row without a test, or a test of a row that is not here, fails `script/compat --check`.
 */

import type { FacadeName } from "./facades";

/** How far a rule is kept: the value does what it says; it is taken and changes nothing; it comes with a later feature. */
export type State = "works" | "accepted" | "later";

/** A rule of the interface. */
export interface Row {
  /** Section and name; tests name it. */
  readonly id: string;
  /** As the page writes it. */
  readonly call: string;
  /** What comes of it, in one sentence. */
  readonly behaviour: string;
  readonly state: State;
  /** What one should know beside. */
  readonly note?: string;
  /** The embeds that have it; all of them, if it does not say. */
  readonly facades?: readonly FacadeName[];
}

/** A part of the interface, as the document lists it. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

/** Rows of one part: ids are the part's name and their own. */
const EMBEDDING = [
  {
    id: "SE1",
    call: "`Config = {orgId}`, the queue stub, `<script async>`",
    behaviour: "The snippet shows the chat of that site.",
    state: "works",
  },
  {
    id: "SE2",
    call: "configuration after the tag, and again",
    behaviour: "What stands there when the script runs counts, the last assignment wins.",
    state: "works",
  },
  {
    id: "SE3",
    call: "`SvyazioSetup` and `SvyazioConfig`",
    behaviour: "Both are read, key by key; what `SvyazioConfig` says wins.",
    state: "works",
    facades: ["Svyazio"],
  },
  {
    id: "SE4",
    call: "`q` of `arguments` or of arrays",
    behaviour: "Calls that waited are made in their order, after configuration and integration data were read.",
    state: "works",
  },
  {
    id: "SE5",
    call: "no stub on the page",
    behaviour: "The script makes the function itself.",
    state: "works",
  },
  {
    id: "SE6",
    call: "the function after loading",
    behaviour: "It has taken the stub's place under the same name and carries a call out before it returns.",
    state: "works",
  },
  {
    id: "SE7",
    call: "configuration against the site's settings",
    behaviour: "What the page says wins over what the dashboard says, key by key.",
    state: "works",
  },
  {
    id: "SE8",
    call: "a missing or unknown id",
    behaviour: "The console says what is wrong, nothing is shown, and calls are ignored.",
    state: "works",
  },
  {
    id: "SE9",
    call: "`Integration = {…}` before or after the tag",
    behaviour: "Its fields are the visitor's first data.",
    state: "works",
  },
  {
    id: "SE10",
    call: "`ChatraID`, `ChatraSetup`, `ChatraIntegration`, `ChatraGroupID`, `ChatraProtocol`",
    behaviour: "Chatra's globals are read, the script is put into the head by the page, and the npm module's second start restarts.",
    state: "works",
    note: "`ChatraProtocol` is ignored: the chat comes over the protocol of its script.",
    facades: ["Chatra"],
  },
  {
    id: "SE11",
    call: "`BrevoConversationsID`, `BrevoConversationsSetup`, `BrevoConversationsIntegration`, `visitorId`",
    behaviour: "Brevo's globals are read; `visitorId` is the client id, the hash is Brevo's, and the z-index is 9999.",
    state: "works",
    facades: ["BrevoConversations"],
  },
] as const satisfies readonly Row[];

const CONFIGURATION = [
  { id: "2.2 orgId", call: "`orgId`", behaviour: "The site's public id.", state: "works", note: "Chatra and Brevo have a global for it." },
  {
    id: "2.2 buttonStyle",
    call: "`buttonStyle`: `'round'`, `'tab'`",
    behaviour: "A round button, or a tab at the window's edge; on a phone a tab is at the bottom, and any other word is a round one.",
    state: "works",
  },
  {
    id: "2.2 buttonPosition",
    call: "`buttonPosition`: `bl bc br lt lm lb rt rm rb`",
    behaviour: "Where the button stands and the window opens; any other word is warned of and ignored.",
    state: "works",
  },
  {
    id: "2.2 buttonSize",
    call: "`buttonSize`: 40 to 100",
    behaviour: "The round button's diameter in px, 60 at first; what is beyond is brought to the nearest bound.",
    state: "works",
  },
  { id: "2.2 chatWidth", call: "`chatWidth`: from 280", behaviour: "The window's width in px, 400 at first, never below 280.", state: "works" },
  { id: "2.2 chatHeight", call: "`chatHeight`: from 300", behaviour: "The window's height in px, 600 at first, never below 300.", state: "works" },
  {
    id: "2.2 zIndex",
    call: "`zIndex`",
    behaviour: "The layer of button and window, 999999 at first (Brevo 9999); what is no number is ignored.",
    state: "works",
  },
  {
    id: "2.2 accentColor",
    call: "`accentColor`",
    behaviour: "The one colour the others are derived from; what is no colour is ignored.",
    state: "works",
    note: "The shade is moved where text on it could not be read.",
  },
  {
    id: "2.2 colors",
    call: "`colors`: `buttonText`, `buttonBg`, `chatBg`, `clientBubbleBg`, `agentBubbleBg`",
    behaviour: "Each colour is taken as it is; unknown keys are ignored.",
    state: "works",
  },
  { id: "2.2 startHidden", call: "`startHidden`", behaviour: "Nothing is shown until `show`.", state: "works" },
  { id: "2.2 disabledOnMobile", call: "`disabledOnMobile`", behaviour: "There is no chat on a phone.", state: "works" },
  {
    id: "2.2 mobileOnly",
    call: "`mobileOnly`",
    behaviour: "There is a chat on phones only; together with `disabledOnMobile` there is none anywhere.",
    state: "works",
  },
  { id: "2.2 disableChatOpenHash", call: "`disableChatOpenHash`", behaviour: "The URL's hash neither opens the chat nor changes with it.", state: "works" },
  { id: "2.2 deferredLoading", call: "`deferredLoading`", behaviour: "The chat starts once the window has loaded.", state: "works" },
  {
    id: "2.2 customWidgetButton",
    call: "`customWidgetButton`: a selector",
    behaviour: "The page's own button opens the chat, also one that comes later, and the default one is hidden.",
    state: "works",
    note: "A selector that is none is warned of, and the default button stays.",
  },
  { id: "2.2 headerText", call: "`headerText`", behaviour: "The title in the window's head.", state: "works" },
  { id: "2.2 welcomeText", call: "`welcomeText`", behaviour: "The greeting before anything was said, while somebody is online.", state: "works" },
  { id: "2.2 onlineTitle", call: "`onlineTitle`", behaviour: "The line below the title while somebody is online.", state: "works" },
  { id: "2.2 offlineTitle", call: "`offlineTitle`", behaviour: "The line below the title while nobody is online.", state: "works" },
  { id: "2.2 offlineText", call: "`offlineText`", behaviour: "The greeting while nobody is online.", state: "works" },
  {
    id: "2.2 locale",
    call: "`locale`: `'ru'`, `'en'`, `'es'`, `'pt'` or an object",
    behaviour: "The language of the interface, or the page's own words for parts of it; an unknown code leaves the site's language.",
    state: "works",
  },
  {
    id: "2.2 locale nested",
    call: "`locale: {chat: {input: {placeholder}}, customStrings: {…}}`",
    behaviour: "Chatra's nested names of words are understood.",
    state: "works",
    facades: ["Chatra", "BrevoConversations"],
  },
  { id: "2.2 language", call: "`language`", behaviour: "The same as `locale`, which wins where both are given.", state: "works" },
  {
    id: "2.2 clientId",
    call: "`clientId`",
    behaviour: "The visitor's id in the customer's own system: one history across browsers and sessions; a number is taken as text.",
    state: "works",
    note: "Brevo calls it `visitorId`.",
  },
  {
    id: "2.2 groupId",
    call: "`groupId`",
    behaviour: "The department of new conversations; an unknown one leaves the site's default.",
    state: "works",
    note: "Chatra has `ChatraGroupID`, too.",
  },
  {
    id: "2.2 onNewMessage",
    call: "`onNewMessage(msg)`",
    behaviour: "Called with `{id, text, createdAt, type}` on every new message, the visitor's own included; history is no news.",
    state: "works",
  },
  { id: "2.2 onAnalyticEvent", call: "`onAnalyticEvent(name)`", behaviour: "Called with the name of every event listed below.", state: "works" },
  { id: "2.2 serverUrl", call: "`serverUrl`", behaviour: "The base URL of the server, where the script comes from another one.", state: "works" },
  {
    id: "2.2 mode",
    call: "`mode`: `'widget'`, `'frame'`",
    behaviour: "`'frame'` puts the chat into a block of the page: always open, without a button.",
    state: "works",
  },
  {
    id: "2.2 injectTo",
    call: "`injectTo`: an id or a selector",
    behaviour: "The block that `mode: 'frame'` fills; if it is not there the widget is shown and the console says so.",
    state: "works",
  },
  { id: "2.2 gaTrackingId", call: "`gaTrackingId`", behaviour: "Nothing is sent to Google.", state: "accepted", note: "Use `onAnalyticEvent`." },
  { id: "2.2 disableGaTracking", call: "`disableGaTracking`", behaviour: "There is nothing to switch off.", state: "accepted" },
  { id: "2.2 yaCounterId", call: "`yaCounterId`", behaviour: "Nothing is sent to Yandex.", state: "accepted", note: "Use `onAnalyticEvent`." },
  { id: "2.2 disableYaTracking", call: "`disableYaTracking`", behaviour: "There is nothing to switch off.", state: "accepted" },
] as const satisfies readonly Row[];

const METHODS = [
  {
    id: "2.3 openChat",
    call: "`openChat`, focus?",
    behaviour: "Opens the window, a hidden one too; with `true` one can write at once, and an open one only takes the focus.",
    state: "works",
    note: "`false` is open without focus, it does not close.",
  },
  { id: "2.3 expandWidget", call: "`expandWidget`, focus?", behaviour: "The same, and nothing on a phone.", state: "works" },
  { id: "2.3 minimizeWidget", call: "`minimizeWidget`", behaviour: "Closes the window; a closed one stays as it is.", state: "works" },
  { id: "2.3 closeChat", call: "`closeChat`", behaviour: "The same as `minimizeWidget`.", state: "works" },
  { id: "2.3 hide", call: "`hide`", behaviour: "Takes button and window from sight.", state: "works" },
  { id: "2.3 show", call: "`show`", behaviour: "Brings them back after `hide` or `startHidden`, open or closed as they were.", state: "works" },
  {
    id: "2.3 setIntegrationData",
    call: "`setIntegrationData`, data",
    behaviour: "Replaces all the page has said of the visitor; `{}` and `null` clear it.",
    state: "works",
    note: "Names of fields are kept as they are; an object becomes JSON.",
  },
  {
    id: "2.3 updateIntegrationData",
    call: "`updateIntegrationData`, data",
    behaviour: "Changes the fields that are named; `null` deletes one, `''` empties it.",
    state: "works",
  },
  { id: "2.3 setButtonPosition", call: "`setButtonPosition`, code", behaviour: "Moves the button; an unknown code is warned of and ignored.", state: "works" },
  { id: "2.3 resetButtonPosition", call: "`resetButtonPosition`", behaviour: "Moves it back to where the configuration has it.", state: "works" },
  {
    id: "2.3 setButtonSize",
    call: "`setButtonSize`, px",
    behaviour: "Sets the round button's diameter, 40 to 100; a number as text is taken, what is no number ignored.",
    state: "works",
  },
  { id: "2.3 setChatWidth", call: "`setChatWidth`, px", behaviour: "Sets the window's width, at least 280 and at most what there is room for.", state: "works" },
  { id: "2.3 setChatHeight", call: "`setChatHeight`, px", behaviour: "Sets the window's height, at least 300 and at most what there is room for.", state: "works" },
  { id: "2.3 setZIndex", call: "`setZIndex`, number", behaviour: "Sets the layer of button and window.", state: "works" },
  { id: "2.3 setColors", call: "`setColors`, colors", behaviour: "Sets the colours that are given and keeps the others; what is no colour is ignored.", state: "works" },
  { id: "2.3 resetColors", call: "`resetColors`", behaviour: "Sets the colours back to those of the configuration.", state: "works" },
  { id: "2.3 setLanguage", call: "`setLanguage`, code", behaviour: "Changes the language at once; an unknown one is ignored.", state: "works" },
  {
    id: "2.3 setLocale",
    call: "`setLocale`, code or object",
    behaviour: "A code changes the language, an object the words it names; unknown names are ignored.",
    state: "works",
  },
  {
    id: "2.3 sendAutoMessage",
    call: "`sendAutoMessage`, text",
    behaviour: "A message of the bot that operators see once the visitor has replied; it opens nothing and counts as unread.",
    state: "works",
  },
  { id: "2.3 pageView", call: "`pageView`", behaviour: "Tells operators the page's address and title as they are now.", state: "works" },
  {
    id: "2.3 setGroupId",
    call: "`setGroupId`, id or `null`",
    behaviour: "The department of new conversations, `null` for the site's default; a conversation that is there stays where it is.",
    state: "works",
  },
  {
    id: "2.3 restart",
    call: "`restart`",
    behaviour: "Makes the widget anew from the configuration as it is then; visitor and history stay.",
    state: "works",
  },
  {
    id: "2.3 kill",
    call: "`kill`",
    behaviour: "Removes elements, listeners, timers and socket; no call brings the chat back, only the script loaded again.",
    state: "works",
  },
  {
    id: "2.3 init",
    call: "`init`, `{ID, setup, integration}`",
    behaviour: "Sets the globals to what it is given and starts the chat with them; what is left out is cleared.",
    state: "works",
  },
  { id: "2.3 any other", call: "any other word", behaviour: "Is ignored, with one warning in the console.", state: "works" },
  { id: "2.3 no word", call: "a first argument that is no text", behaviour: "Is ignored.", state: "works" },
  { id: "2.3 returns", call: "what a call returns", behaviour: "`undefined`, always.", state: "works" },
  { id: "2.3 .restart", call: "the property `restart`", behaviour: "Is there on the function, so that Chatra's npm module knows it.", state: "works" },
  { id: "2.3 ._chatExpanded", call: "the property `_chatExpanded`", behaviour: "Says whether the window is open, at any time.", state: "works" },
] as const satisfies readonly Row[];

const HASH = [
  { id: "2.4 opens", call: "the hash comes: by a link, by code, at load", behaviour: "The chat opens.", state: "works" },
  {
    id: "2.4 added",
    call: "the chat opens",
    behaviour: "The hash comes into the address as one entry of the history, and Back closes the chat.",
    state: "works",
  },
  { id: "2.4 removed", call: "the chat is closed", behaviour: "The hash goes, and with it the entry that opening made.", state: "works" },
  { id: "2.4 disabled", call: "`disableChatOpenHash: true`", behaviour: "Neither direction.", state: "works" },
  { id: "2.4 another page", call: "a link from another page", behaviour: "The chat opens once the page is there.", state: "works" },
  { id: "2.4 alias", call: "the name of the hash", behaviour: "Every embed has its own and leaves the others' alone.", state: "works" },
] as const satisfies readonly Row[];

const ELEMENTS = [
  {
    id: "2.5 host",
    call: "one element with the embed's id",
    behaviour: "It has an open shadow root with launcher, teaser and window under the classes of the embed.",
    state: "works",
  },
  { id: "2.5 page's css", call: "the page's rules for that id", behaviour: "`display`, `visibility`, `opacity` and `z-index` of the page count.", state: "works" },
  {
    id: "2.5 expanded",
    call: "`#chatra.chatra--expanded`",
    behaviour: "The element has the class while the chat is open.",
    state: "works",
    facades: ["Chatra"],
  },
  {
    id: "2.5 mobile expanded",
    call: "`body.chatra-mobile-widget-expanded`",
    behaviour: "The body has the class while the chat is open on a phone.",
    state: "works",
    facades: ["Chatra"],
  },
] as const satisfies readonly Row[];

const EVENTS = [
  { id: "2.6 widget_loaded", call: "`widget_loaded`", behaviour: "The chat is ready on the page.", state: "works" },
  { id: "2.6 chat_opened", call: "`chat_opened`", behaviour: "The window has been opened, whoever did it.", state: "works" },
  { id: "2.6 chat_closed", call: "`chat_closed`", behaviour: "The window has been closed, whoever did it.", state: "works" },
  { id: "2.6 message_sent", call: "`message_sent`", behaviour: "A message of the visitor has arrived at the server.", state: "works" },
  { id: "2.6 first_message_sent", call: "`first_message_sent`", behaviour: "It was the visitor's first.", state: "works" },
  { id: "2.6 message_received", call: "`message_received`", behaviour: "A message of an operator has come.", state: "works" },
  { id: "2.6 auto_message_shown", call: "`auto_message_shown`", behaviour: "A message of `sendAutoMessage` is there.", state: "works" },
  { id: "2.6 offline_message_sent", call: "`offline_message_sent`", behaviour: "A message was sent while nobody was online.", state: "works" },
  { id: "2.6 contacts_submitted", call: "`contacts_submitted`", behaviour: "The visitor has left an address.", state: "later", note: "Comes with the contact form." },
  { id: "2.6 conversation_rated", call: "`conversation_rated`", behaviour: "The visitor has rated the conversation.", state: "later", note: "Comes with ratings." },
] as const satisfies readonly Row[];

const EVERYWHERE = [
  { id: "X1", call: "globals", behaviour: "An embed makes its own function and no other name of the window.", state: "works" },
  { id: "X2", call: "a callback that throws", behaviour: "Is told in the console and stops nothing.", state: "works" },
  { id: "X3", call: "a callback that comes late or is replaced", behaviour: "The one that is there when it happens is called.", state: "works" },
  { id: "X4", call: "a callback that is no function", behaviour: "Is passed over in silence.", state: "works" },
  { id: "X5", call: "arguments of a wrong kind", behaviour: "Nothing throws; what can not be used is ignored.", state: "works" },
  {
    id: "X6",
    call: "words of page, visitor and operator",
    behaviour: "Are text and never HTML; only web, mail and phone addresses can be clicked.",
    state: "works",
  },
  { id: "X7", call: "the script twice", behaviour: "Is one chat: the second finds the first and starts nothing.", state: "works" },
  { id: "X8", call: "after `kill`", behaviour: "No element, listener, timer or socket of ours is left.", state: "works" },
  { id: "X9", call: "styles", behaviour: "All of ours is under one element; no style leaks in or out.", state: "works" },
  { id: "X10", call: "the server can not be reached", behaviour: "The page lives, nothing throws, and the console says why there is no chat.", state: "works" },
  {
    id: "X11",
    call: "a page with a policy and a nonce",
    behaviour: "The chat needs our origin in `script-src` and `frame-src` and nothing else.",
    state: "works",
    note: "No inline style or script is put into the page, so no nonce is needed for one.",
  },
  {
    id: "X12",
    call: "a page that may not embed the site; too many messages",
    behaviour: "Nothing is shown and the console says so; who writes too often is refused.",
    state: "works",
  },
] as const satisfies readonly Row[];

type Named = readonly { readonly id: string }[];
/** The ids of such a list. */
export type IdOf<Rows extends Named> = Rows[number]["id"];

/** What a test may name. */
export type RowId =
  | IdOf<typeof EMBEDDING>
  | IdOf<typeof CONFIGURATION>
  | IdOf<typeof METHODS>
  | IdOf<typeof HASH>
  | IdOf<typeof ELEMENTS>
  | IdOf<typeof EVENTS>
  | IdOf<typeof EVERYWHERE>;

/** All rows, by section. */
export const SECTIONS: readonly Section[] = [
  {
    title: "Embedding",
    about: "How the script comes onto a page.",
    rows: EMBEDDING,
  },
  {
    title: "Configuration",
    about: "Keys of the configuration object. They are read when the script runs and again at `restart`.",
    rows: CONFIGURATION,
  },
  {
    title: "Methods",
    about: "`Svyazio(method, …)`, and the same under the other names.",
    rows: METHODS,
  },
  {
    title: "The hash",
    about: "Any link can open the chat, and Back closes it.",
    rows: HASH,
  },
  {
    title: "Elements",
    about: "What pages find in the document.",
    rows: ELEMENTS,
  },
  {
    title: "Events",
    about: "The names that `onAnalyticEvent` is called with. The vendors publish no list; this is ours.",
    rows: EVENTS,
  },
  {
    title: "Everywhere",
    about: "What holds for every embed.",
    rows: EVERYWHERE,
  },
];
