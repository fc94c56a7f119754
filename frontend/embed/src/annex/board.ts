/**
 * What the window shows (CONTRACT 1.5): the conversation, or a form over it. The forms themselves are a script of their own,
 * which comes with the first of them.
 */

import type { Scene } from "../port";
import type { Drawn, Scenes } from "../scenes/scenes";
import type { Fields } from "../scenes/sheet";

/** Decides it. */
export interface Board {
  /** The scene may be another one, or somebody came online, or nobody is any more. */
  readonly turn: (scene: Scene, isOnline: boolean) => void;
  /** The window is opened; a conversation comes before a form for who finds nobody. */
  readonly open: (hasHistory: boolean) => void;
  readonly close: () => void;
  /** What is shown next has other words; but what somebody has begun to write stays. */
  readonly clear: () => void;
  /** The visitor wants the conversation, whoever is there. */
  readonly talk: () => void;
  /** The visitor's call has gone on. */
  readonly renew: () => void;
  /** The next form is filled with this. */
  readonly fill: (fields: Fields) => void;
}

/** The window is closed. `load` brings the forms; none come where it fails, and the conversation takes words all the same. */
export function makeBoard(load: () => Promise<Scenes>): Board {
  let scenes: Promise<Scenes | null> | null = null;
  let forms: Scenes | null = null;
  let isOpen = false;
  let wanted: Scene = "chat";
  let isOnline = false;
  /** The window was opened while nobody was there. Whoever was talking goes on when the last operator leaves. */
  let isOffline = false;
  let filling: Fields = {};

  const drawn = (): Drawn | null => {
    if (wanted === "chat") return isOffline ? "offline" : null;
    return wanted === "chat/call" ? "call" : wanted;
  };

  const draw = (): void => {
    const next = drawn();
    if (!isOpen || (next === null && scenes === null)) return;
    scenes ??= load().then(
      (made) => (forms = made),
      () => (scenes = null),
    );
    void scenes.then((made) => {
      // Another one may be wanted by now.
      made?.show(drawn(), filling);
      filling = {};
    });
  };

  const clear = (): void => {
    if (forms?.isTouched() === false) forms.show(null);
  };

  return {
    turn: (scene, online) => {
      wanted = scene;
      isOnline = online;
      // What is being written to operators who were away is not taken off the table when one comes.
      if (isOnline && forms?.isTouched() !== true) isOffline = false;
      draw();
    },
    open: (hasHistory) => {
      isOpen = true;
      isOffline = !isOnline && !hasHistory;
      draw();
    },
    close: () => {
      isOpen = false;
      clear();
    },
    clear,
    talk: () => {
      isOffline = false;
      draw();
    },
    renew: () => forms?.renew(),
    fill: (fields) => {
      filling = fields;
      draw();
    },
  };
}
