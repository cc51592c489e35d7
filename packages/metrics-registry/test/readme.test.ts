import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(ts|text)\n(.*?)^```$/gms)].map(([, kind, text = ""]) => ({ kind, text }));

/** Each example with the lines that the block behind it says it prints. */
const examples = blocks.flatMap(({ kind, text }, index) => {
  const printed = blocks[index + 1];
  if (kind !== "ts") return [];
  if (printed?.kind !== "text") throw new Error("An example does not say what it prints");
  return [{ file: `example-${index}.ts`, text, printed: printed.text.trimEnd().split("\n") }];
});

const folder = mkdtempSync(join(tmpdir(), "sightglass-"));

beforeAll(() => {
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = {
    noEmit: true,
    emitDeclarationOnly: false,
    composite: false,
    declaration: false,
    declarationMap: false,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(ROOT, "tsconfig.base.json"),
      compilerOptions,
      files: examples.map(({ file }) => file),
    }),
  );
  for (const { file, text } of examples) writeFileSync(join(folder, file), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(join(ROOT, "node_modules/.bin", program), args, {
    cwd: folder,
    encoding: "utf8",
    timeout: 30_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

test("there are examples", () => {
  expect(examples.length).toBeGreaterThanOrEqual(3);
});

test("the examples compile under the strict settings", () => {
  expect(run("tsc", "-p", ".")).toEqual({ status: 0, output: "" });
}, 60_000);

test.each(examples)(
  "$file prints what the README says",
  ({ file, printed }) => {
    const { status, output } = run("tsx", "--conditions=source", file);
    expect(output.split("\n")).toEqual(expect.arrayContaining(printed));
    expect(status).toBe(0);
  },
  60_000,
);
