/** What Jivo's page shows: the frame's drawing with what the page and its rules have made of it, and the facts beside it. */

import type { Around } from "../frame/handshake";
import type { Facts, Scene, ToPage } from "../port";

/** What the frame draws. */
export type Drawing = ToPage & { type: "draw" };

/** The drawing, the facts, and the scene. */
export interface Showing {
  readonly isOnline: () => boolean;
  readonly isDrawn: () => boolean;
  /** The frame has drawn; true for the first time. */
  readonly draw: (drawing: Drawing) => boolean;
  /** There may be other facts than before. */
  readonly changed: () => void;
  /** The window shows this, whether it is open or not. */
  readonly turn: (scene: Scene) => void;
  /** The same, and the page opens it. */
  readonly open: (scene: Scene) => void;
  /** Nothing is to be seen until somebody opens the window (CONTRACT 1.7 hide). */
  readonly hide: () => void;
  /** And again it is, also what the site begins without. */
  readonly show: () => void;
  /** Somebody has opened the window. */
  readonly opened: () => void;
  /** Between two colours (CONTRACT 1.6 setWidgetColor); null leaves it to the look. */
  readonly fill: (gradient: string | null) => void;
}

/**
 * Shows nothing before the frame has drawn. `known` are the facts that others know; `isAsking` says whether the visitor is
 * asked who they are, where nothing else is shown; `turned` is told what the window shows, and whether somebody is there.
 */
export function makeShowing(
  { tell }: Around,
  known: (isOnline: boolean) => Omit<Facts, "scene">,
  isAsking: () => boolean,
  turned: (scene: Scene, isOnline: boolean) => void,
): Showing {
  let drawing: Drawing | null = null;
  let wanted: Scene = "chat";
  /** Null as long as no rule has said so: then it is as the look has it. */
  let isHidden: boolean | null = null;
  let gradient: string | null = null;
  let told = "";

  const isOnline = (): boolean => drawing?.status.online === true;

  const sceneNow = (): Scene => (wanted === "chat" && isAsking() ? "introduce" : wanted);

  const changed = (): void => {
    if (drawing === null) return;
    const scene = sceneNow();
    turned(scene, isOnline());
    const facts = { ...known(isOnline()), scene };
    const json = JSON.stringify(facts);
    if (json !== told) tell({ type: "facts", facts });
    told = json;
  };

  const redraw = (): void => {
    // The page draws by the facts, and so has them first.
    changed();
    if (drawing === null) return;
    const { look } = drawing;
    const css = gradient === null ? look.css : { ...look.css, fill: gradient };
    tell({ ...drawing, look: { ...look, css, hidden: isHidden ?? look.hidden } });
  };

  const turn = (next: Scene): void => {
    wanted = next;
    changed();
  };

  const veil = (next: boolean): void => {
    isHidden = next;
    redraw();
  };

  return {
    isOnline,
    isDrawn: () => drawing !== null,
    draw: (next) => {
      const isFirst = drawing === null;
      drawing = next;
      redraw();
      return isFirst;
    },
    changed,
    turn,
    open: (next) => {
      turn(next);
      tell({ type: "show", scene: sceneNow() });
    },
    hide: () => veil(true),
    show: () => veil(false),
    opened: () => {
      if (isHidden === true) veil(false);
    },
    fill: (next) => {
      gradient = next;
      redraw();
    },
  };
}
