/** What kind of device this is. */

/** What is a phone to CONTRACT 2.2 and 2.3; the style sheet says the same. */
const PHONE = "(pointer:coarse) and (max-width:820px),(max-width:480px)";

/** Whether it is one, now: a window may be made narrow. */
export const isPhone = (): boolean => matchMedia(PHONE).matches;
