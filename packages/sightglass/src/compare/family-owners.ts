import { exemptFamilies, type Program } from "@sightglass/exporter-kit";
import { describeDefinition, type CollectorDefinition } from "@sightglass/metrics-registry";

/** Who gives a family. */
export type FamilyOwner =
  | {
      readonly kind: "collector";
      readonly name: string;
      readonly definition: CollectorDefinition;
      readonly agent: string;
    }
  | { readonly kind: "program"; readonly name: string }
  | { readonly kind: "prefix"; readonly name: string };

/** Finds the owner of a family by its name. */
export type FindOwner = (family: string) => FamilyOwner;

/** Families in which programs tell about themselves, whatever they export. */
const OWN_PREFIXES = ["go_", "process_", "promhttp_", "nodejs_", "sightglass_", "python_", "jvm_"];
const PROGRAM: FamilyOwner = { kind: "program", name: "about the program itself" };

/** The first two parts of a name: as near to a collector as a name tells. */
function prefixOf(family: string): string {
  const parts = family.split("_");
  return parts.length < 3 ? family : `${parts.slice(0, 2).join("_")}_*`;
}

interface Declared {
  readonly names: Map<string, FamilyOwner>;
  /** Of dynamic families, longest prefix first. */
  readonly prefixes: { readonly prefix: string; readonly owner: FamilyOwner }[];
}

function declare(declared: Declared, program: Program): void {
  for (const definition of program.collectors) {
    const owner: FamilyOwner = { kind: "collector", name: definition.name, definition, agent: program.command };
    for (const family of definition.families) {
      for (const { name } of describeDefinition(family, definition.name)) {
        if (name.endsWith("*")) {
          declared.prefixes.push({ prefix: name.slice(0, -1), owner });
        } else {
          declared.names.set(name, owner);
        }
      }
    }
  }
  for (const name of [...exemptFamilies(program), program.buildInfoFamily]) {
    declared.names.set(name, PROGRAM);
  }
}

/** Makes the finder over what agents' definitions declare; a family that none declares belongs to its prefix. */
export function createOwnerFinder(programs: readonly Program[]): FindOwner {
  const declared: Declared = { names: new Map(), prefixes: [] };
  for (const program of programs) {
    declare(declared, program);
  }
  declared.prefixes.sort((a, b) => b.prefix.length - a.prefix.length);
  return (family) => {
    const known =
      declared.names.get(family) ?? declared.prefixes.find(({ prefix }) => family.startsWith(prefix))?.owner;
    if (known !== undefined) {
      return known;
    }
    const isOwn = OWN_PREFIXES.some((prefix) => family.startsWith(prefix)) || family.endsWith("_build_info");
    return isOwn ? PROGRAM : { kind: "prefix", name: prefixOf(family) };
  };
}
