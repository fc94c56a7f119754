/**
 * What every facade of this shape is: one global function, `Name(method, …)`, over one widget. CONTRACT 2 is the law for
 * all of them; a vendor brings nothing but names.
 */

import { own } from "../shape";
import { globals, objectOf, settingOf, textOf } from "./config";
import { readFields } from "./fields";
import { install, type Call, type Life } from "./install";
import { startSpoken, type Methods, type Said, type Spoken } from "./methods";
import { fail, guarded, warn } from "./say";
import { scriptOrigin } from "./script";
import type { Vendor } from "./vendor";

/** Puts the vendor's function on the page. Called while the script still runs, whose address says where the server is. */
export function facade(vendor: Vendor): void {
  const origin = scriptOrigin();
  guarded(() => install(vendor.name, () => makeLife(vendor, origin)));
}

/** The widget's lives on one page: started, started again, ended for good. */
function makeLife(vendor: Vendor, origin: string | null): Life {
  let widget: Spoken | null = null;
  let isAlive = true;

  const end = (): void => {
    widget?.remove();
    widget = null;
  };
  // Visitor and history are the frame's and stay; the configuration is read again.
  const start = (): void => {
    if (!isAlive) return;
    end();
    const options = readOptions(vendor, origin);
    if (typeof options === "string") fail(options);
    else widget = startSpoken(options);
  };
  const methods: Methods = {
    restart: start,
    kill: () => {
      isAlive = false;
      end();
    },
    // As the npm module of Chatra does it (SE10).
    init: (about) => {
      const { ID, setup, integration } = objectOf(about);
      const { id, configs } = vendor;
      const config = configs[configs.length - 1] ?? "";
      // The object itself: the page may go on changing it.
      globals[config] = id === undefined ? Object.assign(objectOf(setup), { orgId: ID }) : setup;
      if (id !== undefined) globals[id] = ID;
      globals[vendor.integration] = integration;
      start();
    },
  };

  const call: Call = (name, ...args) => {
    if (typeof name !== "string" || !isAlive) return;
    const method = own({ ...widget?.methods, ...methods }, name) as Call | undefined;
    if (method !== undefined) guarded(() => method(...args));
    else if (widget !== null) warn(`there is no method “${name}”.`);
  };
  // The npm module of Chatra restarts only what has the first, Cloudflare's app reads the other (CONTRACT 2.3).
  Object.defineProperties(call, {
    restart: { value: start },
    _chatExpanded: { get: () => widget?.isOpen() ?? false },
  });
  return { call, start, isAlive: () => isAlive };
}

/** What the page says as it is now; a sentence says what is missing. */
function readOptions(vendor: Vendor, origin: string | null): Said | string {
  const { configs, id = "", group = "", clientId = "", integration } = vendor;
  const setting = settingOf(configs);
  const site = textOf(globals[id]) ?? textOf(setting("orgId"));
  if (site === null) return `${id || `${configs.join(" or ")}.orgId`} is missing.`;
  const server = serverOf(setting("serverUrl")) ?? origin;
  if (server === null) return "load the script by <script src>, which says where the server is.";
  const data = globals[integration];
  return {
    vendor,
    origin: server,
    site,
    setting,
    department: textOf(setting("groupId")) ?? textOf(globals[group]),
    clientId: textOf(setting(clientId)) ?? textOf(setting("clientId")),
    data: data == null ? null : { replace: true, fields: readFields(data) },
  };
}

/** A server that the page names, in place of the one the script came from (CONTRACT 2.2 serverUrl). */
function serverOf(value: unknown): string | null {
  try {
    return typeof value === "string" ? new URL(value).origin : null;
  } catch {
    warn(`serverUrl: “${String(value)}” is no address.`);
    return null;
  }
}
