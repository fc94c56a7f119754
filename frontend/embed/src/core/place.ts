/** Where the launcher stands, and with it the panel. */

/** The nine places: an edge (`b l r`), and where on it (`l c r` along the bottom, `t m b` along a side). */
export const POSITIONS = ["bl", "bc", "br", "lt", "lm", "lb", "rt", "rm", "rb"] as const;

/** One of the nine. */
export type Position = (typeof POSITIONS)[number];

/** The position that a value names; null for any other value. */
export function readPosition(value: unknown): Position | null {
  return POSITIONS.find((position) => position === value) ?? null;
}

/**
 * The CSS `inset` that puts a box of fixed size at a position, `edge` px from the edges it stands at. Along an axis on
 * which it is centred both sides are 0, and the box's automatic margins do the rest.
 */
export function inset(position: Position, edge: number): string {
  const at = (wanted: boolean): string => (wanted ? `${edge}px` : "auto");
  const isMiddle = position.endsWith("m");
  const isCentre = position.endsWith("c");
  const isTop = position.endsWith("t");
  const isLeft = position.includes("l");
  const [top, bottom] = isMiddle ? ["0", "0"] : [at(isTop), at(!isTop)];
  const [left, right] = isCentre ? ["0", "0"] : [at(isLeft), at(!isLeft)];
  return [top, right, bottom, left].join(" ");
}
