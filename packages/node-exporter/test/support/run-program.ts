import { EventEmitter } from "node:events";
import { runProgram } from "@sightglass/exporter-kit";
import { nodeExporter } from "../../src/program.ts";

/** What a run that ended by itself left. */
export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that serves. */
export interface ServingProgram {
  readonly log: () => string;
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** Gives the exit code. */
  stop(): Promise<number>;
}

/** Runs the node exporter in this process to its end, without this process's environment. */
export async function runNodeExporter(flags: readonly string[]): Promise<ProgramRun> {
  let stdout = "";
  let stderr = "";
  const code = await runProgram(nodeExporter, flags, {
    env: {},
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    signals: new EventEmitter(),
    onListening: () => {
      throw new Error(`it serves: ${flags.join(" ")}`);
    },
  });
  return { code, stdout, stderr };
}

/** Starts the node exporter in this process on a free port of the loopback address. */
export async function serveNodeExporter(flags: readonly string[]): Promise<ServingProgram> {
  const signals = new EventEmitter();
  let log = "";
  let ended: Promise<number> | undefined;
  const address = await new Promise<string>((resolve, reject) => {
    ended = runProgram(nodeExporter, ["--web.listen-address=127.0.0.1:0", ...flags], {
      env: {},
      stdout: () => undefined,
      stderr: (text) => void (log += text),
      signals,
      onListening: ([first = ""]) => resolve(first),
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${log}`)));
  });
  return {
    log: () => log,
    get: async (path) => {
      const response = await fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(10_000) });
      return { status: response.status, text: await response.text() };
    },
    stop: async () => {
      signals.emit("SIGTERM", "SIGTERM");
      return ended ?? 1;
    },
  };
}
