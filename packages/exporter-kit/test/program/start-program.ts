import { EventEmitter, once } from "node:events";
import type { Program } from "../../src/program/define-program.ts";
import { runProgram, type ProgramContext } from "../../src/program/run.ts";
import { fixtureProgram } from "./fixture-program.ts";

/** What a run that ends by itself gave. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A context that keeps output and sends signals. */
function capture(given: Partial<ProgramContext> = {}) {
  const output = { stdout: "", stderr: "" };
  const signals = new EventEmitter();
  const context: ProgramContext = {
    env: {},
    stdout: (text) => void (output.stdout += text),
    stderr: (text) => void (output.stderr += text),
    signals,
    ...given,
  };
  return { output, signals, context };
}

/** Runs the fixture program to its end. */
export async function run(argv: readonly string[], given: Partial<ProgramContext> = {}): Promise<Outcome> {
  const { output, context } = capture(given);
  const code = await runProgram(fixtureProgram, argv, context);
  return { code, ...output };
}

/** Starts a program and resolves once it listens. */
export async function start(
  argv: readonly string[],
  given: Partial<ProgramContext> = {},
  program: Program = fixtureProgram,
) {
  const started = new EventEmitter();
  const { output, signals, context } = capture({ ...given, onListening: (addresses) => started.emit("up", addresses) });
  const up = once(started, "up");
  const ended = runProgram(program, argv, context);
  const [addresses] = (await Promise.race([
    up,
    ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${output.stderr}`))),
  ])) as [readonly string[]];
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://${addresses[0]}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  const stop = async () => {
    signals.emit("SIGTERM", "SIGTERM");
    return ended;
  };
  return { output, signals, addresses, get, stop };
}
