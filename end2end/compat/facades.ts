/** The embeds: one interface under four names. */

/** The global function of an embed. */
export type FacadeName = "Usher" | "Svyazio" | "Chatra" | "BrevoConversations";

/** What a page writes for one of them. */
export interface Facade {
  /** The function. */
  readonly name: FacadeName;
  /** The script's path on our server. */
  readonly script: string;
  /** Configuration objects; what a later one says wins. */
  readonly configs: readonly [string, ...string[]];
  /** The global with the site's id; null where it is `orgId` of the configuration. */
  readonly id: string | null;
  /** First data of the visitor. */
  readonly integration: string;
  /** The key of the visitor's id in the customer's own system. */
  readonly clientId: string;
  /** The hash that opens the chat. */
  readonly hash: string;
  /** The id of the element that holds everything. */
  readonly host: string;
  /** What the classes in its shadow root begin with. */
  readonly prefix: string;
  /** The layer it stands on unless the page says otherwise. */
  readonly zIndex: number;
}

export const USHER: Facade = {
  name: "Usher",
  script: "/widget/usher.js",
  configs: ["UsherConfig"],
  id: null,
  integration: "UsherIntegration",
  clientId: "clientId",
  hash: "#usherChatExpanded",
  host: "usher-widget-container",
  prefix: "usher",
  zIndex: 999_999,
};

export const SVYAZIO: Facade = {
  name: "Svyazio",
  script: "/widget/svyazio.js",
  configs: ["SvyazioSetup", "SvyazioConfig"],
  id: null,
  integration: "SvyazioIntegration",
  clientId: "clientId",
  hash: "#svyazioChatExpanded",
  host: "svyazio-widget-container",
  prefix: "svyazio",
  zIndex: 999_999,
};

export const CHATRA: Facade = {
  name: "Chatra",
  script: "/chatra.js",
  configs: ["ChatraSetup"],
  id: "ChatraID",
  integration: "ChatraIntegration",
  clientId: "clientId",
  hash: "#chatraChatExpanded",
  host: "chatra",
  prefix: "chatra",
  zIndex: 999_999,
};

export const BREVO: Facade = {
  name: "BrevoConversations",
  script: "/brevo-conversations.js",
  configs: ["BrevoConversationsSetup"],
  id: "BrevoConversationsID",
  integration: "BrevoConversationsIntegration",
  clientId: "visitorId",
  hash: "#brevoConversationsExpanded",
  host: "brevo-conversations",
  prefix: "brevo-conversations",
  zIndex: 9_999,
};

/** All of them. */
export const FACADES: readonly Facade[] = [USHER, SVYAZIO, CHATRA, BREVO];
