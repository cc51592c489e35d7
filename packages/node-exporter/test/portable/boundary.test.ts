import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");
const LIBRARY = ["system", "information"].join("");
/** Any way in which code can load it: import, export from, import(), require. */
const LOADS = new RegExp(`(?:from|import|require(?:\\.resolve)?)\\s*\\(?\\s*["'\`]${LIBRARY}(?:/[^"'\`]*)?["'\`]`);

const sources = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:[cm]?[jt]s)$/.test(path) && !/(?:^|\/)(?:node_modules|dist)\//.test(path))
    .map((path) => `${folder}/${path}`);

const packages = readdirSync(join(ROOT, "packages")).map((name) => `packages/${name}`);

test("one file alone imports the library that starts shells, when it is called and not before", () => {
  const importing = [...packages, "scripts", "test"]
    .flatMap(sources)
    .filter((path) => LOADS.test(readFileSync(join(ROOT, path), "utf8")));
  expect(importing).toEqual(["packages/node-exporter/src/portable/system-information.ts"]);
  const text = readFileSync(join(ROOT, importing[0] as string), "utf8");
  expect(text).toContain(`await import("${LIBRARY}")`);
  expect(text).not.toMatch(new RegExp(`^import .*["']${LIBRARY}["']`, "m"));
});

test("nothing reaches its arguments: the calls have none, or one that is written there", () => {
  const path = join(ROOT, "packages/node-exporter/src/portable/system-information.ts");
  const calls = [...readFileSync(path, "utf8").matchAll(/tools\.(\w+)\(([^)]*)\)/g)].map(([, name, given]) => [
    name,
    given,
  ]);
  expect(calls).toEqual([
    ["mem", ""],
    ["fsSize", ""],
    ["fsStats", ""],
    ["disksIO", ""],
    ["networkStats", '"*"'],
    ["osInfo", ""],
  ]);
});

test("only the folder of portable collectors knows the file, and the program loads it late", () => {
  const knowing = sources("packages/node-exporter/src").filter((path) =>
    readFileSync(join(ROOT, path), "utf8").includes("system-information.ts"),
  );
  expect(knowing).toEqual(["packages/node-exporter/src/program.ts"]);
  const program = readFileSync(join(ROOT, knowing[0] as string), "utf8");
  expect(program).toContain('await import("./portable/system-information.ts")');
  expect(program).not.toMatch(/^import .*"\.\/portable\//m);
});
