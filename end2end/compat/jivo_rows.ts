/** What Jivo's pages may count on, one row a rule; see `rows.ts`, whose rows are of the other embeds. */

import type { IdOf, Row, Section } from "./rows";

/** The one object that all of Jivo's methods are on. */
export const JIVO = "jivo_api";

const EMBEDDING = [
  { id: "JE1", call: "`<script src=\"//HOST/widget/ID\" async>`", behaviour: "Shows the chat of that site.", state: "works" },
  { id: "JE2", call: "the same with `defer`, inserted by code, by a tag manager", behaviour: "The same.", state: "works" },
  { id: "JE3", call: "`/widget/ID?locale=xx`", behaviour: "The chat speaks that language; nothing else of the query counts.", state: "works" },
  { id: "JE4", call: "`<script src=\"//HOST/widget.js\" jv-id=\"ID\">`", behaviour: "The id is in the attribute.", state: "works" },
  { id: "JE5", call: "`<script src=\"//HOST/widget.js\" data-jv-id=\"ID\">`", behaviour: "The id is in the attribute.", state: "works" },
  { id: "JE6", call: "`/script/widget/ID` and `/script/geo-widget/ID`, inserted after `load`", behaviour: "As `/widget/ID`.", state: "works" },
  {
    id: "JE7",
    call: "the id where there is no `document.currentScript`",
    behaviour: "An attribute `jv-id`, then `data-jv-id`, then the address in a stack trace, then any script of `/widget/`.",
    state: "works",
  },
  {
    id: "JE8",
    call: "an id that is neither digits nor of ten characters",
    behaviour: "“Widget id is not valid.” in the console, and nothing on the page.",
    state: "works",
  },
  { id: "JE8a", call: "`/widget/svyazio.js`, `/widget/usher.js`", behaviour: "Are the other embeds, and no ids.", state: "works" },
  { id: "JE9", call: "the moment of the start", behaviour: "When the window has loaded; at once if it has.", state: "works" },
  { id: "JE10", call: "the script again while `jivo_magic_var` is true", behaviour: "Does nothing.", state: "works" },
  { id: "JE11", call: "`jivo_magic_var = undefined`, the nodes removed, the script again", behaviour: "A fresh chat.", state: "works" },
  { id: "JE12", call: "every global deleted, every `jdiv` removed, the script again", behaviour: "A fresh chat.", state: "works" },
  { id: "JE13", call: "only the script element removed, the script again", behaviour: "The one chat goes on.", state: "works" },
  {
    id: "JE14",
    call: "a widget that was deleted",
    behaviour: "Shows nothing, and the browser remembers that for a week.",
    state: "works",
  },
  {
    id: "JE15",
    call: "a site that is not for phones (`disable_mobile`)",
    behaviour: "There is nothing on a phone, and no `jivo_api`.",
    state: "works",
  },
  {
    id: "JE16",
    call: "a server that does not answer",
    behaviour: "Is asked four times in all; then `__jivoOnError` is called and there is silence.",
    state: "works",
  },
  {
    id: "JE17",
    call: "`jivo_config.enable_bundle_wait`",
    behaviour: "The chat comes with the first movement of the visitor, or after five seconds.",
    state: "works",
  },
  {
    id: "JE18",
    call: "`jivo_api` deleted and the script again",
    behaviour: "The one chat goes on; `jivo_api` is back and `jivo_onLoadCallback` is called once more.",
    state: "works",
  },
] as const satisfies readonly Row[];

