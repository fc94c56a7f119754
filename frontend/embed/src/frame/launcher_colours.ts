/**
 * The launcher's colours, as properties of `core/view.css`: the accent family of `style/tokens.css`, written down again
 * since that sheet is not loaded on the customer's page.
 */

/** 0 for a dark accent, which gets white ink, and 1 for a light one, which gets dark ink. */
const DUSK = "clamp(0,(l - .66)*10000,1)";
/** 1 for a colour on which white reads better than black, by luminance, and 0 for others. */
const NIGHT = "clamp(0,(.179 - y)*10000,1)";

/** Writes the colours: a button's own colour is taken as it is, an accent is moved until its ink can be read on it. */
export function launcherColours(accent: string, button: string | null, ink: string | null): Record<string, string> {
  const tone = (dark: string, light: string, chroma: number): string =>
    `oklch(from ${accent} calc(${dark} + (${light} - ${dark})*${DUSK}) min(c,${chroma}) h)`;
  const moved = `light-dark(${tone("min(l,.535)", "min(l,.95)", 0.19)},${tone("clamp(.46,l,.535)", "min(l,.88)", 0.17)})`;
  // An older browser shows what was asked for.
  if (!CSS.supports("color", moved)) return { fill: button ?? accent, ink: ink ?? "#fff" };
  const readable =
    button === null
      ? `oklch(from ${accent} calc(1 - .82*${DUSK}) min(c,calc(.03*${DUSK})) h)`
      : `color(from ${button} xyz-d65 calc(.9505*${NIGHT}) ${NIGHT} calc(1.089*${NIGHT}))`;
  return { fill: button ?? moved, ink: ink ?? readable };
}
