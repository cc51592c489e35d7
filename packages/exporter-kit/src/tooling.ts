import type { OptionSpecs } from "@sightglass/metrics-registry";
import type { YamlValue } from "./config/yaml-tree.ts";
import type { CommandInput, CommandSpec } from "./flags/command-line.ts";
import type { Program } from "./program/define-program.ts";
import type { InspectedConfiguration, InspectRequest } from "./program/inspect-configuration.ts";

// What commands about agents need and agents themselves do not: each is loaded when it is first called.

/**
 * Reads the command line of a command in the form that agents have. Neither environment nor files set its options.
 *
 * @param argv arguments after the command's name.
 * @returns what was given, or the help text when that was asked for; rejects with a UsageError that names the argument.
 */
export async function readCommandLine<const Specs extends OptionSpecs>(
  argv: readonly string[],
  spec: CommandSpec<Specs>,
): Promise<CommandInput<Specs>> {
  return (await import("./flags/command-line.ts")).readCommandLine(argv, spec);
}

/**
 * Reads a configuration file as a program would, and shows what comes of it. Nothing is started. Rejects with a
 * UsageError for everything that is wrong with the file.
 */
export async function inspectConfiguration(program: Program, request: InspectRequest): Promise<InspectedConfiguration> {
  return (await import("./program/inspect-configuration.ts")).inspectConfiguration(program, request);
}

/**
 * The agent that a configuration file names by its key `agent`, if it names one. Rejects with a UsageError when the file
 * cannot be read.
 */
export async function agentOfConfigFile(file: string): Promise<string | undefined> {
  return (await import("./config-file.ts")).agentOfConfigFile(file);
}

/**
 * Parses a text of any number of YAML documents, as rule files and manifests are. Aliases are put in, up to a bound on
 * the values of a document; duplicate keys are refused. Rejects with a UsageError that names file and line.
 */
export async function parseYamlDocuments(file: string, text: string): Promise<readonly YamlValue[]> {
  return (await import("./config/yaml-tree.ts")).parseYamlDocuments(file, text);
}
