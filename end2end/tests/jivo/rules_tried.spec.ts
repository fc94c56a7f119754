/** One law of rules (CONTRACT 1.7), written in the page's language and in the server's: both must say the same. */

import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

import { jivoStage } from "../../jivo/stage";

const set = jivoStage("law");

/** Rules with the facts to judge them by, and which of them fire. */
interface Judged {
  readonly trial: { readonly rules: readonly unknown[]; readonly facts: unknown };
  readonly fires: readonly boolean[];
}

/** What the browser runs: the annex' own files. */
interface Law {
  /** Judges the random cases of these seeds. */
  readonly judge: (from: number, to: number) => Judged[];
}

const ENTRY = `
  import { fires } from "./condition";
  import { randomCase } from "./random_rules";
  import { readRules } from "./rule";
  export const judge = (from, to) =>
    Array.from({ length: to - from }, (_, index) => {
      const trial = randomCase(from + index);
      return { trial, fires: readRules(trial.rules).map((rule) => fires(rule, trial.facts)) };
    });
`;
const CASES = 1000;
/** As many as fit into the body of a request. */
const BATCH = 20;

test("of a thousand random sets of rules the same ones fire in the browser and on the server", async () => {
  const { page } = set.desk;
  const resolveDir = fileURLToPath(new URL("../../../frontend/embed/src/annex", import.meta.url));
  const bundle = await build({
    stdin: { contents: ENTRY, resolveDir },
    bundle: true,
    format: "iife",
    globalName: "law",
    target: "es2022",
    write: false,
  });
  await page.evaluate(bundle.outputFiles[0]?.text ?? "");

  let fired = 0;
  for (let from = 0; from < CASES; from += BATCH) {
    const { judged, said } = await page.evaluate(
      async ({ from, to }) => {
        const judged = (window as unknown as { law: Law }).law.judge(from, to);
        const response = await fetch("/api/rule/try", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ input: judged.map(({ trial }) => trial) }),
        });
        return { judged, said: (await response.json()) as unknown };
      },
      { from, to: from + BATCH },
    );
    if (!Array.isArray(said)) throw new Error(`from seed ${from} the server says ${JSON.stringify(said)}`);
    for (const [index, { trial, fires }] of judged.entries()) {
      expect(said[index], `seed ${from + index}: ${JSON.stringify(trial)}`).toEqual(fires);
      fired += fires.filter(Boolean).length;
    }
  }
  expect(fired).toBeGreaterThan(CASES / 2);
});
