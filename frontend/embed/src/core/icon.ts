/** Icons, drawn by hand: the page's policy may allow no picture, and no HTML to parse. */

const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a grid of 20 by 20. */
export const ICONS = {
  chat: "M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3.1A2.5 2.5 0 0 1 3 11.5z",
  mail: "M5 4.5h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM3.5 6 10 11l6.5-5",
  down: "m5.5 8 4.5 4.5L14.5 8",
};

/** A picture that can be changed into any of the icons. */
export class Icon {
  /** The picture. */
  readonly element = document.createElementNS(SVG, "svg");
  private readonly path = document.createElementNS(SVG, "path");

  constructor() {
    this.element.setAttribute("viewBox", "0 0 20 20");
    this.element.setAttribute("aria-hidden", "true");
    this.element.append(this.path);
  }

  /** Draws an icon. */
  draw(icon: keyof typeof ICONS): void {
    this.path.setAttribute("d", ICONS[icon]);
  }
}
