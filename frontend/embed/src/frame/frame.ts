/** Entry: the document on our own origin, hidden in a customer's page or shown as the public chat. */

import type { ToFrame } from "../port";
import { tendComposer, tendEscape } from "./composer";
import { greet, NOBODY, type Around } from "./handshake";
import { Panel } from "./panel";
import { readSettings } from "./settings";
import { Visitor, type Start } from "./visitor";

const settings = readSettings();
setAccent(settings.look.accent);
if (settings.page === "chat") chat();
else frame();

/** The public page: the panel is in the document already. */
function chat(): void {
  const { origin, pathname } = location;
  // The query may carry what brought the visitor back, and that is nobody's business.
  const page = { url: origin + pathname, title: document.title, referrer: document.referrer };
  const { panel } = begin({ page, department: null }, NOBODY);
  panel.load();
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
      if (message.type === "boot") {
        if (message.accent !== null) setAccent(message.accent);
        begun ??= begin({ page: message.page, department: message.department }, around);
      } else if (begun !== null) {
        obey(begun, message);
      }
    },
  );
}

function begin(start: Omit<Start, "look" | "token">, around: Around): { visitor: Visitor; panel: Panel } {
  const visitor = new Visitor({ ...start, look: settings.look, token: settings.token }, around);
  const panel = new Panel(settings, visitor);
  window.usherLink = visitor.link;
  tendComposer(visitor);
  tendEscape(() => visitor.link.minimize());
  visitor.start();
  return { visitor, panel };
}

function obey({ visitor, panel }: ReturnType<typeof begin>, message: Exclude<ToFrame, { type: "boot" }>): void {
  switch (message.type) {
    case "warm":
      panel.load();
      break;
    case "open":
      setOpen(true);
      panel.load();
      if (message.focus) panel.focus();
      break;
    case "close":
      setOpen(false);
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
  }
}

/** The wasm looks here: what arrives in a closed panel is not read. */
function setOpen(open: boolean): void {
  document.body.dataset.usherOpen = String(open);
}

/** Everything visible is derived from this one property (`style/tokens.css`); what is no colour is not taken. */
function setAccent(accent: string): void {
  if (CSS.supports("color", accent)) document.documentElement.style.setProperty("--accent", accent);
}
