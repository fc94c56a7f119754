/** Where the panel's script stays until somebody wants the panel. */

import { ask } from "../link/post";
import { again, DONE, Retry } from "../link/retry";
import type { Panel } from "./panel";
import { mayReload } from "./reload";
import { sayUnreachable } from "./root";
import type { Settings } from "./settings";
import type { Visitor } from "./visitor";

/** The address of the built `panel.ts`; the build writes it here. */
declare const PANEL_SCRIPT: string;

/** Fetches the panel once it is wanted. */
export interface Drawer {
  /** Brings the panel in, unless it is there. */
  readonly open: () => void;
  /** Puts the caret where one writes, now or as soon as it is there. */
  readonly focus: () => void;
  /** Stops trying. */
  readonly stop: () => void;
}

/** The drawer, closed. */
export function makeDrawer(settings: Settings, visitor: Visitor): Drawer {
  let panel: Panel | null = null;
  let attempts = 0;
  let wantsFocus = false;

  const retry = new Retry(async () => {
    if (panel !== null) return DONE;
    // Browsers remember that a script could not be had, by its address.
    const script = PANEL_SCRIPT + (attempts++ === 0 ? "" : `?${attempts}`);
    try {
      const module = (await import(script)) as typeof import("./panel");
      panel = new module.Panel(settings, visitor);
      if (wantsFocus) panel.focus();
      return DONE;
    } catch {
      sayUnreachable(visitor.dress.words());
      // The server is there, and has another one now.
      if ((await ask(script, { method: "HEAD" })).kind === "refused" && mayReload(visitor)) location.reload();
      return again();
    }
  });

  return {
    open: () => retry.run(),
    focus: () => {
      wantsFocus = true;
      panel?.focus();
    },
    stop: () => retry.stop(),
  };
}
