/** Reading what the page says. */

import { MAX_TEXT, type ToFrame } from "../port";
import { anything, flag, mapOf, maybe, readMessage, shape, text, type Check } from "../shape";

const page = shape({ url: text, title: text, referrer: text });

const FORMS: Readonly<Record<ToFrame["type"], Check>> = {
  boot: shape({ page, department: maybe(text), accent: maybe(text) }),
  warm: anything,
  open: shape({ focus: flag }),
  close: anything,
  page: shape({ page }),
  data: shape({ change: shape({ replace: flag, fields: mapOf(maybe(text)) }) }),
  department: shape({ id: maybe(text) }),
  stop: anything,
};

/** A message for the frame, or null for anything else. */
export const readToFrame = (data: unknown): ToFrame | null => readMessage<ToFrame>(data, MAX_TEXT, FORMS);