const GLOBALS = [
  {
    id: "1.2 jivo_api",
    call: "`jivo_api`",
    behaviour: "Is not there before the chat is ready, and stays when it is closed.",
    state: "works",
    note: "After `jivo_destroy()` its methods answer `{result: 'fail', reason: 'Widget destroyed'}` and its getters are empty.",
  },
  {
    id: "1.2 jivo_init",
    call: "`jivo_init()`",
    behaviour: "Brings the chat back, or starts it again; `jBeforeunload` is dispatched before that, `jivo_onLoadCallback` called after it.",
    state: "works",
  },
  {
    id: "1.2 jivo_destroy",
    call: "`jivo_destroy()`",
    behaviour: "Removes the chat a moment later, dispatches `jBeforeunload`, calls `jivo_onWidgetDestroy` once; without a chat it does nothing.",
    state: "works",
  },
  {
    id: "1.2 jivo_config",
    call: "`jivo_config`",
    behaviour: "Can be read and written; what the page has put under a key stays. `rules` of the page's count instead of the site's.",
    state: "works",
  },
  {
    id: "1.2 jivo_config keys",
    call: "`jivo_config.widget_id`, `site_id`, `base_url`, `chat_mode`, `locale`, `widget_color`, `rules`",
    behaviour: "Say what the site's settings say.",
    state: "works",
  },
  {
    id: "1.2 jivo_config others",
    call: "all other keys of `jivo_config`",
    behaviour: "Are what the page puts there, and nothing reads them but `enable_bundle_wait`.",
    state: "accepted",
  },
  { id: "1.2 jivo_version", call: "`jivo_version`", behaviour: "A text, as soon as the script has run.", state: "works" },
  { id: "1.2 jivo_magic_var", call: "`jivo_magic_var`", behaviour: "Is true as long as the chat lives.", state: "works" },
  { id: "1.2 jivo_cspNonce", call: "`jivo_cspNonce`", behaviour: "The nonce of the script's tag.", state: "works" },
  {
    id: "1.2 jivo_chat_page",
    call: "`jivo_chat_page = true`",
    behaviour: "The chat is open and fills the page; there is no label.",
    state: "works",
  },
  {
    id: "1.2 jivo_custom_widget",
    call: "`jivo_custom_widget`, or an element of that id",
    behaviour: "The site draws its own label, and ours is not shown; the element may come during `jivo_onLoadCallback`.",
    state: "works",
  },
  { id: "1.2 __jivoOnError", call: "`__jivoOnError`", behaviour: "Is called when the server does not answer.", state: "works" },
  {
    id: "1.2 hooks",
    call: "`__jivoConfigOnLoad`, `__jivoBundleOnLoad`, `__jivoBundleInit`",
    behaviour: "Hooks into the vendor's own loader, of which there is nothing here.",
    state: "accepted",
  },
  {
    id: "1.2 label",
    call: "`#jivo_chat_widget`",
    behaviour: "The label, which pages hide by their own style sheet and press by script.",
    state: "works",
    note: "It is a light child of `jdiv#jcont` in the body.",
  },
  {
    id: "1.2 elements",
    call: "`jdiv`, `#jcont`, `#jivo-iframe-container`, `.__jivoMobileButton`, `.jivo-c-mobile`",
    behaviour: "Are where pages look for them; a page that removes them breaks nothing.",
    state: "works",
  },
  {
    id: "1.2 no elements",
    call: "`#jivo_container`, `#jivo-mouse-tracker`",
    behaviour: "The vendor's frame and its tracker: ours is in a shadow root, and nothing is tracked.",
    state: "accepted",
  },
  {
    id: "1.2 storage",
    call: "`localStorage['jv_store_ID_client']`, `localStorage['jv_loader_info_ID']`",
    behaviour: "A page may remove them whenever it likes; there is nothing in them.",
    state: "accepted",
    note: "We keep nothing in the page's own storage; `clearHistory()` forgets the visitor.",
  },
] as const satisfies readonly Row[];

