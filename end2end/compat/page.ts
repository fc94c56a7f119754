/**
 * Writes `docs/compat.md` from the rows and the tests that name them, and for the dashboard a list of what does nothing;
 * `script/compat` runs it over a list of the tests. With `COMPAT=check` it writes nothing and fails where the two do not fit
 * together, or where a file is not what it would be.
 */

import type { FullResult, Reporter, Suite } from "@playwright/test/reporter";
import { readFile, writeFile } from "node:fs/promises";

import { root } from "../support/process.mjs";
import { type Facade, FACADES } from "./facades";
import { type Row, SECTIONS } from "./rows";
import { RULE } from "./rule";

const PAGE = "docs/compat.md";
/** What the install page reads. */
const GAPS = "app/src/settings/gaps.json";
const TESTS = "end2end/tests/compat";

/** A test, and whose page it runs on. */
interface Proof {
  readonly rule: string;
  readonly facade: string;
  readonly test: string;
}

/** The reporter: Playwright tells it of the tests and runs none. */
export default class CompatPage implements Reporter {
  private proofs: Proof[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.proofs = suite.allTests().flatMap((test) => {
      const [, , file = "", facade = "", ...titles] = test.titlePath();
      const name = file.replace(/^.*\//, "").replace(".spec.ts", "");
      const rules = test.annotations.filter(({ type }) => type === RULE);
      return rules.map(({ description = "" }) => ({
        rule: description,
        facade: facade.replace(/,.*/, ""),
        test: `${name}: ${titles.join(", ")}`,
      }));
    });
  }

  async onEnd(): Promise<{ status: FullResult["status"] }> {
    const faults = faultsOf(this.proofs);
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

/** Where rows and tests do not fit together. */
function faultsOf(proofs: readonly Proof[]): string[] {
  const rows = SECTIONS.flatMap(({ rows }) => rows);
  const faults = proofs
    .filter(({ rule }) => !rows.some(({ id }) => id === rule))
    .map(({ rule, test }) => `“${test}” names ${rule}, and there is no such row`);
  for (const { id } of rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) !== index)) {
    faults.push(`there are two rows ${id}`);
  }
  for (const { id, state, facades = FACADES.map(({ name }) => name) } of rows) {
    if (state === "later") continue;
    for (const facade of facades) {
      if (!proofs.some((proof) => proof.rule === id && proof.facade === facade)) faults.push(`no test of ${facade} names ${id}`);
    }
  }
  return [...new Set(faults)];
}

/** The rows that are not kept, or not yet. */
function missing(): readonly Row[] {
  return SECTIONS.flatMap(({ rows }) => rows).filter(({ state }) => state !== "works");
}

function gaps(): string {
  const gaps = missing().map(({ call, behaviour, note, state, facades }) => ({ call, behaviour, note, state, facades }));
  return `${JSON.stringify(gaps, null, 2)}\n`;
}

function pageOf(proofs: readonly Proof[]): string {
  return `<!-- Written by script/compat from end2end/compat/rows.ts and the tests in ${TESTS}; changes by hand are lost. -->

# Compatibility: Svyazio, Chatra, Brevo Conversations

A page made for one of these chats keeps its code: it changes the host name in its script tag, and the id if the site has
another one here. The native embed, \`Usher(…)\`, is the same interface under our own name.

${table(["", ...FACADES.map(({ name }) => `\`${name}\``)], [
  names("script", ({ script }) => script),
  names("configuration", ({ configs }) => configs),
  names("the site's id", ({ id }) => id ?? "orgId"),
  names("first data", ({ integration }) => integration),
  names("the visitor's own id", ({ clientId }) => clientId),
  names("hash", ({ hash }) => hash),
  names("element", ({ host }) => `#${host}`),
  names("classes in its shadow root", ({ prefix }) => ["launcher", "teaser", "window"].map((part) => `.${prefix}-${part}`)),
  names("z-index", ({ zIndex }) => String(zIndex)),
])}

Of two configuration objects the second wins, key by key. Keys, methods and events below have the same names in all four.

Every row names the tests that prove it, in \`${TESTS}\`; they run once for each of the four, on a page of another origin,
against the real server, with an operator at a desk. \`samples\` is the vendor's own page: every piece of code on it runs as it
stands but for host and id, and renamed, for the others.

*works*: it does what the row says. *accepted*: it may be there and does nothing. *later*: it comes with another feature.

${SECTIONS.map(({ title, about, rows }) => `## ${title}\n\n${about}\n\n${rowsOf(rows, proofs)}`).join("\n\n")}

## What is not there

${missing().map(({ call, state, behaviour, note }) => `- ${call} (*${state}*): ${[behaviour, note].filter((text) => text !== undefined).join(" ")}`).join("\n")}
`;
}

/** A row of the table of names. */
function names(what: string, of: (facade: Facade) => string | readonly string[]): string[] {
  return [
    what,
    ...FACADES.map((facade) =>
      [of(facade)]
        .flat()
        .map((name) => `\`${name}\``)
        .join(", "),
    ),
  ];
}

function rowsOf(rows: readonly Row[], proofs: readonly Proof[]): string {
  return table(
    ["row", "call", "behaviour", "state", "tests"],
    rows.map(({ id, call, behaviour, state, note, facades }) => {
      const only = facades === undefined ? undefined : `${facades.join(", ")} only.`;
      const tests = [...new Set(proofs.filter(({ rule }) => rule === id).map(({ test }) => test))];
      return [id, call, [behaviour, note, only].filter((text) => text !== undefined).join(" "), state, tests.join("<br>")];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
