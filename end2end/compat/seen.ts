/** What eyes see: places, measures, colours. */

import { expect, type Locator } from "@playwright/test";

/** The nine positions, and where a round button stands at each. */
export const PLACES = {
  bl: "bottom left",
  bc: "bottom centre",
  br: "bottom right",
  lt: "top left",
  lm: "middle left",
  lb: "bottom left",
  rt: "top right",
  rm: "middle right",
  rb: "bottom right",
} as const;

/** A code of a position. */
export type Position = keyof typeof PLACES;

/** Further from an edge than this, in px, is not at it. */
const NEAR = 40;
/** Rounding of colours on their way through colour spaces, of 255. */
const SAME_COLOUR = 3;

interface Measures {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Size of an element, and its distances from the edges of the viewport. */
export async function measures(element: Locator): Promise<Measures> {
  return element.evaluate((element) => {
    const { width, height, left, top, right, bottom } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const all = { width, height, left, top, right: clientWidth - right, bottom: clientHeight - bottom };
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, Math.round(value)])) as unknown as Measures;
  });
}

/** The element is as large as this. */
export async function expectSize(element: Locator, width: number, height: number): Promise<void> {
  await expect
    .poll(async () => {
      const seen = await measures(element);
      return `${seen.width} × ${seen.height}`;
    })
    .toBe(`${width} × ${height}`);
}

/** The element stands there. */
export async function expectPlace(element: Locator, place: string): Promise<void> {
  await expect.poll(async () => placeOf(await measures(element))).toBe(place);
}

function placeOf({ left, right, top, bottom }: Measures): string {
  const vertical = top <= NEAR ? "top" : bottom <= NEAR ? "bottom" : Math.abs(top - bottom) <= 2 ? "middle" : `${top} px down`;
  const horizontal = left <= NEAR ? "left" : right <= NEAR ? "right" : Math.abs(left - right) <= 2 ? "centre" : `${left} px in`;
  return `${vertical} ${horizontal}`;
}

/** The element has this `#rrggbb` as its colour. */
export async function expectColour(element: Locator, property: "color" | "background", wanted: string): Promise<void> {
  await expect
    .poll(async () => {
      const seen = await colour(element, property);
      return isSame(seen, wanted) ? wanted : seen;
    })
    .toBe(wanted);
}

/** The colour of an element's text, or of what is painted behind it, as `#rrggbb`. */
export async function colour(element: Locator, property: "color" | "background"): Promise<string> {
  return element.evaluate((element, property) => {
    const context = document.createElement("canvas").getContext("2d");
    if (context === null) throw new Error("a canvas has a context");
    const rgba = (colour: string): Uint8ClampedArray => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data;
    };
    const hex = (data: Uint8ClampedArray): string =>
      `#${Array.from(data.slice(0, 3), (part) => part.toString(16).padStart(2, "0")).join("")}`;
    if (property === "color") return hex(rgba(getComputedStyle(element).color));
    // Up to whatever is painted behind it.
    for (let painted: Element | null = element; painted !== null; painted = painted.parentElement) {
      const data = rgba(getComputedStyle(painted).backgroundColor);
      if (data[3] === 255) return hex(data);
    }
    return "nothing";
  }, property);
}

function isSame(one: string, other: string): boolean {
  const parts = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const others = parts(other);
  return parts(one).every((part, index) => Math.abs(part - (others[index] ?? Number.NaN)) <= SAME_COLOUR);
}
