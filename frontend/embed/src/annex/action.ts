/** What a rule, or the page itself, has the chat do (CONTRACT 1.7 commands, 1.6 showProactiveInvitation, 3.2 owidget._name). */

import type { Visitor } from "../frame/visitor";
import { own } from "../shape";
import type { Command } from "./rule";
import type { Showing } from "./showing";
import { textOf } from "./text";
import type { Visit } from "./visit";

/** Who is spoken to, and where it is seen. */
export interface Audience {
  readonly visitor: Visitor;
  readonly visit: Visit;
  readonly showing: Showing;
  /** The visitor is asked for an e-mail address. */
  readonly ask: () => void;
  /** The form for a message is shown, with these words above it. */
  readonly leave: (title: string, text: string) => void;
  /** The form for a call is shown, unless nobody can be called, or it was shown today and shall not be again. */
  readonly offerCall: (params: Command["params"]) => void;
  /** The page's own function is called, where pages have such. */
  readonly invoke: (name: string) => void;
}

/** Says this as an operator would, and opens the window. New conversations go to `department`, if it is one. */
export function invite({ visitor, visit, showing }: Audience, text: string, department: string): void {
  if (text.trim() === "" || !showing.isOnline()) return;
  if (department !== "") visitor.route(department);
  visitor.call("sendAutoMessage", text);
  visit.invite();
  showing.open("chat");
}

/** Does what a rule commands. */
export function act(audience: Audience, { command, params }: Command): void {
  const { visitor, showing, ask, leave, offerCall, invoke } = audience;
  const text = (key: string): string => textOf(own(params, key));
  switch (command) {
    case "proactive":
      invite(audience, text("message"), text("department"));
      break;
    case "open_offline":
      leave(text("title"), text("message"));
      break;
    case "system_message":
      visitor.call("sendAutoMessage", text("message"));
      break;
    case "system_message_email":
      visitor.call("sendAutoMessage", text("message"));
      ask();
      break;
    case "hide":
      showing.hide();
      break;
    case "show":
      showing.show();
      break;
    case "call_function":
      invoke(text("name"));
      break;
    case "show_callform":
      offerCall(params);
  }
}
