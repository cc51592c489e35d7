import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createCollector } from "./create-collector.ts";

const ROOT = join(import.meta.dirname, "..");

/** A workspace that has the node exporter's sources and tests only. */
function copyOfWorkspace(): string {
  const root = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const path of ["package.json", "packages/node-exporter/src", "packages/node-exporter/test/support"]) {
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  return root;
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
): { readonly status: number; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(join(ROOT, "node_modules/.bin", program), args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    encoding: "utf8",
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  return { status: status ?? -1, output: `${stdout}${stderr}` };
}

test("what is written compiles, is formatted and linted, and its tests pass", () => {
  const root = copyOfWorkspace();
  const written = createCollector(root, "node-exporter", "my_source");
  expect(written).toEqual([
    "packages/node-exporter/src/procfs/my-source.ts",
    "packages/node-exporter/test/procfs/my-source.test.ts",
    "packages/node-exporter/src/collectors/my-source.ts",
    "packages/node-exporter/test/collectors/my-source.test.ts",
    "packages/node-exporter/test/fixtures/my-source/proc/my-source",
    "packages/node-exporter/src/collectors/index.ts",
  ]);
  const list = readFileSync(join(root, "packages/node-exporter/src/collectors/index.ts"), "utf8");
  expect(list).toContain('import { mySource } from "./my-source.ts";');
  expect(list).toContain("\n  mySource,\n");
  const sources = written.filter((path) => path.endsWith(".ts"));
  const base = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as { readonly compilerOptions: object };
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({
      extends: join(ROOT, "tsconfig.base.json"),
      compilerOptions: { ...base.compilerOptions, incremental: false, tsBuildInfoFile: null },
      files: sources,
    }),
  );
  for (const file of [".oxlintrc.json", ".oxfmtrc.json"]) cpSync(join(ROOT, file), join(root, file));
  const types = run("tsc", ["-p", "."], root);
  expect(types).toEqual({ status: 0, output: "" });
  expect(run("oxfmt", ["--check", ...sources], root).status).toBe(0);
  expect(run("oxlint", ["--deny-warnings", ...sources], root)).toMatchObject({ status: 0 });
  const tests = run("vitest", ["run", "--root", root, "--config", join(ROOT, "vitest.config.ts")], root);
  expect(tests.output).toContain("Test Files  2 passed (2)");
  expect(tests.status).toBe(0);
}, 120_000);

test("names that exist are refused and nothing changes", () => {
  const root = copyOfWorkspace();
  const list = join(root, "packages/node-exporter/src/collectors/index.ts");
  const before = readFileSync(list, "utf8");
  expect(() => createCollector(root, "node-exporter", "loadavg")).toThrow("loadavg.ts exists");
  expect(readFileSync(list, "utf8")).toBe(before);
});

test.each(["", "my-source", "mySource", "1st", "my__source", "../x", "class", "index"])(
  "the name %j is refused",
  (name) => {
    expect(() => createCollector(ROOT, "node-exporter", name)).toThrow(
      /is no collector name|is a word of the language/,
    );
  },
);

test.each(["", "nobody", "../node-exporter", "sightglass"])("the package %j is refused", (packageName) => {
  expect(() => createCollector(ROOT, packageName, "my_source")).toThrow("There are no templates for");
});
