/**
 * Entry: what Jivo's pages need beside all others (CONTRACT 1): facts for their synchronous questions, news for their
 * callbacks, invitations and rules. It stands between the page and the visitor, and both go on as if it were not there.
 */

import type { Begun, Beginning, Boot, Listener, Order } from "../frame/frame";
import type { Around } from "../frame/handshake";
import type { Settings } from "../frame/settings";
import { Updates } from "../frame/updates";
import { Keep } from "../link/keep";
import { ask } from "../link/post";
import { again, DONE, Retry } from "../link/retry";
import type { AnalyticEvent, Facts, News, ToPage } from "../port";
import { isObject, own } from "../shape";
import { act, type Audience } from "./action";
import { makeContacts } from "./contacts";
import { makeEngine } from "./engine";
import { calendar, secondsSince, type Known } from "./facts";
import { makeMethods, type Method } from "./method";
import { makeQuota } from "./quota";
import { compose, type Report } from "./report";
import { COMMANDS, CONDITIONS, readRules } from "./rule";
import { SHEET } from "./sheet";
import { makeShowing } from "./showing";
import { makeTrack } from "./track";
import { makeVisit } from "./visit";

/** Why nobody is called back (CONTRACT 1.6 isCallbackEnabled): there is no such service here. */
const NO_CALLS = "Callback disabled";

/** Begins a visitor of Jivo's page; what is returned does what the page says. */
export function attach(
  boot: Boot,
  around: Around,
  settings: Settings,
  begin: (start: Beginning, around: Around) => Begun,
  obey: (begun: Begun, order: Order) => void,
): Listener {
  const { look, domains, extras = domains.length > 0 } = settings;
  const { site } = look;
  const keep = new Keep();
  const contacts = makeContacts(site, keep);
  const quota = makeQuota(site, keep);
  const loaded = Date.now();
  let { page } = boot;
  let isTitlePinned = false;
  let number: number | null = null;
  let questions: number[] = [];
  let audience: Audience | null = null;
  /** The site's own, once they are here; the page may have others, and those win. */
  let siteRules: unknown = [];
  let pageRules: unknown = boot.rules;

  around.tell({ type: "sheet", css: SHEET });
  const news = (name: News): void => around.tell({ type: "news", name });
  const changed = (): void => engine.changed();
  const visit = makeVisit(site, page.url, keep, changed);

  const known = (isOnline: boolean): Omit<Facts, "scene"> => ({
    contacts: contacts.all(),
    required: [],
    utm: visit.utm(),
    history: audience?.visitor.hasHistory() === true,
    callback: NO_CALLS,
    // Unless the owner says otherwise: where it is known who may embed the site, it is known who speaks (CONTRACT 1.6.1).
    extras,
    config: {
      widget_id: site,
      site_id: site,
      base_url: location.origin,
      chat_mode: isOnline ? "online" : "offline",
      locale: look.language,
      widget_color: look.accent,
      rules: siteRules,
    },
    attempts: quota.left(),
    conditions: Object.keys(CONDITIONS),
    commands: COMMANDS,
  });
  const showing = makeShowing(around, known);

  // Rules.

  const ofPage = (at: number): Known => ({
    online: showing.isOnline(),
    page_title: page.title,
    page_url: page.url,
    time_on_page: secondsSince(loaded, at),
  });
  const track = makeTrack(site, keep, (at) => ({ ...calendar(at, []), ...ofPage(at), ...visit.facts(at, []) }));
  const engine = makeEngine([ofPage, visit.facts], ({ name }, command) => {
    if (pageRules == null) track.fire(name);
    if (audience !== null) act(audience, command);
  });
  const rule = (value: unknown): void => {
    const rules = readRules(value);
    if (typeof rules === "string") {
      console.warn(`Usher: these are no rules. ${rules}`);
      return;
    }
    engine.replace(rules);
  };

  const rules = new Retry(async () => {
    const answer = await ask(`/frame/${encodeURIComponent(site)}/rules`, { credentials: "omit" });
    if (answer.kind === "later") return again(answer.afterMs);
    if (answer.kind === "ok") siteRules = answer.body;
    showing.changed();
    rule(pageRules ?? siteRules);
    return DONE;
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
  const take = (message: ToPage): void => {
    switch (message.type) {
      case "draw":
        if (showing.draw(message)) {
          around.tell({ type: "watch_goals" });
          track.begin();
          rules.run();
        } else changed();
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
      default:
        around.tell(message);
    }
  };
  const begun = begin({ ...boot, wardrobe: boot }, { tell: take });
  const { visitor } = begun;
  audience = { visitor, visit, showing };

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
  const turn = (next: Partial<typeof page>): void => {
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
    introduced: () => news("introduced"),
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
        (own(methods, order.method) as Method | undefined)?.(order.value);
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
      case "close":
        showing.turn("chat");
        break;
      case "stop":
        track.stop();
        engine.stop();
        visit.stop();
        updates.stop();
        rules.stop();
    }
    obey(begun, order);
  };
}
