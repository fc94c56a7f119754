/** The widget's lives on one page, and the globals that begin and end them (CONTRACT 1.2, 1.3). */

import { callPage } from "../core/callback";
import { globals } from "../core/config";
import { complain, guarded } from "../core/say";
import { VERSION } from "../port";
import { makeApi } from "./api";
import { makeConfig, type Config } from "./config";
import { findScript, type Script } from "./script";
import { startWidget, type Widget } from "./widget";

/** `jivo_destroy` takes the elements away this much later. */
const REMOVAL_MS = 10;

/** No global name of its own: pages look at those to find out which chat is there (X1). */
const KEY = Symbol.for("usher:jivo") as unknown as string;

/** What one execution of the script leaves for the next one. */
interface Life {
  /** Outlives it: what was ours in `jivo_config` is still ours. */
  readonly config: Config;
  /** The page has taken our globals away; they come back. */
  readonly restore: () => void;
  /** Another life begins. */
  readonly end: () => void;
}

/** Begins a life, unless one lives. Called while the script still runs, whose address says whose widget it is. */
export function run(): void {
  const before = globals[KEY] as Life | undefined;
  if (globals.jivo_magic_var) {
    before?.restore();
    return;
  }
  const script = findScript();
  if (script === null) {
    complain("Widget id is not valid.");
    return;
  }
  before?.end();
  globals[KEY] = live(script, before?.config ?? makeConfig());
}

/** Puts the globals on the page, and starts. */
function live(script: Script, config: Config): Life {
  let widget: Widget | null = null;
  /** Takes the elements away of a widget that has ended, at once. */
  let clear: (() => void) | null = null;

  const living = (): Widget | null => (widget?.isReady() === true ? widget : null);

  const expose = (): void => {
    globals.jivo_api = makeApi(living);
    callPage("jivo_onLoadCallback");
  };

  const start = (): void => {
    globals.jivo_magic_var = true;
    widget = startWidget(script, config, {
      ready: expose,
      failed: () => {
        widget = null;
      },
    });
  };

  /** Ends the widget but for its elements, and leaves them. */
  const leave = (): Widget | null => {
    const left = widget;
    widget = null;
    if (left !== null) {
      dispatchEvent(new Event("jBeforeunload"));
      left.stop();
    }
    return left;
  };

  const end = (): void => {
    clear?.();
    leave()?.remove();
  };

  const init = (): void => {
    end();
    start();
  };

  const destroy = (): void => {
    const left = leave();
    if (left === null) return;
    globals.jivo_magic_var = undefined;
    clear = () => {
      clearTimeout(timer);
      clear = null;
      left.remove();
      callPage("jivo_onWidgetDestroy");
    };
    const timer = setTimeout(clear, REMOVAL_MS);
  };

  const install = (): void => {
    globals.jivo_magic_var = true;
    globals.jivo_version = String(VERSION);
    globals.jivo_init = () => guarded(init);
    globals.jivo_destroy = () => guarded(destroy);
    globals.jivo_cspNonce = script.nonce;
  };

  install();
  start();
  return {
    config,
    restore: () => {
      if (living() === null || globals.jivo_api !== undefined) return;
      install();
      expose();
    },
    end,
  };
}
