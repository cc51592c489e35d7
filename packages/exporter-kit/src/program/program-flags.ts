import type { CollectorDefinition, OptionSpec } from "@sightglass/metrics-registry";
import { createFlagTable, flagEntries, type FlagEntry, type FlagTable } from "../flags/flag-table.ts";
import type { Program } from "./define-program.ts";
import { globalOptionSpecs, NOT_IN_FILE } from "./global-options.ts";

/** Flag that switches a collector. */
export const collectorFlag = (name: string): string => `collector.${name}`;

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  left.name < right.name ? -1 : 1;

const switchSpec = (flag: string, enabled: boolean, help: string, hidden = false): OptionSpec => ({
  flag,
  type: "boolean",
  default: enabled,
  help,
  hidden,
});

function collectorEntries(collectors: readonly CollectorDefinition[], enabledByDefault: boolean): FlagEntry[] {
  const section = `Collectors that are ${enabledByDefault ? "on" : "off"} by default`;
  return collectors
    .filter((collector) => collector.enabledByDefault === enabledByDefault)
    .toSorted(byName)
    .map(({ name, help }) => ({
      name: collectorFlag(name),
      spec: switchSpec(collectorFlag(name), enabledByDefault, help),
      section,
      inFile: true,
    }));
}

/** All flags of a program: the ones that every program has, its own, and those of its collectors. */
export function programFlags(program: Program): FlagTable {
  const collectors = program.collectors.toSorted(byName);
  return createFlagTable([
    ...flagEntries(globalOptionSpecs(program), "General flags", NOT_IN_FILE),
    ...flagEntries(program.options, "Source"),
    ...collectorEntries(collectors, true),
    ...collectorEntries(collectors, false),
    ...collectors.flatMap((collector) => flagEntries(collector.options, "Options of collectors")),
  ]);
}
