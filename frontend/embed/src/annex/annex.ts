/**
 * Entry: what Jivo's pages need beside all others (CONTRACT 1): facts for their synchronous questions, news for their
 * callbacks, invitations and rules. It stands between the page and the visitor, and both go on as if it were not there.
 */

import type { Begun, Beginning, Boot, Listener, Order } from "../frame/frame";
import type { Around } from "../frame/handshake";
import type { Settings } from "../frame/settings";
import { Updates } from "../frame/updates";
import { Keep } from "../link/keep";
import { isObject, own } from "../shape";
import type { AnalyticEvent, Facts, Scene, ToPage } from "../port";
import { makeContacts } from "./contacts";
import { makeEngine } from "./engine";
import type { Known } from "./facts";
import { secondsSince } from "./facts";
import { makeQuota } from "./quota";
import { compose, readAttributes, readFields, type Report } from "./report";
import { COMMANDS, CONDITIONS, readRules, type Command } from "./rule";
import { SHEET } from "./sheet";
import { makeVisit } from "./visit";

/** Who asks for the visitor's number. */
type Question = Extract<Order, { type: "ask" }>["id"];

/** Begins a visitor of Jivo's page; what is returned does what the page says. */
export function attach(
  boot: Boot,
  around: Around,
  settings: Settings,
  begin: (start: Beginning, around: Around) => Begun,
  obey: (begun: Begun, order: Order) => void,
): Listener {
  const { site } = settings.look;
  const keep = new Keep();
  const contacts = makeContacts(site, keep);
  const quota = makeQuota(site, keep);
  const opened = Date.now();
  let page = boot.page;
  /** A title that the page has pinned, until the next page load (CONTRACT 1.6 sendPageTitle). */
  let pinned: string | null = null;
  let scene: Scene = "chat";
  let online = false;
  let isOpen = false;
  let isInvited = false;
  /** A rule has hidden the widget. */
  let isHidden = false;
  let fill: string | null = null;
  let number: number | null = null;
  let questions: Question[] = [];
  let told = "";
  let begun: Begun | null = null;

  around.tell({ type: "sheet", css: SHEET });

  // What the page asks, and what rules look at.

  const visit = makeVisit(site, page.url, keep, () => engine.changed());

  const facts = (): Facts => ({
    contacts: contacts.all(),
    required: [],
    utm: visit.utm(),
    history: begun?.visitor.hasHistory() ?? false,
    scene,
    callback: "Callback disabled",
    extras: settings.domains.length > 0,
    config: {
      widget_id: site,
      site_id: site,
      base_url: location.origin,
      chat_mode: online ? "online" : "offline",
      locale: settings.look.language,
      widget_color: settings.look.accent,
      rules: [],
    },
    attempts: quota.left(),
    conditions: Object.keys(CONDITIONS),
    commands: COMMANDS,
  });

  const sayFacts = (): void => {
    const now = facts();
    const json = JSON.stringify(now);
    if (json !== told) around.tell({ type: "facts", facts: now });
    told = json;
  };

  const show = (next: Scene): void => {
    scene = next;
    sayFacts();
    around.tell({ type: "show", scene });
  };

  const invite = (text: string, department: unknown): void => {
    if (text.trim() === "" || !online || begun === null) return;
    isInvited = true;
    const route = textOf(department);
    if (route !== "") begun.visitor.route(route);
    begun.visitor.call("sendAutoMessage", text);
    visit.invite();
    show("chat");
  };

  const act = ({ command, params }: Command): void => {
    const text = (key: string): string => textOf(own(params, key));
    switch (command) {
      case "proactive":
        invite(text("message"), own(params, "department"));
        break;
      case "open_offline":
        begun?.visitor.call("sendAutoMessage", [text("title"), text("message")].filter(Boolean).join("\n"));
        show("chat");
        break;
      case "system_message":
      case "system_message_email":
        begun?.visitor.call("sendAutoMessage", text("message"));
        break;
      case "hide":
        isHidden = true;
        redraw();
        break;
      case "show_callform":
      // Nobody can be called back here.
    }
  };

  const ofPage = (at: number): Known => ({
    online,
    page_title: pinned ?? page.title,
    page_url: page.url,
    time_on_page: secondsSince(opened, at),
  });
  const engine = makeEngine([ofPage, visit.facts], (_, command) => act(command));

  const rule = (value: unknown): void => {
    const rules = readRules(value);
    if (typeof rules === "string") {
      console.warn(`Usher: these are no rules. ${rules}`);
      return;
    }
    if (rules.some(({ conditions }) => conditions.some(({ condition }) => condition.startsWith("goal_")))) {
      around.tell({ type: "watch_goals" });
    }
    engine.replace(rules);
  };

  // What the page is told.

  let drawn: (ToPage & { type: "draw" }) | null = null;
  const redraw = (): void => {
    if (drawn === null) return;
    const { look } = drawn;
    const css = fill === null ? look.css : { ...look.css, fill };
    sayFacts();
    around.tell({ ...drawn, look: { ...look, css, hidden: look.hidden || isHidden } });
  };

  const happened = (name: AnalyticEvent): void => {
    if (name === "first_message_sent") {
      around.tell({ type: "news", name: "first_message" });
      if (!isInvited) around.tell({ type: "news", name: "client_started" });
    }
    if (name === "message_sent") visit.write();
    if (name === "chat_closed") visit.close();
  };

  const outward: Around = {
    tell: (message) => {
      switch (message.type) {
        case "draw": {
          const isFirst = drawn === null;
          drawn = message;
          ({ online } = message.status);
          redraw();
          if (isFirst) rule(boot.rules ?? []);
          else engine.changed();
          break;
        }
        case "event":
          happened(message.name);
          break;
        case "message":
          sayFacts();
          if (message.message.type === "agent") {
            visit.answer();
            around.tell({ type: "news", name: "received" });
          }
          break;
        default:
          around.tell(message);
      }
    },
  };

  const { visitor, drawer } = (begun = begin({ ...boot, wardrobe: boot }, outward));
  const updates = new Updates<Report>(
    compose,
    (report) => visitor.report({ ...report, utm: visit.utm() }),
    (body) => {
      const known: unknown = isObject(body) ? own(body, "number") : undefined;
      if (typeof known !== "number") return;
      number = known;
      answer();
    },
  );

  const answer = (): void => {
    if (number === null) return;
    for (const id of questions) around.tell({ type: "answer", id, value: number });
    questions = [];
  };

  const introduce = (about: unknown): void => {
    visitor.update({ replace: false, fields: contacts.add(about) });
    sayFacts();
  };

  const forget = (): void => {
    for (const key of keep.keys("usher:")) if (key.includes(site)) keep.remove(key);
    // Whoever comes back is nobody: the page says all of it again to the next document.
    location.reload();
  };

  const call = (method: string, value: unknown): void => {
    const part = (key: string): unknown => (isObject(value) ? own(value, key) : undefined);
    switch (method) {
      case "showProactiveInvitation":
        invite(textOf(part("text")), part("department"));
        break;
      case "setWidgetColor": {
        const [color, second] = [textOf(part("color")), textOf(part("color2"))];
        fill = second === "" ? null : `linear-gradient(135deg,${color},${second})`;
        visitor.call("setColors", { buttonBg: color, clientBubbleBg: color });
        redraw();
        break;
      }
      case "setContactInfo":
        introduce(value);
        break;
      case "introduce":
        introduce(value);
        around.tell({ type: "news", name: "introduced" });
        break;
      case "setClientAttributes":
        quota.take();
        updates.add({ attributes: readAttributes(value) });
        sayFacts();
        break;
      case "setCustomData":
        updates.add({ custom_data: readFields(value) });
        break;
      case "setUserToken":
        updates.add({ user_token: textOf(value) });
        break;
      case "setRules":
        rule(value);
        break;
      case "clearHistory":
        forget();
        break;
      case "sendMessage":
        visitor.link.send(textOf(value));
        break;
      case "title":
        pinned = part("pinned") === true ? textOf(part("title")) : null;
        turn({ ...page, url: textOf(part("url")), title: textOf(part("title")) });
        break;
      case "scene":
        scene = value as Scene;
        sayFacts();
    }
  };

  const turn = (next: typeof page): void => {
    page = pinned === null ? next : { ...next, title: pinned };
    visitor.visit(page);
    visit.page();
  };

  return (order) => {
    switch (order.type) {
      case "call":
        call(order.method, order.value);
        return;
      case "ask":
        questions.push(order.id);
        if (number === null) updates.add({});
        answer();
        return;
      case "goal":
        engine.goals({ goal_scroll: order.scroll, goal_close: order.close });
        return;
      case "page":
        turn(order.page);
        return;
      case "open":
        isOpen = true;
        break;
      case "close":
        if (isOpen) scene = "chat";
        isOpen = false;
        break;
      case "stop":
        engine.stop();
        visit.stop();
        updates.stop();
    }
    obey({ visitor, drawer }, order);
  };
}

/** A text, or a number as one; nothing else is said to anybody. */
const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
