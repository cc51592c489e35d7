import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { insertCollector } from "./insert-collector.ts";

const TEMPLATES = join(import.meta.dirname, "templates");
const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
/** Words that cannot name the exported constant. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in index instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** What is written for a collector, by template, relative to its package. */
function targets(kebab: string): readonly (readonly [template: string, path: string])[] {
  return [
    ["parser.ts.template", `src/procfs/${kebab}.ts`],
    ["parser.test.ts.template", `test/procfs/${kebab}.test.ts`],
    ["collector.ts.template", `src/collectors/${kebab}.ts`],
    ["collector.test.ts.template", `test/collectors/${kebab}.test.ts`],
    ["fixture.template", `test/fixtures/${kebab}/proc/${kebab}`],
  ];
}

/**
 * Writes parser, collector, their tests and a fixture from the package's templates, and the line in its list. `root` is
 * the workspace's. Returns the paths that were written; throws, with nothing written, when the package has no
 * templates, the name is none, or a file of it exists.
 */
export function createCollector(root: string, packageName: string, name: string): readonly string[] {
  const templates = join(TEMPLATES, packageName);
  if (!/^[a-z-]+$/.test(packageName) || !existsSync(templates)) {
    throw new Error(`There are no templates for "${packageName}"`);
  }
  if (!NAME.test(name)) throw new Error(`"${name}" is no collector name: use snake case, such as my_source`);
  const kebab = name.replaceAll("_", "-");
  const camel = name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  if (RESERVED.has(camel)) throw new Error(`"${name}" is a word of the language`);
  const home = join(root, "packages", packageName);
  const files = targets(kebab);
  const taken = files.find(([, path]) => existsSync(join(home, path)));
  if (taken !== undefined) throw new Error(`packages/${packageName}/${taken[1]} exists`);
  const list = join(home, "src/collectors/index.ts");
  const listText = insertCollector(readFileSync(list, "utf8"), camel, kebab);
  const values: Readonly<Record<string, string>> = {
    name,
    kebab,
    camel,
    Pascal: camel.charAt(0).toUpperCase() + camel.slice(1),
  };
  for (const [template, path] of files) {
    const text = readFileSync(join(templates, template), "utf8").replaceAll(
      /\{\{(\w+)\}\}/g,
      (_, key: string) => values[key] ?? "",
    );
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  writeFileSync(list, listText);
  return [...files.map(([, path]) => path), "src/collectors/index.ts"].map((path) => `packages/${packageName}/${path}`);
}
