import {
  escapeControl,
  readCommandLine,
  UsageError,
  type CommandInput,
  type CommandSpec,
} from "@sightglass/exporter-kit";
import type { OptionSpecs } from "@sightglass/metrics-registry";
import type { CommandContext } from "./command-context.ts";

/** A command line that asks for work and not for help. */
export type CommandRun<Specs extends OptionSpecs> = Extract<CommandInput<Specs>, { readonly kind: "run" }>;

/**
 * Reads a command's line and runs it; help ends with 0. Whatever it throws is written as one line on standard error, and
 * the exit code is `failure`.
 */
export async function runCommand<const Specs extends OptionSpecs>(
  spec: CommandSpec<Specs>,
  argv: readonly string[],
  context: CommandContext,
  body: { readonly failure: number; readonly run: (input: CommandRun<Specs>) => Promise<number> },
): Promise<number> {
  try {
    const input = await readCommandLine(argv, spec);
    if (input.kind === "help") {
      context.stdout(input.text);
      return 0;
    }
    return await body.run(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = error instanceof UsageError ? `, try ${spec.usage} --help` : "";
    context.stderr(`${spec.usage}: error: ${escapeControl(reason)}${hint}\n`);
    return body.failure;
  }
}
