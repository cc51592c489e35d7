import type { OptionSpecs } from "@sightglass/metrics-registry";
import {
  agentOfConfigFile,
  escapeControl,
  inspectConfiguration,
  UsageError,
  type CommandSpec,
  type Program,
} from "@sightglass/exporter-kit";
import { AGENTS, type Agent } from "../agents.ts";
import type { CommandContext } from "../command-context.ts";
import { runCommand, type CommandRun } from "../run-command.ts";
import { readClientSettings } from "../target/client-settings.ts";
import { TargetError } from "../target/target-error.ts";
import { HTTP_OPTIONS } from "../target/target-options.ts";
import { estimateReload } from "./estimate-reload.ts";
import { readRunning } from "./read-running.ts";
import { renderCheckJson, renderCheckText, type CheckReport } from "./report.ts";

const MAIN = {
  agent: {
    flag: "agent",
    type: "string",
    default: "",
    placeholder: "NAME",
    help: "Agent that the file is for; else its key agent says so, or there is only one agent.",
  },
  against: {
    flag: "against",
    type: "string",
    default: "",
    placeholder: "URL",
    help: "Running agent: what reading this file would change in it.",
  },
  collect: {
    flag: "collect",
    type: "boolean",
    default: true,
    help: "With --against, run collectors that would start or change once on this machine, to estimate their series.",
  },
  all: {
    flag: "all",
    type: "boolean",
    default: false,
    help: "Print options at their defaults too.",
  },
  format: { flag: "format", type: "choice", default: "text", choices: ["text", "json"], help: "Form of the report." },
} as const satisfies OptionSpecs;

/** The command line of `sightglass check`. */
export const CHECK_SPEC = {
  usage: "sightglass check",
  operands: ["CONFIG"],
  description:
    "Reads a configuration file as an agent would, prints the configuration that comes of it and, against a running\nagent, what a reload would change.",
  sections: { Check: MAIN, "How the agent is asked": HTTP_OPTIONS },
  options: { ...MAIN, ...HTTP_OPTIONS },
  notes: [
    "The running agent is asked for /-/config. Its own flags and environment beat the file, as in a reload.",
    "Exit codes: 0 the file is right, 1 it is not, 2 the running agent could not be asked.",
    "sightglass check agent.yml --against http://127.0.0.1:9100",
  ],
} as const satisfies CommandSpec<OptionSpecs>;

async function chooseAgent(file: string, named: string): Promise<Program> {
  const inFile = await agentOfConfigFile(file);
  if (named !== "" && inFile !== undefined && named !== inFile) {
    throw new UsageError(`the file is for the agent ${inFile}, and --agent says ${named}`);
  }
  const agents = AGENTS.filter((agent): agent is Extract<Agent, { kind: "module" }> => agent.kind === "module");
  const name = named === "" ? inFile : named;
  const names = agents.map(({ command }) => command).join(", ");
  const agent = name === undefined && agents.length === 1 ? agents[0] : agents.find(({ command }) => command === name);
  if (agent === undefined) {
    throw new UsageError(
      name === undefined
        ? `which agent is the file for? Give --agent or a key agent; there are ${names}`
        : `unknown agent ${name}; there is ${names}`,
    );
  }
  return agent.load();
}

async function run({ operands, values }: CommandRun<(typeof CHECK_SPEC)["options"]>): Promise<CheckReport> {
  const file = operands[0] ?? "";
  const program = await chooseAgent(file, values.agent);
  if (values.against === "") {
    const { configuration, warnings, verify } = await inspectConfiguration(program, { file });
    await verify();
    return { file, configuration, warnings };
  }
  const running = await readRunning(values.against, await readClientSettings(values));
  if (running.agent !== program.command) {
    throw new TargetError(`${values.against} is the agent ${running.agent}, and the file is for ${program.command}`);
  }
  const inspected = await inspectConfiguration(program, { file, running: running.options });
  await inspected.verify();
  const { change, estimated } = await estimateReload(program, inspected, running, values.collect);
  const { configuration, warnings } = inspected;
  return { file, configuration, warnings, change, estimated };
}

/** `sightglass check`: 0 the file is right, 1 it is not, 2 the running agent could not be asked. */
export function check(argv: readonly string[], context: CommandContext): Promise<number> {
  return runCommand(CHECK_SPEC, argv, context, {
    failure: 1,
    run: async (input) => {
      let report: CheckReport;
      try {
        report = await run(input);
      } catch (error) {
        if (error instanceof TargetError) {
          context.stderr(`${CHECK_SPEC.usage}: error: ${escapeControl(error.message)}\n`);
          return 2;
        }
        throw error;
      }
      const { format, all } = input.values;
      context.stdout(format === "json" ? renderCheckJson(report) : renderCheckText(report, all));
      return 0;
    },
  });
}
