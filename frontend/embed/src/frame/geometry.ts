/** Where the launcher stands, what shape it has, and where the panel opens: as properties of `core/view.css`. */

import type { Position } from "./wish";

/** The launcher's shape (CONTRACT 2.2 buttonStyle). */
export type Style = "round" | "tab";

/** Launcher and teaser grow from an edge; a tab sits on the very edge of the window, upright at its sides. */
const EDGES: Readonly<Record<string, readonly [flow: string, margin: string, corner: string, writing: string]>> = {
  b: ["column", "0 0 -20px", "12px 12px 0 0", "horizontal-tb"],
  l: ["row-reverse", "0 0 0 -20px", "0 12px 12px 0", "vertical-rl"],
  r: ["row", "0 -20px 0 0", "12px 0 0 12px", "vertical-rl"],
};

/** Writes the place. A tab is at the bottom of a phone, wherever it is elsewhere (CONTRACT 2.2). */
export function geometry(position: Position, style: Style, size: number, isPhone: boolean): Record<string, string> {
  const isTab = style === "tab";
  const letters = isTab && isPhone ? position.replace(/^([lr])./, "b$1") : position;
  const [flow = "", margin = "", corner = "", writing = ""] = EDGES[letters.charAt(0)] ?? [];
  // Along an axis on which it is centred both sides are 0, and the automatic margins do the rest.
  const side = (letter: string, centred: string): string =>
    letters.includes(letter) ? "20px" : letters.includes(centred) ? "0" : "auto";
  const shape = isTab
    ? { long: "auto", thick: "44px", pad: "16px 20px", margin, corner, writing, icon: "1", label: "inline" }
    : { long: `${size}px`, thick: `${size}px`, corner: "50%", icon: (size / 43).toFixed(2), label: "none" };
  return {
    place: `${side("t", "m")} ${side("r", "c")} ${side("b", "m")} ${side("l", "c")}`,
    flow,
    align: /[cm]/.test(letters) ? "center" : /t|bl/.test(letters) ? "flex-start" : "flex-end",
    // At the window's right edge the other corner is the one that is seen.
    badge: isTab && letters.startsWith("r") ? "-3px auto auto -3px" : "-3px -3px auto auto",
    ...shape,
  };
}
