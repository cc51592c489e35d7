import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";

const PACKAGES = fileURLToPath(new URL("../../", import.meta.url));

describe.each([
  ["sightglass/bin/sightglass.js", "sightglass"],
  ["node-exporter/bin/node-exporter.js", "sightglass-node-exporter"],
])("%s", (path, name) => {
  const file = join(PACKAGES, path);

  /** The bin in a package of its own, with `main` as its built code. */
  function run(main: string | undefined) {
    const folder = mkdtempSync(join(tmpdir(), "bin-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    copyFileSync(file, join(folder, "bin/bin.js"));
    if (main !== undefined) {
      mkdirSync(join(folder, "dist"));
      writeFileSync(join(folder, "dist/main.js"), main);
    }
    return spawnSync(join(folder, "bin/bin.js"), ["--flag"], { encoding: "utf8", timeout: 20_000 });
  }

  it("is executable and starts node with the settings of the process budget", () => {
    expect(statSync(file).mode & 0o111).toBe(0o111);
    expect(readFileSync(file, "utf8").split("\n")[0]).toBe(
      "#!/usr/bin/env -S UV_THREADPOOL_SIZE=32 node --single-threaded-gc",
    );
  });

  it("runs the built code in such a process", () => {
    const { status, stdout } = run(
      "console.log(process.env.UV_THREADPOOL_SIZE, process.execArgv, process.argv.slice(2)); process.exitCode = 3;",
    );
    expect(stdout).toBe("32 [ '--single-threaded-gc' ] [ '--flag' ]\n");
    expect(status).toBe(3);
  });

  it("says how to build it when it is not built", () => {
    const { status, stdout, stderr } = run(undefined);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`${name} is not built yet: run npm run build\n`);
  });
});
