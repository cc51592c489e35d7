import { readFileSync } from "node:fs";
import { endProcess, escapeControl, nearest, runProgram } from "@sightglass/exporter-kit";
import { AGENTS, type Agent } from "./agents.ts";
import { COMMANDS, type Command } from "./commands.ts";
import { runChild } from "./run-child.ts";

/** What the command takes from its process. */
export interface CliContext {
  readonly agents: readonly Agent[];
  readonly commands: readonly Command[];
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const processContext: CliContext = {
  agents: AGENTS,
  commands: COMMANDS,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
};

/** The version of this package, in a folder of sources as in an installed one. */
function cliVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}

function helpText({ agents, commands }: CliContext): string {
  const names = [...agents.map(({ command }) => command), ...commands.map(({ name }) => name)];
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  const rows = agents.map(
    ({ command, description, kind }) =>
      `  ${command.padEnd(width)}${description}${kind === "child" ? " Runs as a child process of this command." : ""}`,
  );
  return [
    "usage: sightglass <agent> [<flags>]",
    "       sightglass <command> [<flags>] ...",
    "",
    "Prometheus agents on one registry and one server.",
    "",
    "Agents:",
    ...rows,
    "",
    "Commands:",
    ...commands.map(({ name, description }) => `  ${name.padEnd(width)}${description}`),
    "",
    "  sightglass <agent> --help   Print the flags of an agent, or of a command.",
    "  sightglass --version        Print the version.",
    "",
  ].join("\n");
}

function unknownAgent(name: string, { agents, commands }: CliContext): string {
  if (name.startsWith("-")) {
    return `sightglass: error: unknown flag ${escapeControl(name)}; flags of an agent follow its name, try sightglass --help\n`;
  }
  const names = [...agents.map(({ command }) => command), ...commands.map((command) => command.name)];
  const meant = nearest(name.replace(/[-_]?exporter$/, ""), names);
  const hint =
    meant === undefined
      ? `; there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`
      : `; did you mean ${meant}?`;
  return `sightglass: error: unknown agent or command ${escapeControl(name)}${hint}, try sightglass --help\n`;
}

async function runAgent(agent: Agent, argv: readonly string[], context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  if (agent.kind === "module") {
    return runProgram(await agent.load(), argv, { usage: `sightglass ${agent.command}`, stdout, stderr });
  }
  try {
    return await runChild(agent.bin(), argv);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    stderr(`sightglass: error: ${agent.command} cannot be started: ${escapeControl(reason)}\n`);
    return 1;
  }
}

/**
 * Runs the command and gives its exit code: that of the agent, 0 after help or version, 1 for an unknown or missing
 * agent.
 *
 * @param argv arguments after `sightglass`.
 */
export async function runCli(argv: readonly string[], given: Partial<CliContext> = {}): Promise<number> {
  const context: CliContext = { ...processContext, ...given };
  const [first, ...rest] = argv;
  if (first === undefined) {
    context.stderr(helpText(context));
    return 1;
  }
  if (first === "-h" || first === "--help" || first === "help") {
    context.stdout(helpText(context));
    return 0;
  }
  if (first === "--version") {
    context.stdout(`sightglass, version ${cliVersion()} (Node.js ${process.versions.node})\n`);
    return 0;
  }
  const command = context.commands.find(({ name }) => name === first);
  if (command !== undefined) {
    return (await command.load())(rest, context);
  }
  const agent = context.agents.find(({ command }) => command === first);
  if (agent === undefined) {
    context.stderr(unknownAgent(first, context));
    return 1;
  }
  return runAgent(agent, rest, context);
}

/** A reader that has seen enough, as `head` has, is no fault. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") {
    throw error;
  }
}

/** Runs the command as this process. */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", ignoreClosedPipe);
  endProcess(await runCli(argv));
}
