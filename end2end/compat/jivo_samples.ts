/**
 * Every code sample of Jivo's page on its Widget API, word for word, by what it shows. What they name beside the chat
 * (`token`, `rules`) is the page's.
 */
export const JIVO_SAMPLES = {
  onLoadCallback: `function jivo_onLoadCallback() {
    console.log('Widget fully loaded');
    jivo_api.showProactiveInvitation("How can I help you?");
}`,
  onOpen: `function jivo_onOpen() {
    console.log('Widget opened');
}`,
  onClose: `function jivo_onClose() {
    console.log('Widget closed');
}`,
  onChangeState: `function jivo_onChangeState(state) {
    if (state == 'chat') {
        // widget is in the chat state
    }
    if (state == 'call' || state == 'chat/call') {
        // callback form is opened
    }
    if (state == 'label' || state == 'chat/min') {
        // widget is minimized
    }
}`,
  onMessageSent: `function jivo_onMessageSent() {
    console.log('Client sent the first message');
}`,
  onClientStartChat: `function jivo_onClientStartChat() {
    console.log('Client started a new chat');
}`,
  onIntroduction: `function jivo_onIntroduction() {
    console.log('Client entered contact details');
    let userContacts = jivo_api.getContactInfo();
    console.log(userContacts)
}`,
  onAccept: `function jivo_onAccept() {
	console.log('Agent joined the chat')
}`,
  onMessageReceived: `let i = 1;
function jivo_onMessageReceived() {
	console.log(\`Check agents messages:  \${i++}\`)
}`,
  onCallStart: `function jivo_onCallStart() {
  console.log('Call is started')
}`,
  onCallEnd: `function jivo_onCallEnd(res) {
    if (res.result == 'ok') {
        // call finished successfully
    }
    if (res.result == 'fail') {
        // call finished with errors or can not started
        console.log(res.reason); // reason for the unsuccessfull call
    }
}`,
  onResizeCallback: `function jivo_onResizeCallback() {
   console.log("Widget is resized")
}`,
  onWidgetDestroy: `function jivo_onWidgetDestroy() {
  console.log('Widget is deleted')
}`,
  open: `let params = {start: 'call'};
let apiResult = jivo_api.open(params);

if (apiResult.result === 'fail') {
    console.log('Widget failed to open');
} else {
    console.log('Widget open successfully');
}`,
  close: `let apiResult = jivo_api.close();

if (apiResult.result === 'fail') {
    console.log('Failed to close widget');
} else {
    console.log('Widget successfully close');
}`,
  showProactiveInvitation: `jivo_api.showProactiveInvitation("How can I help you?", 3);`,
  setWidgetColor: `jivo_api.setWidgetColor('#ffffff', '#000000');`,
  chatMode: `function jivo_onLoadCallback() {
  let chatMode = jivo_api.chatMode();

  if (chatMode === 'offline') {
     console.log("Widget is offline");
  } else {
    console.log('Widget is online')
  }
}`,
  startCall: `let phone = '+14084987855';
let apiResult = jivo_api.startCall(phone);

if (apiResult.result === 'ok') {
    console.log('Call started, phone: ', phone);
} else {
    console.log('Failed to start the call, reason: ', apiResult.reason);
}`,
  sendOfflineMessage: `let apiResult = jivo_api.sendOfflineMessage({
    "name": "John Smith",
    "email": "email@example.com",
    "phone": "+14084987855",
    "description": "Description text",
    "message": "Offline message"
});

if (apiResult.result === 'ok') {
    console.log('Message sent successfully');
} else {
    console.log('Error sending message, reason: ', apiResult.error);
}`,
  sendPageTitle: `let title = 'This is custom page title';
let url = 'https://site.com/url_to_page?q=params';

jivo_api.sendPageTitle(title, true, url);`,
  setContactInfo: `jivo_api.setContactInfo({
    name: "John Smith",
    email: "email@example.com",
    phone: "+14084987855",
    description: "Description text"
});`,
  setClientAttributes: `jivo_api.setClientAttributes({
  "Nazvanie_kompanii": "Компания",
  "Sajt_kompanii": "https://company-site.com",
  "Telegram_kanal": "https://t.me/telegram-channel",
  "Vozrast": 42
})`,
  setCustomData: `jivo_api.setCustomData([
    {
        "content": "User balance: $56"
    },
    {
        "content": "Open customer profile",
        "link": "..."
    },
    {
        "title": "Actions",
        "content": "Add contact",
        "link": "..."
    }
 ]);`,
  setUserToken: `jivo_api.setUserToken(token);`,
  setRules: `jivo_api.setRules(rules);`,
  getContactInfo: `let apiResult = jivo_api.getContactInfo();
console.log('Name: ', apiResult.client_name);
console.log('Email: ', apiResult.email);
console.log('Phone: ', apiResult.phone);
console.log('Description: ', apiResult.description);`,
  getVisitorNumber: `jivo_api.getVisitorNumber(function(error, visitorNumber) {
    if (error) {
        console.log('Error: ', error);
        return;
    }  
    console.log('Visitor number: ', visitorNumber);
});`,
  getUnreadMessagesCount: `let count = jivo_api.getUnreadMessagesCount();
console.log('Unread messages count:', count);`,
  getUtm: `let utm = jivo_api.getUtm();

console.log('Utm content: ', utm.content);
console.log('Utm campaign: ', utm.campaign);
console.log('Utm source: ', utm.source);
console.log('Utm medium: ', utm.medium);
console.log('Utm term: ', utm.term);`,
  isCallbackEnabled: `jivo_api.isCallbackEnabled(function(apiResult) {
    if (apiResult.result === 'ok') {
        jivo_api.open({start: 'call'});
    } else {
        console.log('Callback is not available, reason: ', apiResult.reason);
    }
});`,
  clearHistory: `function jivo_onLoadCallback() {
   let clearHistory = () => {
    jivo_api.clearHistory();
    console.log('Client data is deleted')
  };

  clearHistory();
};`,
  destroy: `function jivo_onLoadCallback() {
  jivo_destroy();
  console.log('Widget is deleted')
}`,
} as const;

/** Those of JivoSite's older page that are not the same there. */
export const OLDER_SAMPLES = {
  onIntroduction: `function jivo_onIntroduction() {
    console.log('Client entered contact details');
}`,
  chatMode: `let apiResult = jivo_api.chatMode();

if (apiResult.result === 'online') {
    console.log('The widget is online');
} else {
    console.log('Widget offline');
}`,
  setCustomData: `jivo_api.setCustomData([
    {
        "content": "User balance: $56",
    },
    {
        "content": "Open customer profile",
        "link": "..."
    },
    {
        "title": "Actions",
        "content": "Add contact",
        "link": "..."
    }
 ]);`,
  clearHistory: `jivo_api.clearHistory();
console.log('All client data deleted');`,
} as const;
