/** The facades as their pages know them (CONTRACT 0.1, 2.1, 2.4, 2.5), for tests that hold for all of them. */

/** One facade. */
export interface FacadeUnderTest {
  readonly file: string;
  readonly name: string;
  /** Globals of the configuration, the winning one last. */
  readonly configs: readonly string[];
  readonly integration: string;
  readonly id: string | null;
  readonly group: string | null;
  readonly clientId: string;
  readonly hash: string;
  readonly host: string;
  readonly prefix: string;
  readonly zIndex: string;
}

export const FACADES: readonly FacadeUnderTest[] = [
  {
    file: "usher",
    name: "Usher",
    configs: ["UsherConfig"],
    integration: "UsherIntegration",
    id: null,
    group: null,
    clientId: "clientId",
    hash: "#usherChatExpanded",
    host: "usher-widget-container",
    prefix: "usher",
    zIndex: "999999",
  },
  {
    file: "svyazio",
    name: "Svyazio",
    configs: ["SvyazioSetup", "SvyazioConfig"],
    integration: "SvyazioIntegration",
    id: null,
    group: null,
    clientId: "clientId",
    hash: "#svyazioChatExpanded",
    host: "svyazio-widget-container",
    prefix: "svyazio",
    zIndex: "999999",
  },
  {
    file: "chatra",
    name: "Chatra",
    configs: ["ChatraSetup"],
    integration: "ChatraIntegration",
    id: "ChatraID",
    group: "ChatraGroupID",
    clientId: "clientId",
    hash: "#chatraChatExpanded",
    host: "chatra",
    prefix: "chatra",
    zIndex: "999999",
  },
  {
    file: "brevo",
    name: "BrevoConversations",
    configs: ["BrevoConversationsSetup"],
    integration: "BrevoConversationsIntegration",
    id: "BrevoConversationsID",
    group: null,
    clientId: "visitorId",
    hash: "#brevoConversationsExpanded",
    host: "brevo-conversations",
    prefix: "brevo-conversations",
    zIndex: "9999",
  },
];
