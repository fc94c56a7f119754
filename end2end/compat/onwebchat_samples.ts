/** Every code sample of onWebChat's page on its API, word for word, by what it shows. */
export const ONWEBCHAT_SAMPLES = {
  notes: `onWebChat.set("notes","notes for visitor ..");`,
  name: `onWebChat.set("onWebChatLoaded",function(){ console.log("visitor name: " + onWebChat.get("name")); });`,
  status: `onWebChat.set("onWebChatLoaded",function(){ console.log("chat status: " + onWebChat.get("status")); });`,
  onClick: `onWebChat.set("onClick",function(){ alert('chat widget is clicked'); });`,
  onMaximize: `onWebChat.set("onMaximize",function(){ alert('chat maximized'); });`,
  onMinimize: `onWebChat.set("onMinimize",function(){ alert('chat maximized'); });`,
  onTrigger: `onWebChat.set("onTrigger",function(){ alert('trigger activated'); });`,
  onStartWriting: `onWebChat.set("onStartWriting",function(){ alert('visitor is writing'); });`,
  onWebChatLoaded: `onWebChat.set("onWebChatLoaded",function(){ alert('chat widget is loaded'); });`,
} as const;
