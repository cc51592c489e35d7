import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./paths.ts";

/** Builds all packages, in no time when they are built. Test files that run side by side take turns. */
export function ensureBuilt(): void {
  const cache = join(REPOSITORY, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, "e2e-build.lock");
  const build = spawnSync("flock", ["-w", "300", lock, "npm", "run", "--silent", "build"], {
    cwd: REPOSITORY,
    encoding: "utf8",
    timeout: 400_000,
  });
  if (build.status !== 0) {
    throw new Error(`the build failed (${build.status ?? build.error?.message}):\n${build.stdout}${build.stderr}`);
  }
}
