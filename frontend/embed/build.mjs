// Builds the bundles into <site>/embed, each with its .br and .gz beside it.
// The same sources give the same bytes, so that names by content stay valid from build to build.

import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const site = process.env.USHER_SITE_DIR ?? join(here, "../../target/site");
const out = join(resolve(site), "embed");

/**
 * A script on customers' pages has a fixed name for ever and puts nothing but its global on the page (IIFE); what our
 * own documents load is named by its content and cached for ever. `most` is the budget in bytes of brotli; a build
 * above it fails. A script comes before the one that names it: panel and annex before the frame's, scenes and guest before
 * the annex.
 */
const bundles = [
  { name: "usher", entry: "src/facade/usher.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "svyazio", entry: "src/facade/svyazio.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "chatra", entry: "src/facade/chatra.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "brevo-conversations", entry: "src/facade/brevo.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "jivo", entry: "src/facade/jivo.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "OOWidget", entry: "src/facade/owidget.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "clientchat", entry: "src/facade/onwebchat.ts", format: "iife", hashed: false, most: 6_000 },
  { name: "panel", entry: "src/frame/panel.ts", format: "esm", hashed: true, most: 3_000 },
  { name: "scenes", entry: "src/scenes/scenes.ts", format: "esm", hashed: true, most: 3_000 },
  { name: "guest", entry: "src/guest/guest.ts", format: "esm", hashed: true, most: 2_000 },
  { name: "annex", entry: "src/annex/annex.ts", format: "esm", hashed: true, most: 10_000 },
  { name: "frame", entry: "src/frame/frame.ts", format: "esm", hashed: true, most: 9_400 },
  { name: "desk", entry: "src/desk.ts", format: "esm", hashed: true, most: 9_000 },
  { name: "mobile", entry: "src/mobile.ts", format: "iife", hashed: true, most: 1_000 },
  { name: "preview", entry: "src/preview.ts", format: "iife", hashed: true, most: 2_000 },
];

/** `import css from "./x.css?inline"`: the sheet, minified, as a string; the same words mean the same to vitest. */
const inlineCss = {
  name: "inline-css",
  setup(builder) {
    builder.onResolve({ filter: /\.css\?inline$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -"?inline".length)),
      namespace: "inline-css",
    }));
    builder.onLoad({ filter: /./, namespace: "inline-css" }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text", watchFiles: [path] };
    });
  },
};

/** What makes the loaders smaller: none of their functions is called with `new`, so arrows do the same. */
const tight = { unsafe_arrows: true, hoist_funs: true };

/** A second look at what esbuild has made: functions that are called once go where they are called. A 20th of the bytes. */
async function squeeze(text, module) {
  const compress = { passes: 3, ...(module ? {} : tight) };
  const { code } = await minify(text, { module, toplevel: true, ecma: 2020, compress });
  return Buffer.from(code);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(2)} kB`;

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

/** Addresses of scripts that later ones name. */
const addresses = { panel: "", scenes: "", guest: "", annex: "" };
for (const { name, entry, format, hashed, most } of bundles) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    plugins: [inlineCss],
    // Our own scripts, by the addresses that they will have.
    external: ["/assets/*"],
    define: {
      PANEL_SCRIPT: JSON.stringify(addresses.panel),
      GUEST_SCRIPT: JSON.stringify(addresses.guest),
      SCENES_SCRIPT: JSON.stringify(addresses.scenes),
      ANNEX_SCRIPT: JSON.stringify(addresses.annex),
    },
    write: false,
  });
  const code = await squeeze(outputFiles[0].text, format === "esm");
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 12);
  const file = join(out, hashed ? `${name}.${hash}.js` : `${name}.js`);
  if (name in addresses) addresses[name] = `/assets/${basename(file)}`;
  const brotli = brotliCompressSync(code, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: code.length },
  });
  await writeFile(file, code);
  await writeFile(`${file}.br`, brotli);
  await writeFile(`${file}.gz`, gzipSync(code, { level: 9 }));
  console.log(
    `${name.padEnd(19)} ${kilobytes(code.length).padStart(9)}  ${kilobytes(brotli.length).padStart(8)} brotli`,
  );
  if (brotli.length > most) {
    console.error(`${name} is above its budget of ${kilobytes(most)}.`);
    process.exitCode = 1;
  }
}
