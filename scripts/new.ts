import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createCollector } from "./create-collector.ts";

const [packageName, name, ...rest] = process.argv.slice(2);
if (packageName === undefined || name === undefined || rest.length > 0) {
  process.stderr.write(
    "Usage: npm run new -- <package> <collector>, such as: npm run new -- node-exporter my_source\n",
  );
  process.exit(1);
}
try {
  const root = join(import.meta.dirname, "..");
  const written = createCollector(root, packageName, name);
  for (const path of written) process.stdout.write(`wrote ${path}\n`);
  // A long name can push a template's line over the width.
  spawnSync(join(root, "node_modules/.bin/oxfmt"), written, { cwd: root, stdio: "inherit" });
  process.stdout.write("Make the parser, the families and the fixture those of your source; then npm run generate.\n");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
