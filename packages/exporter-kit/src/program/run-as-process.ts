import type { Program } from "./define-program.ts";
import { runProgram } from "./run.ts";

/** How long the process may live on after its program has ended: for output still to be written. */
const LINGER_MS = 1_000;

/**
 * Ends the process with a code, now or, when threads are stuck in system calls that never return, by SIGKILL:
 * `process.exit()` would wait for them for ever.
 */
export function endProcess(code: number): void {
  process.exitCode = code;
  // Unreferenced, so that it only fires when something else keeps the process alive.
  setTimeout(() => process.kill(process.pid, "SIGKILL"), LINGER_MS).unref();
}

/** Runs a program as this process: what a bin file calls. */
export async function runAsProcess(program: Program, argv: readonly string[], usage?: string): Promise<void> {
  endProcess(await runProgram(program, argv, usage === undefined ? {} : { usage }));
}
