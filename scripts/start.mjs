// Builds what is not built yet, then runs `sightglass node` with the given arguments.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const npm = process.env.npm_execpath;
const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];

// Turbo compares the sources with its cache, so a finished build costs a moment only.
const build = spawnSync(command, [...args, "run", "build"], {
  cwd: root,
  env: { ...process.env, DO_NOT_TRACK: "1" },
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
if (build.status === 0) {
  const { runChild } = await import("../packages/sightglass/dist/run-child.js");
  const bin = fileURLToPath(new URL("../packages/sightglass/bin/sightglass.js", import.meta.url));
  process.exitCode = await runChild(bin, ["node", ...process.argv.slice(2)]);
} else {
  process.stderr.write(`${build.stdout ?? ""}${build.stderr ?? ""}${build.error?.message ?? ""}\nThe build failed.\n`);
  process.exitCode = 1;
}
