/** Reading what the frame says. */

import { MAX_TEXT, type ToPage } from "../port";
import { anything, count, flag, readMessage, shape, text, type Check } from "../shape";

const author: Check = (value) => value === "agent" || value === "client" || value === "bot";

const FORMS: Readonly<Record<ToPage["type"], Check>> = {
  ready: shape({ look: shape({ title: text, accent: text, position: text }), online: flag, unread: count }),
  online: shape({ online: flag }),
  unread: shape({ unread: count }),
  message: shape({ message: shape({ id: text, text, createdAt: count, type: author }) }),
  minimize: anything,
  failed: shape({ reason: text }),
};

/** A message for the page, or null for anything else. */
export const readToPage = (data: unknown): ToPage | null => readMessage<ToPage>(data, MAX_TEXT, FORMS);
