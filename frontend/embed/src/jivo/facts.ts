/** What the page knows where nobody has told it anything. */

import type { Facts } from "../port";

/** Why nothing is done where there is no widget (CONTRACT 1.2 jivo_api). */
export const GONE = "Widget destroyed";

/** Nobody is known. */
export const NOBODY = { name: null, email: null, phone: null, description: null };

/** The answers of `jivo_api` where there is no widget: the empty ones. */
export const NOTHING: Facts = {
  contacts: NOBODY,
  required: [],
  utm: { content: null, campaign: null, source: null, medium: null, term: null },
  history: false,
  scene: "chat",
  callback: GONE,
  extras: false,
  config: {},
  attempts: 0,
  conditions: [],
  commands: [],
  guess: 0,
};
