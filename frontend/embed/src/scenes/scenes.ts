/**
 * Entry: the forms of the window (CONTRACT 1.5), rendered by the server, put over the panel while they are wanted. A script
 * of its own, since most visitors never see one.
 */

import { addStyle } from "../frame/style";
import { again, DONE, Retry, type Outcome } from "../link/retry";
import type { Contacts, Page } from "../port";
import { ask, type Fields, type Sheet } from "./sheet";

/** What the server can draw: `call` is also the one that is opened from the chat. */
export type Drawn = "introduce" | "offline" | "offline/success" | "call" | "call/status" | "menu";

/** Whom the forms are about, and what comes of them. */
export interface Means {
  readonly site: string;
  /** Address of the panel's style. */
  readonly style: string;
  /** What the page wants otherwise than the site has it; it may have words of its own for a form. */
  readonly wishes: (drawn: Drawn) => object;
  /** What a phone number is; null if it is none (CONTRACT 3.2 setCustomNumberNormalization). */
  readonly normalise: (phone: string) => Promise<string | null>;
  /** The visitor's token; null if there can be none now. */
  readonly token: () => Promise<string | null>;
  readonly page: () => Page;
  readonly department: () => string | null;
  /** Whether the visitor may go on without telling who they are. */
  readonly isOptional: () => boolean;
  /** Whether the owner's own form is to ask, if there is one. */
  readonly isOwn: () => boolean;
  /** The call that the visitor waits for, or whose end they have not seen. */
  readonly call: () => string | null;
  /** What is known of the visitor already. */
  readonly contacts: () => Contacts;
  /** The server has taken a form; what it shows next was put in its place. */
  readonly taken: (form: Drawn, fields: Fields) => void;
  /** The visitor wants to go there. */
  readonly go: (scene: "chat" | "call") => void;
}

/** The forms. */
export interface Scenes {
  /** Shows one, filled with this as far as it is empty; null is the panel. */
  readonly show: (drawn: Drawn | null, filling?: Fields) => void;
  /** The visitor's call has gone on. */
  readonly renew: () => void;
  /** Whether something is written in the one that is shown. */
  readonly isTouched: () => boolean;
}

/** Names of the fields that one can fill. */
const FIELDS = ["name", "email", "phone", "text"] as const;

/** A number to nobody: the server says what is wrong with it, in the visitor's language. */
const NO_NUMBER = "?";

/** Nothing is shown. */
export function makeScenes(means: Means): Scenes {
  const root = document.createElement("div");
  root.id = "usher-scene";
  document.body.append(root);
  let shown: Drawn | null = null;
  let wanted: Drawn | null = null;
  let filling: Fields = {};
  let isTouched = false;
  /** A form is on its way. */
  let isSending = false;
  /** What is shown of a call is not how it stands. */
  let isStale = false;
  let style: Promise<void> | null = null;

  /** How a call goes on stands in the place of its form. */
  const isShown = (drawn: Drawn): boolean => shown === drawn || (drawn === "call" && shown === "call/status");

  const clear = (): void => {
    shown = null;
    isTouched = false;
    root.replaceChildren();
    delete document.body.dataset.usherScene;
  };

  const put = (drawn: Drawn, section: Element): void => {
    shown = drawn;
    isTouched = isStale = false;
    root.replaceChildren(section);
    document.body.dataset.usherScene = drawn;
    focus();
  };

  /** Where one writes next: what is wrong, then what is empty. A frame without the keyboard gets the caret when it has it. */
  const focus = (): void => {
    if (!document.hasFocus()) return;
    const field =
      root.querySelector<HTMLElement>("[aria-invalid=true]") ??
      [...root.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), textarea")].find(({ value }) => value === "") ??
      root.querySelector<HTMLElement>("h2");
    field?.focus();
  };
  window.addEventListener("focus", () => {
    if (shown !== null && !root.contains(document.activeElement)) focus();
  });

  const question = (drawn: Drawn, fields: Fields, submit: boolean, call: string | null = null): object => ({
    look: means.wishes(drawn),
    fields,
    submit,
    page: means.page(),
    department: means.department(),
    optional: means.isOptional(),
    own: means.isOwn(),
    call,
  });

  const fetchForm = new Retry(async (): Promise<Outcome> => {
    const drawn = wanted;
    if (drawn === null || (isShown(drawn) && !isStale)) return DONE;
    style ??= addStyle(means.style);
    const { name, email, phone } = means.contacts();
    const known = Object.entries({ name, email, phone, ...filling }).filter(([, text]) => text !== null);
    const call = drawn === "call" ? means.call() : null;
    const token = call === null ? null : await means.token();
    const [sheet] = await Promise.all([
      ask(means.site, drawn, question(drawn, Object.fromEntries(known) as Fields, false, call), token),
      style,
    ]);
    if (sheet?.section == null) return again();
    if (wanted === drawn) put(sheet.scene as Drawn, sheet.section);
    return DONE;
  });

  const submit = async (form: HTMLFormElement): Promise<void> => {
    if (shown === null || isSending) return;
    const drawn = shown;
    isSending = true;
    form.ariaBusy = "true";
    const written = fieldsOf(form);
    const fields = await normalised(written);
    const token = await means.token();
    const sheet = token === null ? null : await ask(means.site, drawn, question(drawn, fields, true), token);
    form.ariaBusy = null;
    isSending = false;
    if (sheet === null) trouble(form);
    else settle(drawn, sheet, fields);
    // What is wrong is what was written.
    if (fields.phone === NO_NUMBER && shown === drawn) fill(root, written);
  };

  const normalised = async (fields: Fields): Promise<Fields> => {
    const { phone = "" } = fields;
    return phone.trim() === "" ? fields : { ...fields, phone: (await means.normalise(phone)) ?? NO_NUMBER };
  };

  const settle = (drawn: Drawn, { scene, section }: Sheet, fields: Fields): void => {
    if (scene === drawn && section !== null) {
      put(drawn, section);
      isTouched = true;
      return;
    }
    if (section === null) clear();
    else put(scene as Drawn, section);
    wanted = shown === "call/status" ? "call" : shown;
    means.taken(drawn, fields);
  };

  root.addEventListener("input", () => {
    isTouched = true;
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(event.target as HTMLFormElement);
  });
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-usher-go]") : null;
    if (button !== null) means.go(button.dataset.usherGo === "call" ? "call" : "chat");
  });

  return {
    show: (drawn, given = {}) => {
      // The answer of what is on its way says what comes next; what the visitor's words bring about meanwhile may be known sooner.
      if (isSending) return;
      wanted = drawn;
      // What somebody has begun to write stays.
      if (drawn !== null && drawn === shown && !isTouched && Object.keys(given).length > 0) fill(root, given);
      filling = given;
      if (drawn === null) clear();
      else fetchForm.run();
    },
    renew: () => {
      isStale = shown === "call/status";
      if (isStale) fetchForm.run();
    },
    isTouched: () => isTouched,
  };
}

function fieldsOf(form: HTMLFormElement): Fields {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

function fill(root: Element, fields: Fields): void {
  for (const name of FIELDS) {
    const field = root.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`);
    const text = fields[name];
    if (field !== null && text !== undefined) field.value = text;
  }
}

/** Nothing came back: what is written stays, and can be sent once more under the same name. */
function trouble(form: HTMLFormElement): void {
  const line = form.querySelector("[role=alert]");
  if (line !== null) line.textContent = form.dataset.usherTrouble ?? "";
}
