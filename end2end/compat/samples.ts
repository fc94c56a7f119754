/**
 * Every code sample of Svyazio's page on its JavaScript API, word for word: docs are what people paste. What they name
 * beside the chat (`currentUser`, `gtag`) is the page's.
 */

/** The samples, by what they show. */
export const SAMPLES = {
  quickStart: `<script>
// Configuration — set before the widget script loads
window.SvyazioConfig = {
orgId: "YOUR_ORG_ID"
};
window.Svyazio = window.Svyazio || function() {
(window.Svyazio.q = window.Svyazio.q || []).push(arguments);
};
</script>
<script async src="https://app.svyazio.ru/widget/svyazio.js"></script>`,
  fullConfiguration: `window.SvyazioConfig = {
orgId: "YOUR_ORG_ID",
buttonPosition: "br",
chatWidth: 380,
startHidden: true,
language: "en",
groupId: "abc123",
clientId: "user_42",
headerText: "Support Team",
colors: { buttonBg: "#6C63FF", buttonText: "#fff" },
onNewMessage: function(msg) {
console.log("New:", msg.text, "from", msg.type);
}
};`,
  integration: `<script>
window.SvyazioIntegration = {
name: "John Smith",
email: "john@example.com",
phone: "+1 555 000-0000",
plan: "pro", // custom fields
userId: "12345"
};
</script>
<script async src="https://app.svyazio.ru/widget/svyazio.js"></script>`,
  link: `<a href="#svyazioChatExpanded">Contact us</a>
<button onclick="location.hash='#svyazioChatExpanded'">Ask a question</button>`,
  openChat: `Svyazio('openChat');
Svyazio('openChat', true); // with focus`,
  expandWidget: `Svyazio('expandWidget', true);`,
  minimizeWidget: `Svyazio('minimizeWidget');
Svyazio('closeChat'); // alias`,
  hide: `Svyazio('hide');`,
  show: `Svyazio('show');`,
  setIntegrationData: `Svyazio('setIntegrationData', {
name: "John Smith",
email: "john@example.com",
phone: "+1 555 000-0000",
plan: "pro",
userId: "12345"
});`,
  updateIntegrationData: `Svyazio('updateIntegrationData', { email: "new@example.com" });
Svyazio('updateIntegrationData', { phone: null }); // delete`,
  setButtonPosition: `Svyazio('setButtonPosition', 'bl'); // bottom left
Svyazio('setButtonPosition', 'rt'); // top right`,
  setButtonSize: `Svyazio('setButtonSize', 72);`,
  setChatWidth: `Svyazio('setChatWidth', 480);`,
  setChatHeight: `Svyazio('setChatHeight', 700);`,
  setZIndex: `Svyazio('setZIndex', 100);`,
  setColors: `Svyazio('setColors', {
buttonBg: '#6C63FF',
buttonText: '#fff',
clientBubbleBg: '#e8e5ff',
agentBubbleBg: '#f4f4f5'
});`,
  resetColors: `Svyazio('resetColors');`,
  setLanguage: `Svyazio('setLanguage', 'en');
Svyazio('setLanguage', 'es');`,
  setLocale: `Svyazio('setLocale', 'en');
Svyazio('setLocale', {
placeholder: 'Type your message…',
headerTitle: 'Support'
});`,
  sendAutoMessage: `Svyazio('sendAutoMessage', 'Hi! Need help with your order?');`,
  pageView: `Svyazio('pageView');`,
  setGroupId: `Svyazio('setGroupId', 'sales_dept_id');
Svyazio('setGroupId', null); // reset`,
  restart: `Svyazio('restart');`,
  kill: `Svyazio('kill');`,
  onNewMessage: `window.SvyazioConfig = {
orgId: "YOUR_ORG_ID",
onNewMessage: function(msg) {
// msg.id, msg.text, msg.createdAt (ms), msg.type: "agent"|"client"|"bot"
console.log(msg);
}
};
// Example: unread counter in the page title
let unread = 0;
window.SvyazioConfig.onNewMessage = function(msg) {
if (msg.type === 'agent' || msg.type === 'bot') {
document.title = '(' + (++unread) + ') ' + document.title;
}
};`,
  onAnalyticEvent: `window.SvyazioConfig = {
orgId: "YOUR_ORG_ID",
onAnalyticEvent: function(eventName) {
// Google Analytics 4
gtag('event', eventName, { event_category: 'Live Chat' });
// Mixpanel / Amplitude
if (window.mixpanel) {
mixpanel.track('chat_' + eventName);
}
}
};`,
  showAfterSeconds: `setTimeout(function() {
Svyazio('show');
Svyazio('openChat');
}, 15000);`,
  passDataAfterLogin: `function onUserLogin(user) {
Svyazio('setIntegrationData', {
name: user.name,
email: user.email,
plan: user.plan,
clientId: 'user_' + user.id
});
}`,
  routeVip: `if (currentUser.plan === 'enterprise') {
Svyazio('setGroupId', 'vip_dept_id');
}`,
  hideOnPages: `if (window.location.pathname === '/checkout') {
Svyazio('hide');
} else {
Svyazio('show');
}`,
  customButton: `<button id="my-chat-btn">Contact Support</button>
<script>
window.SvyazioConfig = {
orgId: "YOUR_ORG_ID",
customWidgetButton: "#my-chat-btn"
};
</script>`,
  clientId: `window.SvyazioConfig = {
orgId: "YOUR_ORG_ID",
clientId: "user_" + currentUser.id
};`,
} as const;

/** One of them. */
export type SampleName = keyof typeof SAMPLES;
