/** Entry: the document on our own origin, hidden in a customer's page or shown as the public chat. */

import type { ToFrame } from "../port";
import { PLAIN } from "./dress";
import { makeDrawer, type Drawer } from "./drawer";
import { greet, NOBODY, type Around } from "./handshake";
import { readSettings } from "./settings";
import { makeVisitor, type Start, type Visitor } from "./visitor";

/** The address of the built `annex.ts`; the build writes it here. */
declare const ANNEX_SCRIPT: string;

/** The page's first word. */
export type Boot = ToFrame & { type: "boot" };
/** Everything it says later. */
export type Order = Exclude<ToFrame, { type: "boot" }>;
/** Does what the page says. */
export type Listener = (order: Order) => void;
/** What a visitor begins with, beside what the document says. */
export type Beginning = Omit<Start, "look" | "token">;
/** The visitor, and the panel. */
export interface Begun {
  readonly visitor: Visitor;
  readonly drawer: Drawer;
}

const settings = readSettings();
if (settings.page === "chat") chat();
else frame();

/** The public page: the panel is in the document already. */
function chat(): void {
  const { origin, pathname } = location;
  // The query may carry what brought the visitor back, and that is nobody's business.
  const page = { url: origin + pathname, title: document.title, referrer: document.referrer };
  const { visitor, drawer } = begin(
    { page, department: settings.look.department ?? null, clientId: null, clientProof: null, wardrobe: PLAIN },
    NOBODY,
  );
  visitor.look(true);
  drawer.open();
}

/** In a customer's page: everything begins with the page's word. */
function frame(): void {
  let around = NOBODY;
  let listener: Listener | null = null;
  /** What is said while the annex is on its way. */
  const early: Order[] = [];
  greet(
    settings.domains,
    (page) => {
      around = page;
    },
    (message) => {
      if (message.type !== "boot") (listener ?? ((order) => early.push(order)))(message);
      else if (message.dialect === undefined) listener = listen(message, around);
      else void annex(message);
    },
  );

  /** Another vendor's page: more than most need, and so in a script of its own. Without it the page asks for us again. */
  const annex = async (boot: Boot): Promise<void> => {
    const { attach } = (await import(ANNEX_SCRIPT)) as typeof import("../annex/annex");
    listener = await attach(boot, around, settings, begin, obey);
    early.forEach(listener);
  };
}

function listen(boot: Boot, around: Around): Listener {
  const begun = begin({ ...boot, wardrobe: boot }, around);
  return (order) => obey(begun, order);
}

function begin(start: Beginning, around: Around): Begun {
  const visitor = makeVisitor({ ...start, look: settings.look, token: settings.token }, around);
  const drawer = makeDrawer(settings, visitor);
  window.usherLink = visitor.link;
  visitor.start();
  return { visitor, drawer };
}

function obey({ visitor, drawer }: Begun, message: Order): void {
  switch (message.type) {
    case "call":
      visitor.call(message.method, message.value);
      break;
    case "warm":
      drawer.open();
      break;
    case "open":
      setOpen(visitor, true);
      drawer.open();
      if (message.focus) drawer.focus();
      break;
    case "close":
      setOpen(visitor, false);
      break;
    case "dismiss":
      visitor.dismiss();
      break;
    case "page":
      visitor.visit(message.page);
      break;
    case "data":
      visitor.update(message.change);
      break;
    case "department":
      visitor.group(message.id);
      break;
    case "stop":
      visitor.stop();
      drawer.stop();
  }
}

function setOpen(visitor: Visitor, isOpen: boolean): void {
  // The wasm looks here: what arrives in a closed panel is not read.
  document.body.dataset.usherOpen = String(isOpen);
  visitor.look(isOpen);
}