const LIFE = [
  {
    id: "1.3 at once",
    call: "the script has run",
    behaviour: "`jivo_magic_var`, `jivo_version`, `jivo_init` and `jivo_destroy` are there, `jivo_api` is not.",
    state: "works",
  },
  { id: "1.3 then", call: "configuration and status have come", behaviour: "`jivo_config` is there before `jivo_api`.", state: "works" },
  {
    id: "1.3 at last",
    call: "the chat is mounted and knows its visitor",
    behaviour: "`jivo_api` is there and `jivo_onLoadCallback` is called, once, with history or without, online or not.",
    state: "works",
  },
  { id: "1.3 calls", call: "a method in `jivo_onLoadCallback`", behaviour: "Works, whichever it is.", state: "works" },
  {
    id: "1.3 declared",
    call: "`jivo_onLoadCallback`",
    behaviour: "A declaration, a variable, a property, an async function, before the tag or below it, with a parameter or without.",
    state: "works",
    note: "One that comes after loading is not called any more.",
  },
  {
    id: "1.3 again",
    call: "`jivo_destroy()`, then `jivo_init()`",
    behaviour: "The same visitor with the same history, as often as the page likes; nothing piles up.",
    state: "works",
  },
] as const satisfies readonly Row[];

const CALLBACKS = [
  { id: "1.4 onLoadCallback", call: "`jivo_onLoadCallback()`", behaviour: "The chat is ready, once for each start.", state: "works" },
  {
    id: "1.4 onOpen",
    call: "`jivo_onOpen()`",
    behaviour: "The window opens: by the visitor, by `open()`, by an invitation, by a rule; not when it is open.",
    state: "works",
  },
  { id: "1.4 onClose", call: "`jivo_onClose()`", behaviour: "The window closes, by the visitor or by `close()`; not when it is closed.", state: "works" },
  { id: "1.4 onChangeState", call: "`jivo_onChangeState(state)`", behaviour: "From one state to another; the first one is silent.", state: "works" },
  {
    id: "1.4 onMessageSent",
    call: "`jivo_onMessageSent()`",
    behaviour: "The visitor's first message of all, once.",
    state: "works",
  },
  {
    id: "1.4 onClientStartChat",
    call: "`jivo_onClientStartChat()`",
    behaviour: "The visitor's first message of all, unless an invitation was shown before.",
    state: "works",
  },
  {
    id: "1.4 onIntroduction",
    call: "`jivo_onIntroduction()`",
    behaviour: "The visitor has sent the contact form; not for `setContactInfo()`.",
    state: "works",
  },
  {
    id: "1.4 onAccept",
    call: "`jivo_onAccept()`",
    behaviour: "An operator has accepted the chat.",
    state: "works",
    note: "Operators can not begin one yet.",
  },
  {
    id: "1.4 onMessageReceived",
    call: "`jivo_onMessageReceived()`",
    behaviour: "Every message of an operator's, whether the window is open or not; without arguments.",
    state: "works",
  },
  { id: "1.4 onCallStart", call: "`jivo_onCallStart()`", behaviour: "A call begins.", state: "works" },
  {
    id: "1.4 onCallEnd",
    call: "`jivo_onCallEnd(result)`",
    behaviour: "A call has ended, has failed, or could not start.",
    state: "works",
  },
  { id: "1.4 onResizeCallback", call: "`jivo_onResizeCallback()`", behaviour: "The window opens or closes; it can not be moved.", state: "works" },
  {
    id: "1.4 onWidgetDestroy",
    call: "`jivo_onWidgetDestroy()`",
    behaviour: "`jivo_destroy()` has removed the chat; not for a restart by `jivo_init()`.",
    state: "works",
  },
  {
    id: "1.4 onOfflineFormSubmit",
    call: "`jivo_onOfflineFormSubmit()`",
    behaviour: "The visitor has sent the offline form.",
    state: "works",
  },
  {
    id: "1.4 order",
    call: "one act of the visitor's",
    behaviour: "`jivo_onChangeState`, then `jivo_onOpen` or `jivo_onClose`, then `jivo_onResizeCallback`, each once.",
    state: "works",
  },
  { id: "1.4 unset", call: "`jivo_onOpen = undefined`", behaviour: "Is how a page stops listening.", state: "works" },
] as const satisfies readonly Row[];

