/** What a configuration says of looks and words. */

import type { Wishes } from "../port";
import { plain, type Setting } from "./config";

/** The keys of CONTRACT 2.2 that the frame makes something of. */
const LOOKS =
  "buttonStyle buttonPosition buttonSize chatWidth chatHeight zIndex accentColor colors startHidden disabledOnMobile \
mobileOnly headerText welcomeText onlineTitle offlineTitle offlineText locale language".split(" ");

/** What the configuration says of looks and words, as it is now. */
export function looksOf(setting: Setting): Wishes {
  const looks: Record<string, unknown> = {};
  for (const key of LOOKS) looks[key] = plain(setting(key));
  return looks;
}
