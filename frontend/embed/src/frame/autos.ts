/**
 * What the site's code has said to the visitor (CONTRACT 2.3 sendAutoMessage): shown here, kept in this browser, and
 * taken to the server by the visitor's next words. Until then no operator sees it.
 */

import type { Keep } from "../link/keep";
import { randomUuid } from "../link/random";
import { readJson } from "../link/wire";

/** As many go along with one message (`domain::wire::MAX_AUTOS`); of more, the last ones. */
const MOST = 10;

/** An automatic message. */
export interface Auto {
  /** The name under which the server will know it for ever. */
  readonly client_id: string;
  readonly text: string;
  readonly at: number;
  /** The panel was open when it came, or since. */
  readonly seen: boolean;
}

/** The automatic messages of one visitor, shared by all tabs of the browser. */
export interface Autos {
  /** All that no operator knows of, in order. */
  readonly list: () => readonly Auto[];
  /** Takes a message; null if the same is waiting already, as on every page of a site that says it on each. */
  readonly add: (text: string, seen: boolean) => Auto | null;
  /** The visitor looks at them. */
  readonly see: () => void;
  /** The server has these: they are lines now, and whoever shows them knows them by their names. */
  readonly drop: (names: readonly (string | undefined)[]) => void;
  /** Takes those of another visitor, who has turned out to be this one. */
  readonly adopt: (other: readonly Auto[]) => void;
  /** Listens to other tabs no more. */
  readonly stop: () => void;
}

/** Those of a visitor; `changed` is called when there are others to show than before. */
export function makeAutos(scope: string, keep: Keep, changed: () => void): Autos {
  const key = `usher:autos:${scope}`;
  const list = (): readonly Auto[] => {
    const autos = readJson(keep.get(key) ?? "");
    return Array.isArray(autos) ? (autos as Auto[]) : [];
  };
  const store = (autos: readonly Auto[]): void => {
    if (autos.length === 0) keep.remove(key);
    else keep.set(key, JSON.stringify(autos.slice(-MOST)));
  };
  return {
    list,
    add: (text, seen) => {
      const autos = list();
      if (autos.some((auto) => auto.text === text)) return null;
      const auto = { client_id: randomUuid(), text, at: Date.now(), seen };
      store([...autos, auto]);
      changed();
      return auto;
    },
    see: () => {
      store(list().map((auto) => ({ ...auto, seen: true })));
      changed();
    },
    drop: (names) => {
      const autos = list();
      const left = autos.filter((auto) => !names.includes(auto.client_id));
      if (left.length < autos.length) store(left);
    },
    adopt: (other) => store([...list(), ...other]),
    stop: keep.watch(key, changed),
  };
}
