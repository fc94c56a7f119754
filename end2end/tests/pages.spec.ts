/** Many pages at once, some of them given up half way: each answer is its own, and the server minds nothing. */

import { connect } from "node:net";

import { expect, test } from "@playwright/test";

import { organisation } from "../support/organisation";
import { stage } from "../support/stage";

const pages = organisation("pages");
const set = stage([pages]);

/** What a stranger gets; the title is written by the server while other pages are on their way. */
const ANSWERS = {
  "/": "302 /inbox Inbox · Usher",
  "/inbox": "302 /login?next=%2Finbox Inbox · Usher",
  "/install": "302 /login?next=%2Finstall Install · Usher",
  "/login": "200 Log in · Usher",
  "/signup": "200 Create account · Usher",
  "/nowhere": "404 Nothing here · Usher",
};
const ROUNDS = 30;

test("pages that are asked for at the same time do not mix", async () => {
  const { usher } = set;
  const found = new Map(Object.keys(ANSWERS).map((path) => [path, new Set<string>()]));
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(
      [...found].flatMap(([path, answers]) => [
        ask(path).then((answer) => answers.add(answer)),
        giveUp(path, Math.random() * 10),
      ]),
    );
  }
  expect(Object.fromEntries([...found].map(([path, answers]) => [path, [...answers].join(" | ")]))).toEqual(ANSWERS);
  expect(await usher.log()).not.toContain("panicked");
});

/** Status, where it leads, and title. */
async function ask(path: string): Promise<string> {
  const response = await fetch(set.usher.url + path, { redirect: "manual" });
  const title = /<title>(.*?)<\/title>/.exec(await response.text())?.[1] ?? "no title";
  return [response.status, response.headers.get("location"), title].filter((part) => part !== null).join(" ");
}

/** Asks for a page and hangs up `ms` later, whatever has come by then. */
function giveUp(path: string, ms: number): Promise<void> {
  const { host, hostname, port } = new URL(set.usher.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, ms);
    });
    socket.on("error", reject);
  });
}