const STATES = [
  { id: "1.5 label", call: "`label`", behaviour: "Closed, and nothing was said yet.", state: "works" },
  { id: "1.5 chat/min", call: "`chat/min`", behaviour: "Closed, and there is a conversation.", state: "works" },
  { id: "1.5 chat", call: "`chat`", behaviour: "Open.", state: "works" },
  { id: "1.5 menu", call: "`menu`", behaviour: "The list of channels, on a phone.", state: "works" },
  { id: "1.5 call", call: "`call`", behaviour: "The callback form.", state: "works" },
  { id: "1.5 chat/call", call: "`chat/call`", behaviour: "The callback form, opened from the chat.", state: "works" },
  { id: "1.5 introduce", call: "`introduce`", behaviour: "The contact form.", state: "works" },
  { id: "1.5 offline", call: "`offline`", behaviour: "The offline form.", state: "works" },
  {
    id: "1.5 offline/success",
    call: "`offline/success`",
    behaviour: "The offline form was sent.",
    state: "works",
  },
] as const satisfies readonly Row[];

const METHODS = [
  {
    id: "1.6 open",
    call: "`open({start?})`",
    behaviour: "Opens the window. A word that is no `start` is `chat`, `menu` on a computer is `chat`; nothing throws.",
    state: "works",
  },
  {
    id: "1.6 open call",
    call: "`open({start: 'call'})` without calls",
    behaviour: "`{result: 'fail', reason: 'Callback disabled'}`, and nothing opens.",
    state: "works",
  },
  { id: "1.6 close", call: "`close()`", behaviour: "Closes the window; closed already, it answers the same.", state: "works" },
  {
    id: "1.6 showProactiveInvitation",
    call: "`showProactiveInvitation(text, department?)`",
    behaviour: "Says this as an operator would, line by line, and opens the window; what comes of it is the department's.",
    state: "works",
    note: "Without a text, or with nobody there, `{result: 'fail', reason}`. An unknown department is the site's.",
  },
  {
    id: "1.6 setWidgetColor",
    call: "`setWidgetColor(color, color2?)`",
    behaviour: "At once, until the page is loaded again; with two of them from one to the other.",
    state: "works",
    note: "What is neither `#rgb` nor `#rrggbb` fails.",
  },
  { id: "1.6 chatMode", call: "`chatMode()`", behaviour: "`'online'` as long as an operator is there, else `'offline'`.", state: "works" },
  {
    id: "1.6 startCall",
    call: "`startCall(phone)`",
    behaviour: "Calls the visitor back.",
    state: "works",
  },
  {
    id: "1.6 startCall refused",
    call: "`startCall(phone)` without calls",
    behaviour: "`{result: 'fail', reason: 'Callback disabled'}`, whatever the number.",
    state: "works",
  },
  {
    id: "1.6 sendOfflineMessage",
    call: "`sendOfflineMessage({name, email, phone, description, message})`",
    behaviour: "Opens the offline form with all of it; the visitor sends it.",
    state: "works",
  },
  {
    id: "1.6 sendOfflineMessage refused",
    call: "`sendOfflineMessage(…)` with a fault",
    behaviour: "`{result: 'fail', error}`: `'Chat is online'`, `'Message is empty'`, `'Invalid email'`, `'Invalid phone'`.",
    state: "works",
  },
  {
    id: "1.6 sendPageTitle",
    call: "`sendPageTitle(title, fromApi?, url?)`",
    behaviour: "Where the visitor is, for operators. An empty title is the document's, a relative address is the page's.",
    state: "works",
    note: "With `fromApi` it stays until the page is loaded again.",
  },
  {
    id: "1.6 setContactInfo",
    call: "`setContactInfo({name, email, phone, description})`",
    behaviour: "As if the visitor had said it. What is empty, missing, or no address or number, stays as it was.",
    state: "works",
  },
  {
    id: "1.6 setClientAttributes",
    call: "`setClientAttributes({id: value})`",
    behaviour: "Ten times within an hour; the eleventh is `{result: 'fail', reason: 'Rate limit exceeded'}`.",
    state: "works",
    note: "Unknown attributes, and values of another type, are left out.",
  },
  {
    id: "1.6 setCustomData",
    call: "`setCustomData([{content, title?, link?, key?}])`",
    behaviour: "All of the visitor's pane, in this order, while operators look; ten at most. A link leads where the site allows it.",
    state: "works",
    note: "More than ten, or no list, fail and change nothing.",
  },
  {
    id: "1.6 setUserToken",
    call: "`setUserToken(token)`",
    behaviour: "Goes into every webhook; `{result: 'ok', token}`. An empty one fails, and the last one stays.",
    state: "works",
  },
  {
    id: "1.6 setUserToken JWT",
    call: "`setUserToken(JWT)`",
    behaviour: "One history for one person on all devices.",
    state: "works",
  },
  {
    id: "1.6 setRules",
    call: "`setRules(rules)`",
    behaviour: "These and no others; `[]` is none. Times go on. With anything unknown in it, all of it fails.",
    state: "works",
  },
  {
    id: "1.6 getContactInfo",
    call: "`getContactInfo()`",
    behaviour: "`{client_name, email, phone, description}`, null for what is not known.",
    state: "works",
  },
  {
    id: "1.6 getVisitorNumber",
    call: "`getVisitorNumber(callback)`",
    behaviour: "`callback(null, number)`, never before it has returned; one visitor after the other, from 1.",
    state: "works",
  },
  {
    id: "1.6 getUnreadMessagesCount",
    call: "`getUnreadMessagesCount()`",
    behaviour: "What operators have said since the window was closed.",
    state: "works",
  },
  {
    id: "1.6 getUtm",
    call: "`getUtm()`",
    behaviour: "`{content, campaign, source, medium, term}` of the visitor's first page, null for what was not there.",
    state: "works",
  },
  {
    id: "1.6 isCallbackEnabled",
    call: "`isCallbackEnabled(callback)`",
    behaviour: "`callback({result: 'ok'})`.",
    state: "works",
  },
  {
    id: "1.6 isCallbackEnabled refused",
    call: "`isCallbackEnabled(callback)` without calls",
    behaviour: "`callback({result: 'fail', reason: 'Callback disabled'})`, a little later.",
    state: "works",
  },
  {
    id: "1.6 clearHistory",
    call: "`clearHistory()`",
    behaviour: "The visitor is somebody else from now on; operators keep what was said.",
    state: "works",
  },
] as const satisfies readonly Row[];

