/** Icons, drawn by hand: the page's policy may allow no picture, and no HTML to parse. */

import { setAll } from "./make";

const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a grid of 20 by 20. */
export const CHAT =
  "M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3.1A2.5 2.5 0 0 1 3 11.5z";
export const MAIL = "M5 4.5h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM3.5 6 10 11l6.5-5";
export const DOWN = "m5.5 8 4.5 4.5L14.5 8";
export const CROSS = "m6 6 8 8m0-8-8 8";

/** A picture of an outline, and how to draw another one on it. */
export function icon(outline: string): [element: Element, draw: (outline: string) => void] {
  const element = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const draw = (d: string): void => setAll(path, { d });
  setAll(element, { viewBox: "0 0 20 20", "aria-hidden": "true" });
  element.append(path);
  draw(outline);
  return [element, draw];
}
