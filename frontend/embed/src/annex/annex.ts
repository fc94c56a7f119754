/**
 * Entry: what pages of a dialect need beside all others. Jivo's (CONTRACT 1) need facts for their synchronous questions and
 * news for their callbacks, and all of them have rules, invitations and forms. It stands between the page and the visitor,
 * and both go on as if it were not there.
 */

import type { Change } from "../change";
import type { Begun, Beginning, Boot, Listener, Order } from "../frame/frame";
import type { Around } from "../frame/handshake";
import type { Settings } from "../frame/settings";
import { Updates } from "../frame/updates";
import { Keep } from "../link/keep";
import { ask } from "../link/post";
import { again, DONE, Retry } from "../link/retry";
import type { AnalyticEvent, Facts, News, ToPage } from "../port";
import type { Drawn } from "../scenes/scenes";
import { isObject, own } from "../shape";
import { act, type Audience } from "./action";
import { makeBoard } from "./board";
import { makeCalls } from "./calls";
import { makeContacts } from "./contacts";
import { makeEngine } from "./engine";
import { calendar, secondsSince, type Known } from "./facts";
import { makeMethods, type Method } from "./method";
import { makeQuota } from "./quota";
import { compose, type Report } from "./report";
import { JIVO_NAMES, NAMES, readRules, type Rule } from "./rule";
import { SHEET } from "./sheet";
import { makeShowing, type Drawing } from "./showing";
import { NO_CALLS, readSite, UNKNOWN, type Site } from "./site";
import { textOf } from "./text";
import { makeTrack } from "./track";
import { makeVisit } from "./visit";

/** The address of the built `scenes.ts`; the build writes it here. */
declare const SCENES_SCRIPT: string;
/** The address of the built `guest.ts`; the build writes it here. */
declare const GUEST_SCRIPT: string;

/** What the frame does for whoever stands between. */
export type Frame = readonly [
  boot: Boot,
  around: Around,
  settings: Settings,
  begin: (start: Beginning, around: Around) => Begun,
  obey: (begun: Begun, order: Order) => void,
];

/** What a page of another dialect than Jivo's wants besides. */
export interface Wants {
  /** A rule has fired. */
  readonly fired: () => void;
  /** The page's word on what a visitor's phone number is; null if it is none. */
  readonly normalise: (phone: string) => Promise<string | null>;
  /** A rule calls this function of the page's. */
  readonly invoke: (name: string) => void;
  /** Whether a form of the owner's own may ask, in the place of ours (CONTRACT 3.3). */
  readonly takesOwnForm: boolean;
}

/** Begins a visitor of a page of a dialect; what is returned does what the page says. */
export async function attach(...frame: Frame): Promise<Listener> {
  const [{ dialect }] = frame;
  if (dialect === "jivo") return live(frame);
  const { receive } = (await import(GUEST_SCRIPT)) as typeof import("../guest/guest");
  return receive(frame, live);
}

