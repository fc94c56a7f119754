/** What a site's rules hide and show (CONTRACT 3.2 chatVisibility). */

import type { Widget } from "./widget";

/**
 * Follows whether what is drawn is hidden, and says whether it has turned: then there was another picture already. A rule hides
 * also what the visitor or the page has opened meanwhile, which else stays.
 */
export function makeVeil(): (isHidden: boolean, widget: Pick<Widget, "hide" | "show">) => boolean {
  let was: boolean | null = null;
  return (isHidden, { hide, show }) => {
    const isTurned = was !== null && was !== isHidden;
    was = isHidden;
    if (isTurned) (isHidden ? hide : show)();
    return isTurned;
  };
}
