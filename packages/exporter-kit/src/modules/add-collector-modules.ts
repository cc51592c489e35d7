import type { CollectorDefinition } from "@sightglass/metrics-registry";
import type { Program } from "../program/define-program.ts";
import { exemptFamilies } from "../program/exempt-families.ts";
import { collectorFlag, programFlags } from "../program/program-flags.ts";
import { declaredNames } from "./check-families.ts";
import { CollectorModuleError } from "./collector-module.ts";
import { exportedDefinitions } from "./exported-definitions.ts";
import { importModule } from "./import-module.ts";
import { loadInTime } from "./load-in-time.ts";
import { readDefinition } from "./read-definition.ts";

/** Owner of each family name of a program, for messages. */
function familyOwners(program: Program): Map<string, string> {
  const owners = new Map<string, string>();
  for (const name of [...exemptFamilies(program), program.buildInfoFamily]) {
    owners.set(name, program.name);
  }
  for (const { name, families } of program.collectors) {
    for (const family of declaredNames(families)) {
      owners.set(family, `collector ${name}`);
    }
  }
  return owners;
}

function* clashes(program: Program, definition: CollectorDefinition): Generator<string> {
  const { name, options, families } = definition;
  const table = programFlags(program);
  if (program.collectors.some((other) => other.name === name)) {
    yield `name: there is a collector ${name} already`;
  } else if (table.find(collectorFlag(name)) !== undefined) {
    yield `name: the flag --${collectorFlag(name)} is taken`;
  }
  const own = new Set<string>([collectorFlag(name)]);
  for (const [key, spec] of Object.entries(options)) {
    for (const flag of [spec.flag, ...(spec.aliases ?? [])]) {
      if (table.find(flag) !== undefined || own.has(flag)) {
        yield `options.${key}: the flag --${flag} is taken`;
      }
      own.add(flag);
    }
  }
  const owners = familyOwners(program);
  for (const family of declaredNames(families)) {
    const owner = owners.get(family);
    if (owner !== undefined) {
      yield `families: ${family} is declared by ${owner} already`;
    }
    owners.set(family, "this collector");
  }
}

/**
 * A program with the collectors of modules beside its own. They are collectors like any other: flags, deadlines,
 * isolation, landing page, dry run.
 *
 * @param paths as the user gave them.
 * @throws CollectorModuleError for everything that is wrong with a module or goes against what is there.
 */
export async function addCollectorModules(program: Program, paths: readonly string[]): Promise<Program> {
  const collectors = [...program.collectors];
  const loaded = new Set(program.loaded);
  const extended: Program = { ...program, collectors, loaded };
  for (const path of paths) {
    const loading = importModule(path).then((exports) => exportedDefinitions(exports, path));
    for (const value of await loadInTime(loading, path)) {
      const definition = readDefinition(value, path);
      const faults = [...clashes(extended, definition)];
      if (faults.length > 0) {
        throw new CollectorModuleError(
          `collector module ${path}: collector ${definition.name} cannot be used: ${faults.join("; ")}`,
        );
      }
      collectors.push(definition);
      loaded.add(definition.name);
    }
  }
  return extended;
}
