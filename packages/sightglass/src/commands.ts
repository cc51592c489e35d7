import type { CommandContext } from "./command-context.ts";

/** Runs a command to its end and gives its exit code. It neither ends the process nor throws. */
export type RunCommand = (argv: readonly string[], context: CommandContext) => Promise<number>;

/** A command that is no agent: it runs once and ends. */
export interface Command {
  /** First argument: `sightglass <name>`. */
  readonly name: string;
  /** One sentence for `--help`. */
  readonly description: string;
  /** Loads its code: agents do without it. */
  readonly load: () => Promise<RunCommand>;
}

/** The commands, in the order in which `--help` lists them. */
export const COMMANDS: readonly Command[] = [
  {
    name: "compare",
    description: "What is missing, extra or different on one metrics page against another.",
    load: async () => (await import("./compare/command.ts")).compare,
  },
  {
    name: "preview",
    description: "Series and bytes of a metrics page, and what series rules would leave of them.",
    load: async () => (await import("./preview/command.ts")).preview,
  },
  {
    name: "check",
    description: "Whether a configuration file is right, and what a reload with it would change.",
    load: async () => (await import("./check/command.ts")).check,
  },
];
