import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./paths.ts";

/** Builds all packages, in no time when they are built. Test files that run side by side take turns. */
export function ensureBuilt(): void {
  const cache = join(REPOSITORY, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  execFileSync("flock", ["-w", "300", join(cache, "e2e-build.lock"), "npm", "run", "--silent", "build"], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 400_000,
  });
}
