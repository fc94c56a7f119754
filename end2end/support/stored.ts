/** What is in the database, as the server reads it out to an operator. */

import { expect } from "@playwright/test";

import type { Line } from "./history";
import type { Desk } from "./pages";

/** All lines of the conversation on the desk's screen. */
export async function stored(desk: Desk): Promise<Line[]> {
  const conversation = desk.conversation();
  const lines: Line[] = [];
  for (let before = Number.MAX_SAFE_INTEGER, more = true; more; ) {
    const response = await desk.page.request.post(`${desk.usher.url}/api/message/older`, {
      // What a browser would say of itself.
      headers: { origin: desk.usher.url },
      data: { input: { conversation, seq: before } },
    });
    expect(response.status(), await response.text()).toBe(200);
    const older = (await response.json()) as { messages: Line[]; more: boolean };
    lines.unshift(...older.messages);
    more = older.more && older.messages.length > 0;
    before = lines[0]?.seq ?? 0;
  }
  return lines;
}
