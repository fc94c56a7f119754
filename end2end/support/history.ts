/**
 * What was said and what became of it, in the manner of Jepsen: a recorder notes every message from the outside, and one
 * checker compares its notes with what the server stored and what both screens show.
 */

import type { Page, Request, Response } from "@playwright/test";

/** Who writes. */
export type Side = "visitor" | "operator";

/** A stored line, as the server tells it. */
export interface Line {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly client_id?: string;
  readonly text?: string;
}

/** What is known of one message. Its text is unique, so it is its name. */
export interface Message {
  readonly side: Side;
  readonly text: string;
  /** Its names on the wire; one, if all is well. */
  readonly clientIds: Set<string>;
  /** Requests that were made for it. */
  attempts: number;
  /** What the server answered to those that came back with 200. */
  readonly acks: Line[];
  /** What it answered to those that it refused for good. */
  readonly refusals: number[];
}

/** The recorder. It only listens: to the writer's own call of `write`, and to the network of both pages. */
export class History {
  private readonly messages = new Map<string, Message>();
  private readonly strangers: string[] = [];

  /** Somebody is about to write this. */
  write(side: Side, text: string): void {
    if (this.messages.has(text)) throw new Error(`“${text}” was written before: a text is a name here`);
    this.messages.set(text, { side, text, clientIds: new Set(), attempts: 0, acks: [], refusals: [] });
  }

  /** Listens to the network of a page. */
  follow(page: Page): void {
    page.on("request", (request) => {
      const sent = sentBy(request);
      if (sent === null) return;
      const message = this.messages.get(sent.text);
      if (message === undefined) {
        this.strangers.push(sent.text);
        return;
      }
      message.attempts++;
      message.clientIds.add(sent.client_id);
    });
    page.on("response", (response) => {
      void this.note(response);
    });
  }

  /** All messages, in the order of writing. */
  all(): Message[] {
    return [...this.messages.values()];
  }

  /** How many were acked. */
  acked(): number {
    return this.all().filter(({ acks }) => acks.length > 0).length;
  }

  /** How many of one side wait for their ack. */
  waiting(side: Side): number {
    return this.all().filter((message) => message.side === side && message.acks.length === 0).length;
  }

  /** How many were asked for more than once. */
  retried(): number {
    return this.all().filter(({ attempts }) => attempts > 1).length;
  }

  /** Requests for what nobody wrote. */
  unasked(): readonly string[] {
    return this.strangers;
  }

  private async note(response: Response): Promise<void> {
    const sent = sentBy(response.request());
    const message = sent === null ? undefined : this.messages.get(sent.text);
    if (message === undefined) return;
    const status = response.status();
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) message.refusals.push(status);
    if (status !== 200) return;
    try {
      const { message: line } = (await response.json()) as { message: Line };
      message.acks.push(line);
    } catch {
      // The server was killed in the middle of its answer: no ack, so the outcome is unknown.
    }
  }
}

function sentBy(request: Request): { client_id: string; text: string } | null {
  if (request.method() !== "POST" || !/\/api\/message\/(send|reply)$/.test(new URL(request.url()).pathname)) return null;
  const { input } = request.postDataJSON() as { input: { client_id: string; text: string } };
  return input;
}

/** What one screen shows: the texts in order, and those of them that wait with a button to try again. */
export interface Screen {
  readonly name: string;
  readonly texts: readonly string[];
  readonly failed: readonly string[];
}

/** Everything there is to compare. */
export interface Outcome {
  readonly messages: readonly Message[];
  readonly stored: readonly Line[];
  readonly screens: readonly Screen[];
}

/** Compares; every broken promise is one sentence, and no sentence means that all were kept. */
export function check({ messages, stored, screens }: Outcome): string[] {
  const broken: string[] = [];
  const lines = [...stored].sort((a, b) => a.seq - b.seq);
  const words = lines.filter(({ kind }) => kind === "text");
  const byText = new Map<string, Line[]>();
  for (const line of words) byText.set(line.text ?? "", [...(byText.get(line.text ?? "") ?? []), line]);
  const byName = new Map(messages.map((message) => [message.text, message]));

  lines.forEach(({ seq }, index) => {
    if (seq !== index + 1) broken.push(`seq ${seq} is at place ${index + 1}: the numbers have a gap or repeat`);
  });
  for (const ids of [lines.map(({ id }) => id), words.map(({ client_id }) => client_id ?? "none")]) {
    for (const id of repeated(ids)) broken.push(`the id ${id} is stored twice`);
  }
  for (const [text, copies] of byText) {
    if (!byName.has(text)) broken.push(`“${text}” is stored, but nobody wrote it`);
    if (copies.length > 1) broken.push(`“${text}” is stored ${copies.length} times`);
  }

  for (const { text, acks, clientIds, refusals } of messages) {
    const line = byText.get(text)?.[0];
    if (clientIds.size > 1) broken.push(`“${text}” went out under ${clientIds.size} names`);
    for (const ack of acks) {
      if (line === undefined) broken.push(`“${text}” was acked as seq ${ack.seq} and is not stored`);
      else if (ack.id !== line.id || ack.seq !== line.seq || ack.text !== text) {
        broken.push(`“${text}” was acked as ${ack.id} at ${ack.seq} and is stored as ${line.id} at ${line.seq}`);
      }
    }
    if (line === undefined && !screens.some(({ failed }) => failed.includes(text))) {
      const how = refusals.length > 0 ? `refused (${refusals.join(", ")})` : "never acked";
      broken.push(`“${text}” was ${how}, is not stored, and no screen offers to try it again`);
    }
    if (line !== undefined && screens.some(({ failed }) => failed.includes(text))) {
      broken.push(`“${text}” is stored, and yet a screen says that it failed`);
    }
  }

  // One writer's words keep their order.
  for (const side of ["visitor", "operator"] as const) {
    const written = messages.filter((message) => message.side === side).map(({ text }) => text);
    const kept = words.map(({ text }) => text ?? "").filter((text) => byName.get(text)?.side === side);
    const expected = written.filter((text) => byText.has(text));
    const at = kept.findIndex((text, index) => text !== expected[index]);
    if (at >= 0) broken.push(`the ${side}'s words are in another order: “${kept[at] ?? ""}” at ${at + 1}`);
  }

  // Every screen shows what is stored, in its order; behind it only what has failed.
  const truth = words.map(({ text }) => text ?? "");
  for (const { name, texts, failed } of screens) {
    const shown = texts.filter((text) => !failed.includes(text));
    for (const text of repeated(shown)) broken.push(`${name}: “${text}” is shown twice`);
    for (const text of truth) if (!shown.includes(text)) broken.push(`${name}: “${text}” is not shown`);
    for (const text of shown) if (!truth.includes(text)) broken.push(`${name}: “${text}” is shown as sent, but not stored`);
    const at = shown.findIndex((text, index) => text !== truth[index]);
    if (at >= 0) broken.push(`${name}: “${shown[at] ?? ""}” is at place ${at + 1}, where “${truth[at] ?? "nothing"}” belongs`);
  }
  return broken;
}

function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