const EXTRAS = [
  {
    id: "1.6.1 sendMessage",
    call: "`sendMessage(text)`, `sendMessage({…}, text)`, `sendMessage({name, …, message})`, `sendMessage({name, text})`",
    behaviour: "Writes as the visitor, and says who that is.",
    state: "works",
  },
  {
    id: "1.6.1 _sendIntroduce",
    call: "`_sendIntroduce({name, email, phone})`",
    behaviour: "As if the visitor had sent the contact form; `jivo_onIntroduction` is called.",
    state: "works",
  },
  {
    id: "1.6.1 setTelegramLink",
    call: "`setTelegramLink(url)`",
    behaviour: "Is taken, and there is no menu of channels that it could lead from.",
    state: "accepted",
  },
  {
    id: "1.6.1 switch",
    call: "these methods, switched off",
    behaviour: "Are not there.",
    state: "works",
  },
  {
    id: "1.6.1 none",
    call: "`jivo_api.setOptions` and whatever else there never was",
    behaviour: "Is no function, as everywhere; the chat lives on.",
    state: "works",
  },
] as const satisfies readonly Row[];

const CONDITIONS = [
  { id: "1.7 online", call: "`online`", behaviour: "An operator is there, or nobody is.", state: "works" },
  {
    id: "1.7 city",
    call: "`city`",
    behaviour: "Where the visitor is.",
    state: "accepted",
    note: "It is not looked up: `not_equal` holds, `equal` does not.",
  },
  {
    id: "1.7 country",
    call: "`country`",
    behaviour: "Where the visitor is.",
    state: "accepted",
    note: "It is not looked up: `not_equal` holds, `equal` does not.",
  },
  { id: "1.7 hour", call: "`hour`", behaviour: "The visitor's own, 0 to 23.", state: "works" },
  { id: "1.7 week_day", call: "`week_day`", behaviour: "The visitor's own, 0 is Sunday.", state: "works" },
  { id: "1.7 page_title", call: "`page_title`", behaviour: "What the document is called.", state: "works" },
  { id: "1.7 page_url", call: "`page_url`", behaviour: "All of the address.", state: "works" },
  { id: "1.7 pages_count", call: "`pages_count`", behaviour: "Pages of this visit.", state: "works" },
  { id: "1.7 time_on_page", call: "`time_on_page`", behaviour: "Seconds on this page.", state: "works" },
  { id: "1.7 time_on_site", call: "`time_on_site`", behaviour: "Seconds of this visit.", state: "works" },
  {
    id: "1.7 time_after_close",
    call: "`time_after_close`",
    behaviour: "Seconds since the visitor closed the chat; more than any number if that never was.",
    state: "works",
  },
  {
    id: "1.7 time_after_first_message",
    call: "`time_after_first_message`",
    behaviour: "Seconds since the first message that nobody has answered; without one it does not hold.",
    state: "works",
  },
  {
    id: "1.7 time_after_invitation",
    call: "`time_after_invitation`",
    behaviour: "Seconds since the last invitation; more than any number if there was none.",
    state: "works",
  },
  {
    id: "1.7 number_of_visits",
    call: "`number_of_visits`",
    behaviour: "This one is counted; half an hour without a page ends a visit.",
    state: "works",
  },
  { id: "1.7 goal_scroll", call: "`goal_scroll`", behaviour: "As far as the page was scrolled, in per cent.", state: "works" },
  { id: "1.7 goal_close", call: "`goal_close`", behaviour: "The pointer has left the page at the top.", state: "works" },
  {
    id: "1.7 ab_test_group",
    call: "`ab_test_group` with `group_name`",
    behaviour: "One half of the visitors; whoever is in it stays there.",
    state: "works",
  },
] as const satisfies readonly Row[];

