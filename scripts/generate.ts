import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { GENERATED_FILES, GENERATED_FOLDERS, ROOT } from "./generated-files.ts";
import { removeLeftovers, writeGenerated } from "./write-generated.ts";

const USAGE = `Usage: npm run generate [-- [--check] [docs] [api]]

Writes what is derived from code; without a group, all of it. --check writes nothing and exits 1 when a file is stale.
`;

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((group) => group !== "docs" && group !== "api");
if (values.help || unknown.length > 0) {
  (values.help ? process.stdout : process.stderr).write(USAGE);
  process.exit(values.help ? 0 : 1);
}

const files = GENERATED_FILES.filter(({ group }) => positionals.length === 0 || positionals.includes(group));
if (files.some(({ group }) => group === "api")) {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const build = spawnSync(process.execPath, [tsc, "-b", join(ROOT, "packages/exporter-kit")], { stdio: "inherit" });
  if (build.status !== 0) process.exit(1);
}
const mode = values.check ? "check" : "write";
const leftovers = removeLeftovers(ROOT, GENERATED_FOLDERS, GENERATED_FILES, mode);
for (const path of leftovers) {
  process.stdout.write(values.check ? `${path} has no source any more: run npm run generate\n` : `removed ${path}\n`);
}
const stale = await writeGenerated(ROOT, files, mode);
for (const path of stale) {
  process.stdout.write(values.check ? `${path} is stale: run npm run generate\n` : `wrote ${path}\n`);
}
if (values.check && stale.length + leftovers.length > 0) process.exitCode = 1;
