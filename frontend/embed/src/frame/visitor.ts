/**
 * The visitor's side of the talk, complete without any wasm: presence, page views, the unread count, and words on their
 * way out. The wasm, once it draws the panel, is told all of it and told more as it comes.
 */

import { compose, type Change } from "../change";
import { Keep } from "../link/keep";
import type { Entry } from "../link/outbox";
import { post, type Answer } from "../link/post";
import { Screen } from "../link/screen";
import { LiveSocket } from "../link/socket";
import { liveUrl, type UsherLink } from "../link/usher_link";
import { readObject, type Message, type ServerFrame, type Welcome } from "../link/wire";
import type { Page, Status } from "../port";
import type { Auto } from "./autos";
import { makeDress, warnOf, type Dress, type Wardrobe } from "./dress";
import type { Around } from "./handshake";
import { makeIdentity } from "./identity";
import { makeNotices } from "./notices";
import { adopt, makeSelf, tokensOf, type Self } from "./self";
import type { SiteLook } from "./settings";
import { makeTeaser, type Words } from "./teaser";
import { Thread, type Applied } from "./thread";
import type { Tokens } from "./token";
import { Updates } from "./updates";

/** The launcher waits this long for the server's word; then it appears, offline: words can be written all the same. */
const READY_MS = 4_000;
/** The server takes no longer message (`domain::message::MAX_CHARS`). */
const LONGEST = 4_000;

/** What a visitor starts with. */
export interface Start {
  readonly look: SiteLook;
  readonly wardrobe: Wardrobe;
  /** The token, where the server knows the visitor already. */
  readonly token: string | null;
  /** The page's own id of its visitor, and its server's proof of it. */
  readonly clientId: string | null;
  readonly clientProof: string | null;
  readonly page: Page;
  readonly department: string | null;
  /** What the browser keeps is kept under this name; else the site's. */
  readonly scope?: string | null | undefined;
}

/** The visitor and the link to the server. */
export interface Visitor {
  /** What the wasm calls. */
  readonly link: UsherLink;
  /** The looks and the words. */
  readonly dress: Dress;
  /** Whether the wasm draws the panel. */
  readonly isDrawn: () => boolean;
  /** Whether a reload of this document would lose words. */
  readonly isVolatile: () => boolean;
  /** Done when it is known who the visitor is, or nobody need wait for it. */
  readonly whenSettled: () => Promise<void>;
  /** Opens the link, and sends what an earlier page left unsent. */
  readonly start: () => void;
  /** The widget leaves the page. */
  readonly stop: () => void;
  /** The site's code says something of the visitor; perhaps, who it is (CONTRACT 2.2 clientId). */
  readonly update: (change: Change) => void;
  /** The page calls a method that only we know the meaning of; what makes no sense is ignored (X5). */
  readonly call: (method: string, value: unknown) => void;
  /** The panel was opened, or closed. */
  readonly look: (isOpen: boolean) => void;
  /** The visitor has put the teaser away. */
  readonly dismiss: () => void;
  /** The visitor is on another page now. */
  readonly visit: (page: Page) => void;
  /** Tells the server more of the visitor than fields (`domain::wire::UpdateVisitor`). */
  readonly report: (about: object) => Promise<Answer>;
  /** Whether anything was ever said. */
  readonly hasHistory: () => boolean;
  /** New conversations go to this department; null is the site's default. */
  readonly route: (department: string | null) => void;
}