const COMPARATORS = [
  {
    id: "1.7 numbers",
    call: "`equal`, `not_equal`, `greater`, `greater_equal`, `lower`, `lower_equal`",
    behaviour: "Of numbers, also where they are written as strings.",
    state: "works",
  },
  {
    id: "1.7 texts",
    call: "`equal`, `not_equal`, `contain`, `not_contain`, `regexp`",
    behaviour: "Of titles and addresses.",
    state: "works",
  },
  { id: "1.7 places", call: "`equal`, `not_equal`", behaviour: "Of cities and countries.", state: "works" },
  { id: "1.7 no comparator", call: "a condition without a comparator", behaviour: "Is `equal`.", state: "works" },
  {
    id: "1.7 wrong comparator",
    call: "a comparator that the condition does not know, words instead of a number",
    behaviour: "The condition does not hold.",
    state: "works",
  },
] as const satisfies readonly Row[];

const RULES = [
  { id: "1.7 all", call: "`type: 'all'`", behaviour: "Every condition holds; `any` takes one.", state: "works" },
  { id: "1.7 enabled", call: "`enabled: false`", behaviour: "The rule never fires.", state: "works" },
  { id: "1.7 once", call: "a rule that has fired", behaviour: "Does not fire again on this page.", state: "works" },
  { id: "1.7 in order", call: "several commands", behaviour: "Are carried out one after the other.", state: "works" },
  {
    id: "1.7 defaults",
    call: "the set that the vendor gives to new widgets",
    behaviour: "Does what it does there: it invites, and holds on to whoever waits.",
    state: "works",
    note: "A new site has no rules here.",
  },
] as const satisfies readonly Row[];

