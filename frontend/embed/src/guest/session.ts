/** How a conversation stands for a page that is told of sessions (CONTRACT 3.2 setAppEventCallback). */

import type { Moment, ToPage } from "../port";

/** Finds out from what the frame says; `tell` is called once for each step of a session. */
export function watchSession(tell: (moment: Moment) => void): (message: ToPage) => void {
  let stage: "none" | "waiting" | "running" = "none";

  const begin = (): void => {
    if (stage !== "none") return;
    stage = "waiting";
    tell("session_created");
  };
  const run = (): void => {
    if (stage === "running") return;
    stage = "running";
    tell("session_started");
  };
  const end = (): void => {
    stage = "none";
    tell("session_ended");
  };

  return (message) => {
    if (message.type === "event" && message.name === "first_message_sent") begin();
    // Whoever has it keeps it when it is opened again, and only answers.
    if (message.type === "message" && message.message.type === "agent" && stage === "waiting") run();
    if (message.type !== "turned") return;
    if (message.kind === "reopened") begin();
    // Of a session that began on an earlier page, too.
    if (message.kind === "accepted") run();
    if (message.kind === "closed") end();
  };
}