/** The same; `wants` is another dialect's. */
export function live([boot, around, settings, begin, obey]: Frame, wants?: Wants): Listener {
  const { look, domains, assets, extras = domains.length > 0 } = settings;
  const { site } = look;
  const keep = new Keep();
  const contacts = makeContacts(boot.scope ?? site, keep);
  const quota = makeQuota(site, keep);
  let { page } = boot;
  /** The visitor came to this page. */
  let arrived = Date.now();
  let { guess = 0 } = boot;
  let isTitlePinned = false;
  let number: number | null = null;
  let questions: number[] = [];
  let audience: Audience | null = null;
  let said: Site = UNKNOWN;
  /** Whether the server was heard of once, if only that it can not be: the page may ask at its first picture. */
  let isSaid = false;
  /** A picture that came before. */
  let held: Drawing | null = null;
  /** Rules of the page's own; those win. */
  let pageRules: unknown = boot.rules;
  let { department } = boot;
  /** An operator's page asks for an address before there is an answer (CONTRACT 1.7 system_message_email). */
  let wantsEmail = false;
  let lastFired: Rule | null = null;
  /** The page wants the conversation at once (CONTRACT 3.2 openChat). */
  let isQueued = false;
  /** What the page has said of its visitor (CONTRACT 3.2 addCustomData). */
  let data: Readonly<Record<string, string>> = {};
  /** Words of the next form, from a rule. */
  let titles: Partial<Record<Drawn, Readonly<Record<string, string>>>> = {};

  around.tell({ type: "sheet", css: SHEET });
  const news = (name: News): void => around.tell({ type: "news", name });
  const changed = (): void => engine.changed();
  const visit = makeVisit(site, page.url, keep, changed);

  const callback = (isOnline: boolean): string | null =>
    said.callback ?? (said.needsOperator && !isOnline ? NO_CALLS : null);

  const known = (isOnline: boolean): Omit<Facts, "scene"> => ({
    contacts: contacts.all(),
    required: said.required,
    utm: visit.utm(),
    history: audience?.visitor.hasHistory() === true,
    callback: callback(isOnline),
    // Unless the owner says otherwise: where it is known who may embed the site, it is known who speaks (CONTRACT 1.6.1).
    extras,
    config: {
      widget_id: site,
      site_id: site,
      base_url: location.origin,
      chat_mode: isOnline ? "online" : "offline",
      locale: look.language,
      widget_color: look.accent,
      rules: said.jivoRules,
    },
    attempts: quota.left(),
    ...JIVO_NAMES,
    guess,
  });
  /** The owner's own form asks whoever is about to write for the first time. */
  const asksByOwnForm = (): boolean =>
    said.hasOwnForm && wants?.takesOwnForm === true && !isQueued && audience?.visitor.hasHistory() !== true;
  /** Who has begun to write, or is about to, is asked who they are until that is known (CONTRACT 1.5 introduce). */
  const isAsking = (): boolean => {
    const known = contacts.all();
    if (wantsEmail) return known.email === null;
    if (asksByOwnForm()) return showing.isOnline();
    const isMissing = said.required.some((kind) => known[kind] === null);
    const hasBegun = audience?.visitor.hasHistory() === true;
    return isMissing && (hasBegun ? said.asksInChat : said.asksBefore && !isQueued && showing.isOnline());
  };
  /** Whoever sends a form, or asks for a call, exists from now on. */
  const token = async (): Promise<string | null> => {
    const { link, report } = begun.visitor;
    if (link.token() === null) await report({});
    return link.token();
  };
  const board = makeBoard(async () => {
    const { makeScenes } = (await import(SCENES_SCRIPT)) as typeof import("../scenes/scenes");
    return makeScenes({
      site,
      style: assets.style,
      wishes: (drawn) => {
        const { language, words } = begun.visitor.dress.wishes();
        return { language, words: { ...words, ...titles[drawn] }, preset: look.preset };
      },
      normalise: wants?.normalise ?? ((phone) => Promise.resolve(phone)),
      token,
      // What the site requires is required; what a rule asks for is asked.
      isOptional: () => wantsEmail,
      isOwn: asksByOwnForm,
      call: () => calls.last(),
      page: () => page,
      department: () => department,
      contacts: contacts.all,
      taken: (form, fields) => {
        contacts.add(fields);
        wantsEmail = false;
        if (form === "introduce") news("introduced");
        if (form === "offline") news("offline_sent");
        if (form === "call" && fields.client_id !== undefined) calls.follow(fields.client_id);
        if (form !== "call") showing.turn(form === "offline" ? "offline/success" : "chat");
      },
      go: (scene) => {
        if (scene === "chat") board.talk();
        wantsEmail = false;
        calls.leave();
        showing.turn(scene);
      },
    });
  });
  const showing = makeShowing(around, known, isAsking, board.turn);

  // Rules.

  const ofPage = (at: number): Known => ({
    online: showing.isOnline(),
    // Nobody looks up where an address is.
    city: null,
    country: null,
    page_title: page.title,
    page_url: page.url,
    time_on_page: secondsSince(arrived, at),
  });
  const track = makeTrack(site, keep, (at) => ({ ...calendar(at, []), ...ofPage(at), ...visit.facts(at, []) }));
  // Visits are not told of what the page says.
  const engine = makeEngine([ofPage, visit.facts, () => ({ custom_data: data })], (fired, command) => {
    if (pageRules == null) track.fire(fired.name);
    // Its commands come one after the other.
    if (fired !== lastFired) wants?.fired();
    lastFired = fired;
    if (audience !== null) act(audience, command);
  });
  const rule = (value: unknown): void => {
    const rules = readRules(value, value === said.rules ? NAMES : JIVO_NAMES);
    if (typeof rules === "string") {
      console.warn(`Usher: these are no rules. ${rules}`);
      return;
    }
    engine.replace(rules);
  };

  const rules = new Retry(async () => {
    const answer = await ask(`/frame/${encodeURIComponent(site)}/annex`, { credentials: "omit" });
    if (answer.kind === "ok") said = readSite(answer.body);
    isSaid = true;
    if (held !== null) draw(held);
    else if (showing.isDrawn()) {
      showing.changed();
      rule(pageRules ?? said.rules);
    }
    return answer.kind === "later" ? again(answer.afterMs) : DONE;
  });

  // What the visitor's side says.

  const happened = (name: AnalyticEvent): void => {
    switch (name) {
      case "first_message_sent":
        news("first_message");
        if (!visit.wasInvited()) news("client_started");
        break;
      case "message_sent":
        visit.write();
        break;
      case "chat_closed":
        visit.close();
    }
  };
  const draw = (drawing: Drawing): void => {
    held = isSaid ? null : drawing;
    if (!isSaid) return;
    if (showing.draw(drawing)) {
      around.tell({ type: "watch_goals" });
      track.begin();
      rule(pageRules ?? said.rules);
    } else changed();
  };
  const take = (message: ToPage): void => {
    switch (message.type) {
      case "draw":
        draw(message);
        break;
      case "event":
        happened(message.name);
        break;
      case "message":
        showing.changed();
        if (message.message.type !== "agent") break;
        visit.answer();
        news("received");
        break;
      case "turned":
        if (message.kind === "accepted") news("accepted");
        break;
      case "contacts":
        contacts.hear(message.contacts);
        showing.changed();
        break;
      default:
        around.tell(message);
    }
  };
  const begun = begin({ ...boot, wardrobe: boot }, { tell: take });
  const { visitor } = begun;
  audience = {
    visitor,
    visit,
    showing,
    ask: () => {
      wantsEmail = true;
      showing.changed();
    },
    leave: (title, text) => {
      board.clear();
      titles = { ...titles, offline: wordsOf({ offlineFormTitle: title, offlineFormText: text }) };
      showing.open("offline");
    },
    offerCall: (params) => {
      if (callback(showing.isOnline()) !== null || !visit.takeForm(params)) return;
      board.clear();
      titles = { ...titles, call: wordsOf({ callTitle: textOf(own(params, "title")) }) };
      showing.open("call");
    },
    invoke: (name) => wants?.invoke(name),
  };

  rules.run();
  const calls = makeCalls(site, keep, token, {
    started: () => news("call_started"),
    ended: (result) => {
      around.tell({ type: "news", name: "call_ended", result });
      board.renew();
    },
  });

  // What the page says.

  const answer = (): void => {
    if (number === null) return;
    for (const id of questions) around.tell({ type: "answer", id, value: number });
    questions = [];
  };
  const updates = new Updates<Report>(
    compose,
    (report) => visitor.report({ ...report, utm: visit.utm() }),
    (body) => {
      const told: unknown = isObject(body) ? own(body, "number") : null;
      if (typeof told === "number") number = told;
      answer();
    },
  );
  const learn = ({ replace, fields }: Change): void => {
    const all = Object.entries({ ...(replace ? {} : data), ...fields });
    data = Object.fromEntries(all.filter((field): field is [string, string] => field[1] !== null));
    changed();
  };
  const turn = (next: Partial<typeof page>): void => {
    // A router's page is a page, too.
    if (next.url !== page.url) arrived = Date.now();
    page = { ...page, ...next };
    visitor.visit(page);
    visit.page();
  };
  const methods = makeMethods({
    ...audience,
    contacts,
    quota,
    report: (report) => updates.add(report),
    rule: (given) => {
      pageRules = given;
      rule(given);
    },
    learn,
    introduced: () => news("introduced"),
    enqueue: () => {
      isQueued = true;
    },
    fill: board.fill,
    dial: calls.start,
    forget: () => {
      for (const key of keep.keys("usher:")) if (key.includes(site)) keep.remove(key);
      // Whoever comes back is nobody: the page says all of it again to the next document.
      location.reload();
    },
    turn: (next, pinned) => {
      isTitlePinned = pinned;
      turn(next);
    },
  });

  return (order) => {
    switch (order.type) {
      case "call":
        guess = order.guess ?? guess;
        (own(methods, order.method) as Method | undefined)?.(order.value);
        showing.changed();
        return;
      case "ask":
        questions.push(order.id);
        if (number === null) updates.add({});
        else answer();
        return;
      case "goal":
        track.goal(order.scroll, order.close);
        engine.goals({ goal_scroll: order.scroll, goal_close: order.close });
        return;
      case "page":
        turn(isTitlePinned ? { url: order.page.url, referrer: order.page.referrer } : order.page);
        return;
      case "open":
        // Who has a conversation goes on with it: its answers are there, and it takes words at any time.
        board.open(visitor.hasHistory());
        showing.opened();
        break;
      case "close":
        board.close();
        showing.turn("chat");
        break;
      case "data":
        contacts.learn(order.change.fields);
        showing.changed();
        learn(order.change);
        break;
      case "department":
        department = order.id;
        break;
      case "stop":
        track.stop();
        engine.stop();
        visit.stop();
        updates.stop();
        calls.stop();
        rules.stop();
    }
    obey(begun, order);
  };
}

/** Words that a rule gives a form; an empty one leaves the form its own. */
function wordsOf(words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word.trim() !== ""));
}
