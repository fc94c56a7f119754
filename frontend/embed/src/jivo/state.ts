/** The state of the widget (CONTRACT 1.5), and how one follows from another. */

import type { Facts, Scene } from "../port";

/** What `jivo_onChangeState` is told. */
export type State = Scene | "label" | "chat/min";

/** The state; nothing else decides it. */
export function stateOf(isOpen: boolean, { history, scene }: Facts, online: boolean): State {
  if (!isOpen) return history ? "chat/min" : "label";
  return scene === "chat" && !online ? "offline" : scene;
}

/** Whether the window is closed in this state; in all others it is open. */
export const isMinimised = (state: State): boolean => state === "label" || state === "chat/min";

/** What `open({start})` leads to; on a computer there is no menu. */
export function sceneOf(start: unknown, state: State, { scene }: Facts, isPhone: boolean): Scene {
  if (start === "call") return /^chat(\/call)?$/.test(state) ? "chat/call" : "call";
  if (start === "menu" && isPhone) return "menu";
  return /call|menu/.test(scene) ? "chat" : scene;
}
