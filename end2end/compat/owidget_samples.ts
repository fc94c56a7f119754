/**
 * Every code sample of mluvii's page on its widget API, word for word, by what it shows. In the samples of syntax the
 * names and what is in brackets are the page's.
 */
export const OWIDGET_SAMPLES = {
  init: `owidget.init(companyId, [widgetPreset], [language], [scope]);`,
  connectToServer: `owidget.connectToServer();`,
  setAppEventCallback: `owidget.setAppEventCallback(callback);`,
  setStatusUpdateCallback: `owidget.setStatusUpdateCallback(callback);`,
  setCustomNumberNormalization: `owidget.setCustomNumberNormalization(callback);`,
} as const;

/** Functions that they are given, as that page has them. */
export const OWIDGET_CALLBACKS = {
  setAppEventCallback: `function (e) {}`,
  setStatusUpdateCallback: `function (code) {}`,
  setCustomNumberNormalization: `function (phoneNumber) { }`,
} as const;
