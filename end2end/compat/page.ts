/**
 * Writes `docs/compat.md` from the rows and the tests that name them, and for the dashboard a list of what does nothing;
 * `script/compat` runs it over a list of the tests. With `COMPAT=check` it writes nothing and fails where the two do not fit
 * together, or where a file is not what it would be.
 */

import type { FullResult, Reporter, Suite, TestCase } from "@playwright/test/reporter";
import { readFile, writeFile } from "node:fs/promises";

import { root } from "../support/process.mjs";
import { type Chapter, CHAPTERS } from "./chapter";
import type { Row } from "./rows";
import { RULE } from "./rule";
import { table } from "./table";

const PAGE = "docs/compat.md";
/** What the install page reads. */
const GAPS = "app/src/settings/gaps.json";

/** A test, and whose page it runs on. */
interface Proof {
  readonly chapter: Chapter;
  readonly rule: string;
  readonly facade: string;
  readonly test: string;
}

/** The reporter: Playwright tells it of the tests and runs none. */
export default class CompatPage implements Reporter {
  private proofs: Proof[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.proofs = suite.allTests().flatMap((test) => CHAPTERS.flatMap((chapter) => proofsOf(test, chapter)));
  }

  async onEnd(): Promise<{ status: FullResult["status"] }> {
    const faults = CHAPTERS.flatMap((chapter) => faultsOf(chapter, this.proofs));
    for (const [path, text] of [
      [PAGE, pageOf(this.proofs)],
      [GAPS, gaps()],
    ] as const) {
      if (process.env.COMPAT === "check") {
        const there = await readFile(root + path, "utf8").catch(() => "");
        if (there !== text) faults.push(`${path} is not what the rows and the tests say: run script/compat`);
      } else {
        await writeFile(root + path, text);
      }
    }
    for (const fault of faults) console.error(`compat: ${fault}`);
    return { status: faults.length === 0 ? "passed" : "failed" };
  }

  printsToStdio(): boolean {
    return true;
  }
}

/** What a test proves, if it is one of this chapter's. */
function proofsOf(test: TestCase, chapter: Chapter): Proof[] {
  if (!test.location.file.includes(`/${chapter.tests}/`)) return [];
  const [, , file = "", ...titles] = test.titlePath();
  const name = file.replace(/^.*\//, "").replace(".spec.ts", "");
  const [only, ...others] = chapter.facades;
  const facade = others.length === 0 ? only : titles.shift()?.replace(/,.*/, "");
  const rules = test.annotations.filter(({ type }) => type === RULE);
  return rules.map(({ description = "" }) => ({
    chapter,
    rule: description,
    facade: facade ?? "",
    test: `${name}: ${titles.join(", ")}`,
  }));
}

/** Where rows and tests of a chapter do not fit together. */
function faultsOf(chapter: Chapter, all: readonly Proof[]): string[] {
  const proofs = all.filter((proof) => proof.chapter === chapter);
  const rows = rowsOf(chapter);
  const faults = proofs
    .filter(({ rule }) => !rows.some(({ id }) => id === rule))
    .map(({ rule, test }) => `“${test}” names ${rule}, and there is no such row`);
  for (const { id } of rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) !== index)) {
    faults.push(`there are two rows ${id}`);
  }
  for (const { id, state, facades = chapter.facades } of rows) {
    if (state === "later") continue;
    for (const facade of facades) {
      if (!proofs.some((proof) => proof.rule === id && proof.facade === facade)) faults.push(`no test of ${facade} names ${id}`);
    }
  }
  return [...new Set(faults)];
}

const rowsOf = ({ sections }: Chapter): readonly Row[] => sections.flatMap(({ rows }) => rows);

/** The rows that are not kept, or not yet. */
const missing = (chapter: Chapter): readonly Row[] => rowsOf(chapter).filter(({ state }) => state !== "works");

function gaps(): string {
  const gaps = CHAPTERS.flatMap((chapter) =>
    missing(chapter).map(({ call, behaviour, note, state, facades = chapter.facades }) => ({ call, behaviour, note, state, facades })),
  );
  return `${JSON.stringify(gaps, null, 2)}\n`;
}

function pageOf(proofs: readonly Proof[]): string {
  return `<!-- Written by script/compat from end2end/compat and the tests; changes by hand are lost. -->

# Compatibility

A page made for one of these chats keeps its code: it changes the host name in its script tag, and the id if the site has
another one here.

Every row names the tests that prove it; they run on a page of another origin, against the real server, with an operator at a
desk. \`samples\` are the vendor's own pages: every piece of code on them runs as it stands but for host and id.

*works*: it does what the row says. *accepted*: it may be there and does nothing. *later*: it comes with another feature.

${CHAPTERS.map((chapter) => chapterOf(chapter, proofs)).join("\n\n")}
`;
}

function chapterOf(chapter: Chapter, proofs: readonly Proof[]): string {
  const { title, about, tests, sections } = chapter;
  return `## ${title}

${about}

The tests are in \`${tests}\`.

${sections.map(({ title, about, rows }) => `### ${title}\n\n${about}\n\n${tableOf(rows, proofs)}`).join("\n\n")}

### What is not there

${missing(chapter).map(gapOf).join("\n")}`;
}

const gapOf = ({ call, state, behaviour, note }: Row): string =>
  `- ${call} (*${state}*): ${[behaviour, note].filter((text) => text !== undefined).join(" ")}`;

function tableOf(rows: readonly Row[], proofs: readonly Proof[]): string {
  return table(
    ["row", "call", "behaviour", "state", "tests"],
    rows.map(({ id, call, behaviour, state, note, facades }) => {
      const only = facades === undefined ? undefined : `${facades.join(", ")} only.`;
      const tests = [...new Set(proofs.filter(({ rule }) => rule === id).map(({ test }) => test))];
      return [id, call, [behaviour, note, only].filter((text) => text !== undefined).join(" "), state, tests.join("<br>")];
    }),
  );
}