/** A visitor of this page. */
export function makeVisitor(given: Start, around: Around): Visitor {
  const { site } = given.look;
  const scope = given.scope ?? site;
  let { page, department } = given;
  const keep = new Keep();
  const screen = new Screen();
  const teaser = makeTeaser(scope, keep);
  let thread = new Thread();
  /** What comes while the panel is open is seen. */
  let isOpen = false;
  /** Whether the server has greeted this visitor, on any connection so far. */
  let isWelcomed = false;
  /** Missing lines were asked for; more of them need no second question. */
  let isResuming = false;
  let online = false;
  let busy: boolean | undefined;
  /** The token of the last hello; undefined as long as there was none. */
  let greeted: string | null | undefined;
  /** The newest read mark, if the socket could not take it: the wasm says it once. */
  let read: string | null = null;

  // What the page draws.

  const dress = makeDress(given.look, given.wardrobe, () => {
    notices.changed();
    const lexicon = dress.lexicon();
    if (lexicon !== null) screen.tell({ type: "words", ...lexicon });
  });

  /** What the other side has said, and then only shown, and the visitor has not seen. */
  const unseen = (): Words[] => [
    ...thread.unseen().map(({ client_id, id, text = "" }) => ({ name: client_id ?? id, text })),
    ...self.autos
      .list()
      .filter(({ seen }) => !seen)
      .map(({ client_id, text }) => ({ name: client_id, text })),
  ];

  const status = (): Status => {
    const { say, unread } = dress.words();
    const news = unseen();
    const presence = say(online ? "onlineNow" : "awayNow");
    return {
      online,
      busy,
      unread: news.length,
      label: say(online ? "chatWithUs" : "leaveMessage"),
      description: news.length === 0 ? presence : `${unread(news.length)} ${presence}`,
      teaser: teaser.text(news.at(-1)),
    };
  };

  const notices = makeNotices(around, () => ({ look: dress.look(), status: status(), override: dress.override() }));

  // Who the visitor is.

  const tokensFor = (clientId: string | null): Tokens => tokensOf(scope, clientId, given.token, keep);

  const selfFor = (clientId: string | null): Self => {
    const tokens = tokensFor(clientId);
    // What still happens to one who has left is not shown to the next.
    const isHere = (): boolean => made === self;
    const made = makeSelf(
      scope,
      clientId,
      tokens,
      keep,
      {
        post: async ({ client_id, text, body }) =>
          inWords(await post("/api/message/send", { ...body, client_id, text }, { token: await tokens.ensure() })),
        acked: (message, entry) => {
          if (isHere()) acked(message, entry);
        },
        changed: (entries) => {
          if (isHere()) screen.outbox(entries);
        },
      },
      () => {
        if (isHere()) showAutos();
      },
    );
    return made;
  };

  let self = selfFor(null);
  let forgetTokens: () => void = () => undefined;

  const leave = ({ outbox, autos }: Self): void => {
    outbox.stop();
    autos.stop();
    forgetTokens();
  };

  const showAutos = (): void => {
    const autos = self.autos.list();
    autos.forEach(notices.knows);
    screen.tell({ type: "autos", autos: autos.map(({ client_id, text, at }) => ({ client_id, text, at })) });
    notices.changed();
  };

  const showSelf = (): void => {
    forgetTokens = self.tokens.watch(greet);
    screen.outbox(self.outbox.entries());
    showAutos();
    self.outbox.flush();
  };

  const identity = makeIdentity({
    site,
    page: () => page,
    tokens: tokensFor,
    alone: (work) => self.outbox.alone(work),
    become: (clientId) => {
      const before = self;
      self = selfFor(clientId);
      // What nobody in particular has written is the person's.
      if (clientId !== null) adopt(self, before);
      leave(before);
      thread = new Thread();
      isWelcomed = isResuming = false;
      greeted = undefined;
      read = null;
      showSelf();
    },
    settled: () => greet(),
  });

  const report = async (about: object): Promise<Answer> => {
    // What the page says of a person must not be said of nobody first.
    await identity.whenSettled();
    const answer = await post("/api/visitor/update", { site, ...about, page }, { token: await self.tokens.ensure() });
    if (answer.kind === "ok") greet();
    return answer;
  };
  const updates = new Updates<Change>(
    compose,
    (change) => report({ change }),
    () => undefined,
  );

  // What the server says, and is told.

  const socket = new LiveSocket(liveUrl(), {
    hello: () => (identity.isSettled() ? [hello()] : []),
    frame: (frame, json) => {
      take(frame, json);
      notices.changed();
    },
    state: (state) => {
      screen.state(state);
      if (state === "open") self.outbox.flush();
      // The server will not have us: no launcher, and the page's author is told.
      if (state === "stopped") notices.failed("forbidden");
    },
  });

  const say = (frame: object): boolean => socket.up(JSON.stringify(frame));

  const hello = (): object => {
    greeted = self.tokens.current();
    return { type: "visit", site, token: greeted, cursor: thread.cursor() };
  };

  /** Says hello, if it was not said or the visitor has become somebody: the same socket takes another one. */
  const greet = (): void => {
    if (identity.isSettled() && greeted !== self.tokens.current()) say(hello());
  };

  /** Lines are missing: a hello with our cursor brings them. If the socket is closed, the next one begins with it. */
  const resume = (): void => {
    if (isResuming) return;
    isResuming = true;
    say(hello());
  };

  const take = (frame: ServerFrame, json: string): void => {
    switch (frame.type) {
      case "welcome":
        welcome(frame, json);
        return;
      case "message":
        line(frame.message, thread.line(frame.message), json);
        return;
      case "talk":
        thread.state(frame.talk);
        break;
      case "online":
        ({ online, busy } = frame);
        break;
      case "contacts":
        // What the page has said since is not undone by what the server knew before.
        around.tell({ ...frame, contacts: { ...frame.contacts, ...updates.pending?.fields } });
    }
    screen.frame(json);
  };

  const visit = (next: Page): void => {
    page = next;
    if (isWelcomed) say({ type: "page", page });
  };

  const welcome = (frame: Welcome, json: string): void => {
    // Lines of the first view are history; whatever a later one brings happened while the page was there.
    const isNews = isWelcomed || thread.cursor() !== null;
    isWelcomed = true;
    isResuming = false;
    ({ online, busy } = frame);
    thread.snapshot(frame);
    for (const message of frame.messages) notices.line(message, isNews);
    self.autos.drop(frame.messages.map(({ client_id }) => client_id));
    notices.ready();
    screen.frame(json);
    visit(page);
    if (read !== null && socket.up(read)) read = null;
  };

  const line = (message: Message, applied: Applied, json: string): void => {
    // Before the first welcome even a line out of place is told: in the welcome it would pass for history.
    if (applied !== "gap" || !isWelcomed) notices.line(message, true);
    if (applied === "gap") resume();
    else self.autos.drop([message.client_id]);
    if (applied === "new") screen.frame(json);
  };

  const acked = (message: Message, { body }: Entry): void => {
    const { autos = [] } = body as { readonly autos?: readonly Pick<Auto, "client_id">[] };
    notices.event("message_sent");
    if (thread.isFirst(message)) notices.event("first_message_sent");
    if (!online) notices.event("offline_message_sent");
    // To the wasm a line is a line, whichever way it came; the other copy is known then and changes nothing.
    line(message, thread.ack(message), JSON.stringify({ type: "message", message }));
    self.autos.drop(autos.map(({ client_id }) => client_id));
    greet();
    notices.changed();
  };

  /** The server refuses in English; who reads another language is told that it did. */
  const inWords = (answer: Answer): Answer =>
    answer.kind !== "refused" || dress.language() === "en"
      ? answer
      : { ...answer, message: dress.words().say("notTaken") };

  /** Puts words into the outbox, and with them what the site's code has said; returns the message's name. */
  const send = (text: string): string => {
    const autos = self.autos.list().map(({ client_id, text: said }) => ({ client_id, text: said }));
    return self.outbox.send(text, {
      site,
      page,
      ...(department === null ? {} : { department }),
      ...(autos.length === 0 ? {} : { autos }),
    });
  };

  /** The site's code says something to the visitor, and to nobody else as yet (CONTRACT 2.3 sendAutoMessage). */
  const auto = (value: unknown): void => {
    const text = typeof value === "string" ? value.trim() : "";
    if (text === "" || text.length > LONGEST) return;
    const added = self.autos.add(text, isOpen);
    if (added !== null) notices.auto(added);
  };

  const link: UsherLink = {
    attach: (...callbacks) => screen.attach(callbacks, isWelcomed ? JSON.stringify(thread.welcome(online)) : null),
    up: (json) => {
      const isSent = socket.up(json);
      if (readObject(json)?.type === "read") read = isSent ? null : json;
      return isSent;
    },
    send,
    retry: (id) => self.outbox.again(id),
    discard: (id) => self.outbox.discard(id),
    minimize: notices.minimize,
    // The sound comes with the panel.
    chime: () => undefined,
    start: () => undefined,
    token: () => self.tokens.current(),
  };

  return {
    link,
    dress,
    isDrawn: () => screen.isAttached,
    isVolatile: () => keep.isVolatile,
    whenSettled: identity.whenSettled,
    start: () => {
      // Where there shall be no widget (CONTRACT 2.2 disabledOnMobile, mobileOnly), not even a connection is opened.
      if (dress.look().never) {
        notices.ready();
        return;
      }
      if (given.clientId !== null) identity.say(given.clientId, given.clientProof);
      socket.start();
      showSelf();
      setTimeout(notices.ready, READY_MS);
    },
    stop: () => {
      socket.stop();
      leave(self);
      updates.stop();
      identity.stop();
      dress.stop();
    },
    update: ({ replace, fields }) => {
      // A proof is for our server, and not for operators to read.
      const { clientProof = null, ...rest } = fields;
      const clientId = fields.clientId?.trim() ?? "";
      if (clientId !== "" && given.clientId === null) identity.say(clientId, clientProof);
      updates.add({ replace, fields: rest });
    },
    call: (method, value) => {
      if (method === "sendAutoMessage") auto(value);
      else if (!dress.call(method, value)) warnOf(method, value);
    },
    look: (nowOpen) => {
      if (nowOpen === isOpen) return;
      isOpen = nowOpen;
      notices.event(isOpen ? "chat_opened" : "chat_closed");
      if (isOpen) self.autos.see();
    },
    dismiss: () => {
      teaser.dismiss(unseen().at(-1));
      notices.changed();
    },
    visit,
    report,
    hasHistory: () => thread.cursor() !== null,
    route: (id) => {
      department = id;
    },
  };
}
