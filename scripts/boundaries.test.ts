import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const PACKAGES = ["metrics-registry", "exporter-kit", "node-exporter", "sightglass"];
const QUIET = { ...process.env, DO_NOT_TRACK: "1", NO_COLOR: "1" };

interface Imports {
  /** Path of the importing file, from the root. */
  readonly file: string;
  readonly text: string;
  /** A dependency that its package declares for it. */
  readonly dependency?: string;
}

/**
 * A workspace with the real rules and manifests, one more program, and one source file per package; the given file is
 * the only one that imports anything.
 */
function skeleton(imports?: Imports): string {
  const root = mkdtempSync(join(tmpdir(), "sightglass-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const file of ["package.json", "package-lock.json", "turbo.json", ".oxlintrc.json"]) {
    copyFileSync(join(ROOT, file), join(root, file));
  }
  const manifest = (folder: string): object =>
    JSON.parse(readFileSync(join(ROOT, "packages", folder, "package.json"), "utf8")) as object;
  const manifests = new Map(PACKAGES.map((folder) => [folder, manifest(folder)]));
  manifests.set("other-exporter", { ...manifest("node-exporter"), name: "@sightglass/other-exporter", bin: {} });
  for (const [folder, content] of manifests) {
    const home = `packages/${folder}`;
    let text = content as { name: string; dependencies: Record<string, string> };
    if (imports?.dependency !== undefined && imports.file.startsWith(`${home}/`)) {
      text = { ...text, dependencies: { ...text.dependencies, [imports.dependency]: "0.1.0" } };
    }
    write(`${home}/package.json`, JSON.stringify(text));
    const template = folder === "other-exporter" ? "node-exporter" : folder;
    copyFileSync(join(ROOT, "packages", template, "turbo.json"), join(root, home, "turbo.json"));
    write(`${home}/src/index.ts`, "export const value = 1;\n");
    write(`${home}/src/host.ts`, "export interface Host {}\nexport const host: Host = {};\n");
    mkdirSync(join(root, "node_modules/@sightglass"), { recursive: true });
    symlinkSync(join(root, home), join(root, "node_modules", text.name));
  }
  if (imports !== undefined) write(imports.file, imports.text);
  return root;
}

function run(program: string, args: readonly string[], cwd: string): { readonly ok: boolean; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync(join(ROOT, "node_modules/.bin", program), args, {
    cwd,
    env: QUIET,
    encoding: "utf8",
    timeout: 15_000,
  });
  if (error !== undefined) throw error;
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

const boundaries = (root: string): ReturnType<typeof run> => run("turbo", ["boundaries", "--skip-infer"], root);
const lint = (root: string): ReturnType<typeof run> => run("oxlint", ["packages"], root);

const REFUSED_BY_BOTH: readonly [string, Imports, string, string][] = [
  [
    "the registry importing the kit",
    {
      file: "packages/metrics-registry/src/index.ts",
      text: 'export { value } from "@sightglass/exporter-kit";\n',
      dependency: "@sightglass/exporter-kit",
    },
    "layer-2",
    "Imports point downwards",
  ],
  [
    "the kit importing a program",
    {
      file: "packages/exporter-kit/src/index.ts",
      text: 'export { value } from "@sightglass/node-exporter";\n',
      dependency: "@sightglass/node-exporter",
    },
    "layer-3",
    "Imports point downwards",
  ],
  [
    "a program importing another",
    {
      file: "packages/node-exporter/src/index.ts",
      text: 'export { value } from "@sightglass/other-exporter";\n',
      dependency: "@sightglass/other-exporter",
    },
    "layer-3",
    "Imports point downwards",
  ],
  [
    "a program importing the umbrella",
    {
      file: "packages/node-exporter/src/index.ts",
      text: 'export { value } from "@sightglass/cli";\n',
      dependency: "@sightglass/cli",
    },
    "umbrella",
    "Imports point downwards",
  ],
  [
    "a relative path into another package",
    {
      file: "packages/node-exporter/src/index.ts",
      text: 'export { value } from "../../metrics-registry/src/index.ts";\n',
    },
    "leaves the package",
    "Import a package through its name",
  ],
];

test.each(REFUSED_BY_BOTH)("%s is refused by turbo and by the linter", (_, imports, byTurbo, byLinter) => {
  const root = skeleton(imports);
  const turbo = boundaries(root);
  expect(turbo.output).toContain(byTurbo);
  expect(turbo.ok).toBe(false);
  const linter = lint(root);
  expect(linter.output).toContain(byLinter);
  expect(linter.ok).toBe(false);
});

test("a package that is imported and not declared is refused by turbo", () => {
  const { ok, output } = boundaries(
    skeleton({ file: "packages/exporter-kit/src/index.ts", text: 'export { default } from "koffi";\n' }),
  );
  expect(output).toContain("koffi");
  expect(ok).toBe(false);
});

const REFUSED_BY_LINTER: readonly [string, Imports, string][] = [
  [
    "a parser that reads files",
    { file: "packages/node-exporter/src/procfs/a.ts", text: 'export { readFileSync } from "node:fs";\n' },
    "A parser is pure",
  ],
  [
    "a parser that reaches outside its folder",
    { file: "packages/node-exporter/src/sysfs/a.ts", text: 'export { host } from "../host.ts";\n' },
    "A parser is pure",
  ],
  [
    "a parser that takes more than ParseError",
    {
      file: "packages/node-exporter/src/procfs/a.ts",
      text: 'import { defineCollector } from "@sightglass/metrics-registry";\ndefineCollector();\n',
    },
    "nothing of ours but ParseError",
  ],
  [
    "a collector that imports the host itself",
    { file: "packages/node-exporter/src/collectors/a.ts", text: 'import { host } from "../host.ts";\nhost;\n' },
    "gets its source as a parameter",
  ],
];

test.each(REFUSED_BY_LINTER)("%s is refused by the linter", (_, imports, message) => {
  const { ok, output } = lint(skeleton(imports));
  expect(output).toContain(message);
  expect(ok).toBe(false);
});

const ALLOWED: readonly [string, Imports | undefined][] = [
  ["no import", undefined],
  [
    "a program importing the kit",
    { file: "packages/node-exporter/src/index.ts", text: 'export { value } from "@sightglass/exporter-kit";\n' },
  ],
  [
    "the umbrella importing a program",
    { file: "packages/sightglass/src/index.ts", text: 'export { value } from "@sightglass/node-exporter";\n' },
  ],
  [
    "a parser importing ParseError and its neighbour",
    {
      file: "packages/node-exporter/src/procfs/a.ts",
      text: 'import { ParseError } from "@sightglass/metrics-registry";\nexport const error = ParseError;\nexport { b } from "./b.ts";\n',
    },
  ],
  [
    "a collector importing the host's type",
    {
      file: "packages/node-exporter/src/collectors/a.ts",
      text: 'import type { Host } from "../host.ts";\nexport const read = (host: Host): Host => host;\n',
    },
  ],
];

test.each(ALLOWED)("%s is allowed", (_, imports) => {
  const root = skeleton(imports);
  expect(boundaries(root)).toMatchObject({ ok: true });
  expect(lint(root)).toMatchObject({ ok: true });
});
