/**
 * The native API: `Usher(method, …)`, configured by `UsherConfig`, with first visitor data in `UsherIntegration`.
 * The names and their meanings are those of `CONTRACT.md` §2.
 */

import { readFields } from "../core/fields";
import { install, type Life } from "../core/install";
import { Lifecycle } from "../core/lifecycle";
import { colourOption, numberOption, objectOf, positionOption, textOption } from "../core/option";
import { guarded, warn } from "../core/say";
import { scriptOrigin } from "../core/script";
import type { Options } from "../core/widget";
import type { NewMessage } from "../port";

declare global {
  interface Window {
    UsherConfig?: unknown;
    UsherIntegration?: unknown;
  }
}

const Z_INDEX = 999_999;

const origin = scriptOrigin();
guarded(() => {
  install("Usher", usher);
});

function usher(): Life {
  const life = new Lifecycle(readOptions);
  const tell = (replace: boolean, data: unknown): void => {
    if (typeof data !== "object") warn("visitor data are an object; anything else is ignored.");
    // Setting null is setting nothing: it clears. Updating with null says nothing.
    else if (replace || data !== null) life.widget?.tell({ replace, fields: readFields(data) });
  };
  return {
    start: () => life.start(),
    isAlive: () => life.isAlive(),
    methods: {
      openChat: (focus) => life.widget?.open(focus === true),
      minimizeWidget: () => life.widget?.close(),
      closeChat: () => life.widget?.close(),
      hide: () => life.widget?.hide(),
      show: () => life.widget?.show(),
      setIntegrationData: (data) => tell(true, data),
      updateIntegrationData: (data) => tell(false, data),
      setGroupId: (id) => life.widget?.route(textOption(id)),
      pageView: () => life.widget?.pageView(),
      restart: () => life.start(),
      kill: () => life.end(),
    },
  };
}

function readOptions(): Options | string {
  if (origin === null) return "the script must be loaded by <script src>, since its address says where the server is.";
  const config = objectOf(window.UsherConfig);
  const site = textOption(config.orgId);
  if (site === null) return "UsherConfig.orgId is missing. Copy the snippet from the site's settings.";
  const integration = window.UsherIntegration;
  return {
    origin,
    site,
    position: positionOption(config.buttonPosition),
    accent: colourOption(config.accentColor),
    zIndex: numberOption(config.zIndex) ?? Z_INDEX,
    hidden: config.startHidden === true,
    department: textOption(config.groupId),
    data: integration == null ? null : { replace: true, fields: readFields(integration) },
    onMessage,
  };
}

/** The page's callback is looked up at the moment of the event: it may come late, and be replaced (X3). */
function onMessage(message: NewMessage): void {
  guarded(() => {
    const callback = objectOf(window.UsherConfig).onNewMessage;
    if (typeof callback === "function") (callback as (message: NewMessage) => void)(message);
  });
}
