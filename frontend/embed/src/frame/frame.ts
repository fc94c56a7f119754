/** Entry: the document on our own origin, hidden in a customer's page or shown as the public chat. */

import type { ToFrame } from "../port";
import { PLAIN } from "./dress";
import { makeDrawer, type Drawer } from "./drawer";
import { greet, NOBODY, type Around } from "./handshake";
import { readSettings } from "./settings";
import { makeVisitor, type Start, type Visitor } from "./visitor";

const settings = readSettings();
if (settings.page === "chat") chat();
else frame();

/** The public page: the panel is in the document already. */
function chat(): void {
  const { origin, pathname } = location;
  // The query may carry what brought the visitor back, and that is nobody's business.
  const page = { url: origin + pathname, title: document.title, referrer: document.referrer };
  const { visitor, drawer } = begin(
    { page, department: null, clientId: null, clientProof: null, wardrobe: PLAIN },
    NOBODY,
  );
  visitor.look(true);
  drawer.open();
}

/** In a customer's page: everything begins with the page's word. */
function frame(): void {
  let around = NOBODY;
  let begun: ReturnType<typeof begin> | null = null;
  greet(
    settings.domains,
    (page) => {
      around = page;
    },
    (message) => {
      if (message.type === "boot") begun ??= begin({ ...message, wardrobe: message }, around);
      else if (begun !== null) obey(begun, message);
    },
  );
}

function begin(start: Omit<Start, "look" | "token">, around: Around): { visitor: Visitor; drawer: Drawer } {
  const visitor = makeVisitor({ ...start, look: settings.look, token: settings.token }, around);
  const drawer = makeDrawer(settings, visitor);
  window.usherLink = visitor.link;
  visitor.start();
  return { visitor, drawer };
}

function obey({ visitor, drawer }: ReturnType<typeof begin>, message: Exclude<ToFrame, { type: "boot" }>): void {
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
      visitor.route(message.id);
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
