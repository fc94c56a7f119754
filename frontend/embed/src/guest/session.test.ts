import { beforeEach, expect, test } from "vitest";
import type { Moment, ToPage } from "../port";
import { watchSession } from "./session";

let moments: Moment[];
let hear: (message: ToPage) => void;
beforeEach(() => {
  moments = [];
  hear = watchSession((moment) => moments.push(moment));
});

const turned = (kind: string): void => hear({ type: "turned", kind });
const first = (): void => hear({ type: "event", name: "first_message_sent" });
const message = (type: "agent" | "client" | "bot"): void =>
  hear({ type: "message", message: { id: "1", text: "Hi", createdAt: 1, type } });
const whole: readonly Moment[] = ["session_created", "session_started", "session_ended"];

test("a session is created by the visitor's first message, started and ended by the operator", () => {
  hear({ type: "event", name: "chat_opened" });
  message("client");
  message("bot");
  expect(moments).toEqual([]);
  first();
  message("client");
  message("bot");
  expect(moments).toEqual(["session_created"]);
  turned("accepted");
  message("agent");
  expect(moments).toEqual(["session_created", "session_started"]);
  turned("closed");
  expect(moments).toEqual(whole);
});

test("what is opened again is another session, whose operator only answers", () => {
  first();
  turned("accepted");
  turned("closed");
  turned("reopened");
  expect(moments).toEqual([...whole, "session_created"]);
  message("agent");
  message("agent");
  turned("closed");
  expect(moments).toEqual([...whole, ...whole]);
});

test("a session that began on an earlier page goes on, and is told from there", () => {
  message("agent");
  expect(moments).toEqual([]);
  turned("accepted");
  turned("accepted");
  turned("closed");
  expect(moments).toEqual(["session_started", "session_ended"]);
});

test("kinds of tomorrow are nothing", () => {
  turned("transferred");
  hear({ type: "minimize" });
  expect(moments).toEqual([]);
});