const COMMANDS = [
  { id: "1.7 proactive", call: "`proactive {message, department?}`", behaviour: "As `showProactiveInvitation`.", state: "works" },
  {
    id: "1.7 open_offline",
    call: "`open_offline {title, message}`",
    behaviour: "Opens the offline form with these words.",
    state: "works",
  },
  { id: "1.7 system_message", call: "`system_message {message}`", behaviour: "A line in the chat, which stays closed.", state: "works" },
  {
    id: "1.7 system_message_email",
    call: "`system_message_email {message}`",
    behaviour: "The same, and asks for the address.",
    state: "works",
  },
  {
    id: "1.7 show_callform",
    call: "`show_callform {title, onceADay}`",
    behaviour: "Opens the callback form, once a day if it says so.",
    state: "works",
  },
  { id: "1.7 hide", call: "`hide {}`", behaviour: "Nothing is to be seen any more.", state: "works", note: "`open()` shows it all the same." },
] as const satisfies readonly Row[];

const EVERYWHERE = [
  { id: "JX1", call: "globals", behaviour: "The names of this chapter, and no other vendor's.", state: "works" },
  { id: "JX2", call: "a callback that throws", behaviour: "Is told in the console and stops nothing.", state: "works" },
  { id: "JX3", call: "a callback that comes late, is replaced or wrapped", behaviour: "The one that is there when it happens is called.", state: "works" },
  { id: "JX4", call: "a callback that is no function", behaviour: "Is passed over in silence.", state: "works" },
  { id: "JX5", call: "arguments of a wrong kind", behaviour: "Nothing throws.", state: "works" },
  { id: "JX6", call: "words of the page", behaviour: "Are text and never HTML.", state: "works" },
  { id: "JX7", call: "the script ten times", behaviour: "Is one chat, with one socket.", state: "works" },
  { id: "JX8", call: "after `jivo_destroy()`", behaviour: "No element, listener, timer or socket of ours is left.", state: "works" },
  { id: "JX9", call: "styles", behaviour: "None of the page's reach ours, none of ours the page's.", state: "works" },
  { id: "JX10", call: "the server can not be reached", behaviour: "The page lives, nothing throws, and what was written is sent when it is back.", state: "works" },
  { id: "JX11", call: "a page with a policy and a nonce", behaviour: "The chat needs our origin in `script-src` and `frame-src`.", state: "works" },
  { id: "JX12", call: "a page that may not embed the site", behaviour: "Nothing is shown and the console says so.", state: "works" },
] as const satisfies readonly Row[];

/** What a test of Jivo's pages may name. */
export type JivoRowId =
  | IdOf<typeof EMBEDDING>
  | IdOf<typeof GLOBALS>
  | IdOf<typeof LIFE>
  | IdOf<typeof CALLBACKS>
  | IdOf<typeof STATES>
  | IdOf<typeof METHODS>
  | IdOf<typeof EXTRAS>
  | IdOf<typeof CONDITIONS>
  | IdOf<typeof COMPARATORS>
  | IdOf<typeof RULES>
  | IdOf<typeof COMMANDS>
  | IdOf<typeof EVERYWHERE>;

/** All rows, by section. */
export const JIVO_SECTIONS: readonly Section[] = [
  { title: "Embedding", about: "How the script comes onto a page.", rows: EMBEDDING },
  { title: "Globals and elements", about: "What pages find in the window and in the document.", rows: GLOBALS },
  { title: "Life", about: "What is there when, and how it ends and begins again.", rows: LIFE },
  { title: "Callbacks", about: "Functions of the page, by these names on `window`.", rows: CALLBACKS },
  { title: "States", about: "What `jivo_onChangeState` is told.", rows: STATES },
  {
    title: "Methods",
    about: "On `jivo_api`. What does something answers `{result: 'ok'}`, or `{result: 'fail', reason}`.",
    rows: METHODS,
  },
  { title: "Methods that nobody has written down", about: "Pages call them all the same.", rows: EXTRAS },
  { title: "Rules: conditions", about: "Of `setRules` and of `jivo_config.rules`.", rows: CONDITIONS },
  { title: "Rules: comparators", about: "How a condition compares.", rows: COMPARATORS },
  { title: "Rules: how they fire", about: "When what holds, and how often.", rows: RULES },
  { title: "Rules: commands", about: "What a rule has the chat do.", rows: COMMANDS },
  { title: "Everywhere", about: "What holds for every embed.", rows: EVERYWHERE },
];
