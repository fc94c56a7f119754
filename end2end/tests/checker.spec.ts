/** The checker of crash.spec finds what it is there to find. */

import { expect, test } from "@playwright/test";

import { check, type Line, type Message, type Outcome, type Side } from "../support/history";

const TEXTS = ["visitor 1", "operator 1", "visitor 2", "operator 2"];

function line(text: string, seq: number): Line {
  return { id: `m${seq}`, seq, kind: "text", client_id: `c ${text}`, text };
}

/** An outcome without a fault, and one fault put into it. */
function outcome(spoil: (world: { stored: Line[]; messages: Message[]; shown: string[]; failed: string[] }) => void): Outcome {
  const stored: Line[] = [
    line("visitor 1", 1),
    { id: "m2", seq: 2, kind: "accepted" },
    line("operator 1", 3),
    line("visitor 2", 4),
    line("operator 2", 5),
  ];
  const messages = TEXTS.map((text): Message => {
    const side: Side = text.startsWith("visitor") ? "visitor" : "operator";
    const acks = stored.filter((stored) => stored.text === text);
    return { side, text, clientIds: new Set([`c ${text}`]), attempts: 1, acks, refusals: [] };
  });
  const world = { stored, messages, shown: [...TEXTS], failed: [] as string[] };
  spoil(world);
  const { shown, failed } = world;
  return { stored, messages, screens: [{ name: "panel", texts: shown, failed }, { name: "desk", texts: TEXTS, failed: [] }] };
}

const FAULTS: [name: string, says: RegExp, spoil: Parameters<typeof outcome>[0]][] = [
  ["an acked message is lost", /acked as seq 4 and is not stored/, ({ stored }) => stored.splice(3, 1)],
  ["a line is missing between others", /gap or repeat/, ({ stored }) => stored.splice(1, 1)],
  ["a message is stored twice", /stored 2 times/, ({ stored }) => stored.push({ ...line("visitor 2", 6), client_id: "another" })],
  ["a name is used twice", /stored twice/, ({ stored }) => stored.push({ ...line("visitor 2", 6), id: "m4" })],
  ["something nobody wrote", /nobody wrote it/, ({ stored }) => stored.push(line("visitor 3", 6))],
  ["a retry under a new name", /2 names/, ({ messages }) => messages[0]?.clientIds.add("another")],
  ["a retry with another answer", /acked as m9/, ({ messages }) => messages[0]?.acks.push({ ...line("visitor 1", 9), id: "m9" })],
  [
    "one writer's words change places",
    /another order/,
    ({ stored }) => {
      stored.splice(0, 1, { ...line("visitor 2", 1), id: "m1" });
      stored.splice(3, 1, { ...line("visitor 1", 4), id: "m4" });
    },
  ],
  ["a screen lacks a line", /panel: “operator 1” is not shown/, ({ shown }) => shown.splice(1, 1)],
  ["a screen shows a line twice", /panel: “visitor 1” is shown twice/, ({ shown }) => shown.push("visitor 1")],
  ["a screen shows another order", /panel: “operator 1” is at place 1/, ({ shown }) => shown.reverse().splice(0, 4, "operator 1", "visitor 1", "visitor 2", "operator 2")],
  ["a screen calls a stored message failed", /and yet a screen says/, ({ failed }) => failed.push("visitor 2")],
  [
    "a message disappears",
    /never acked, is not stored/,
    ({ messages }) => messages.push({ side: "visitor", text: "visitor 3", clientIds: new Set(), attempts: 1, acks: [], refusals: [] }),
  ],
];

test("a whole history has no fault", () => {
  expect(check(outcome(() => undefined))).toEqual([]);
});

test("a message that nobody could ack may wait with a button", () => {
  const result = check(
    outcome(({ messages, shown, failed }) => {
      messages.push({ side: "visitor", text: "visitor 3", clientIds: new Set(["c"]), attempts: 1, acks: [], refusals: [422] });
      shown.push("visitor 3");
      failed.push("visitor 3");
    }),
  );
  expect(result).toEqual([]);
});

for (const [name, says, spoil] of FAULTS) {
  test(`a fault is found: ${name}`, () => {
    expect(check(outcome(spoil)).join("\n")).toMatch(says);
  });
}
