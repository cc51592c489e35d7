import { defineCollector, type CollectorDefinition, type OptionSpecs } from "@sightglass/metrics-registry";
import { nearest } from "../nearest.ts";
import { checkFamilies } from "./check-families.ts";
import { checkOptions } from "./check-options.ts";
import { CollectorModuleError } from "./collector-module.ts";
import { described } from "./described.ts";

const NAME = /^[a-z][a-z0-9_]*$/;
const FIELDS = [
  "name",
  "help",
  "enabledByDefault",
  "options",
  "onFailure",
  "isSteady",
  "setup",
  "read",
  "lacks",
  "repeats",
  "families",
] as const;

type Fields = Readonly<Record<string, unknown>>;

function* headProblems(given: Fields): Generator<string> {
  const { name, help, enabledByDefault, onFailure, isSteady, setup, read, lacks, repeats } = given;
  if (typeof name !== "string" || !NAME.test(name)) {
    yield `name: ${described(name)} is no name in snake case, such as my_source`;
  }
  if (typeof help !== "string" || help.trim() === "") {
    yield `help: ${described(help)} is no sentence about what the collector exposes`;
  }
  if (enabledByDefault !== undefined && typeof enabledByDefault !== "boolean") {
    yield `enabledByDefault: ${described(enabledByDefault)} is neither true nor false`;
  }
  if (onFailure !== undefined && onFailure !== "keep" && onFailure !== "drop") {
    yield `onFailure: ${described(onFailure)} is neither "keep" nor "drop"`;
  }
  if (isSteady !== undefined && typeof isSteady !== "boolean") {
    yield `isSteady: ${described(isSteady)} is neither true nor false`;
  }
  if (setup !== undefined && typeof setup !== "function") {
    yield `setup: ${described(setup)} is no function`;
  }
  if (typeof read !== "function") {
    yield `read: ${described(read)} is no function`;
  }
  if (lacks !== undefined && typeof lacks !== "function") {
    yield `lacks: ${described(lacks)} is no function`;
  }
  if (repeats !== undefined && typeof repeats !== "function") {
    yield `repeats: ${described(repeats)} is no function`;
  }
}

function* unknownFields(given: Fields): Generator<string> {
  for (const field of Object.keys(given)) {
    if (!(FIELDS as readonly string[]).includes(field)) {
      const meant = nearest(field, FIELDS);
      yield `${field}: a collector has no such field${meant === undefined ? "" : `; did you mean ${meant}?`}`;
    }
  }
}

/** The families of a definition, or of a spec, which has a function that makes them. */
function familiesOf(given: Fields): { readonly families: unknown; readonly problems: readonly string[] } {
  if (typeof given["families"] !== "function") {
    return { families: given["families"], problems: checkFamilies(given["families"]) };
  }
  try {
    const { families } = defineCollector<never, OptionSpecs, unknown>(given as never);
    return { families, problems: checkFamilies(families) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { families: undefined, problems: [`families: the function threw: ${reason}`] };
  }
}

/**
 * Takes what a module exports for a definition: one that `defineCollector` made, or what that takes. A collector that
 * someone names on the command line is on unless it says otherwise.
 *
 * @throws CollectorModuleError that names every field with a fault.
 */
export function readDefinition(value: unknown, path: string): CollectorDefinition {
  if (typeof value !== "object" || value === null) {
    throw new CollectorModuleError(`collector module ${path}: ${described(value)} is no collector`);
  }
  const given = value as Fields;
  const name = typeof given["name"] === "string" ? given["name"] : "";
  const { families, problems } = familiesOf(given);
  const all = [
    ...headProblems(given),
    ...unknownFields(given),
    ...checkOptions(given["options"] ?? {}, `collector.${name === "" ? "NAME" : name}.`),
    ...problems,
  ];
  if (all.length > 0) {
    const title = name === "" ? "its collector" : `collector ${name}`;
    throw new CollectorModuleError(`collector module ${path}: ${title} cannot be used: ${all.join("; ")}`);
  }
  const spec = { enabledByDefault: true, ...given, families: () => families };
  return defineCollector<never, OptionSpecs, unknown>(spec as never);
}
