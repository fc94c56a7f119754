/** Entry: the link under the operator's dashboard. The wasm says what it wants to hear and keeps its own view. */

import { chime } from "./link/chime";
import { Keep } from "./link/keep";
import { Outbox } from "./link/outbox";
import { post } from "./link/post";
import { Screen } from "./link/screen";
import { LiveSocket } from "./link/socket";
import { liveUrl } from "./link/usher_link";

const keep = new Keep();
const screen = new Screen();
let operator: string | null = null;
let outbox: Outbox | null = null;

const socket = new LiveSocket(liveUrl(), {
  // The wasm says hello itself when the socket is open: it knows what it watches.
  hello: () => [],
  frame: (_frame, json) => screen.frame(json),
  state: (state) => {
    screen.state(state);
    // What waited for the network goes out with it.
    if (state === "open") outbox?.flush();
  },
});

/** Opens the outbox of an operator; another one on the same page has another. */
function open(scope: string): Outbox {
  return new Outbox(scope, keep, {
    post: ({ client_id, text, body }) => post("/api/message/reply", { ...body, client_id, text }, "cookie"),
    acked: (message) => {
      screen.frame(JSON.stringify({ type: "message", message }));
    },
    changed: (entries) => screen.outbox(entries),
    login: () => socket.stop("login"),
  });
}

window.usherLink = {
  attach: (...callbacks) => screen.attach(callbacks, null),
  up: (json) => socket.up(json),
  send: (text, conversation) => {
    // A fault of the caller, and better known at once than as words that went nowhere.
    if (outbox === null || conversation === undefined)
      throw new Error("usherLink.send: start first, and name a conversation");
    return outbox.send(text, { conversation });
  },
  retry: (id) => outbox?.again(id),
  discard: (id) => outbox?.discard(id),
  minimize: () => undefined,
  chime,
  start: (id) => {
    if (operator !== id) {
      operator = id;
      outbox?.stop();
      outbox = open(`desk:${id}`);
      screen.outbox(outbox.entries());
      outbox.flush();
    }
    socket.start();
  },
  token: () => null,
};
