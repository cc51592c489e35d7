// Joins the modules of one package, the one in the working directory, into a file for each of its entries and for what
// they load when first needed. Other packages stay imports. What this saves is in docs/architecture.md.
// Usage: node ../../scripts/bundle.mjs [more entries, such as src/main.ts]
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const OUT = "dist";
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const exported = Object.values(manifest.exports).map(({ source }) => source);
const entryPoints = [...new Set([...exported, ...process.argv.slice(2).map((path) => `./${path}`)])];

// A module that is gone must not stay behind in the published package.
for (const path of readdirSync(OUT, { recursive: true, encoding: "utf8" })) {
  if (/\.js(\.map)?$/.test(path)) rmSync(join(OUT, path));
}

await build({
  entryPoints,
  outdir: OUT,
  outbase: "src",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  sourcemap: "linked",
  logLevel: "warning",
});
