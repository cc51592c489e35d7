import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Writes files into a new folder, away from every node_modules, and gives their paths by name. */
export function moduleFolder<Name extends string>(files: Readonly<Record<Name, string>>): Record<Name, string> {
  const folder = mkdtempSync(join(tmpdir(), "collector-modules-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths: Record<string, string> = {};
  for (const [name, text] of Object.entries<string>(files)) {
    paths[name] = join(folder, name);
    writeFileSync(paths[name], text);
  }
  return paths;
}

/** A module with one collector that has one family, and whatever else is put into it. */
export const simpleModule = (name: string, more = "", family = `test_${name}`): string => `
export default ({ defineCollector }) => defineCollector({
  name: "${name}",
  help: "A number of one's own.",
  enabledByDefault: true,
  ${more}
  read: () => 7,
  families: (family) => [
    family({ name: "${family}", type: "gauge", help: "Seven.", samples: (value, emit) => emit(value) }),
  ],
});
`;
