import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";

/** What to start. */
export interface ProcessSpec {
  /** Names the log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A started program. Its output goes to a file that stays for reading after a failed test. */
export interface RunningProcess {
  readonly pid: number;
  readonly logPath: string;
  log(): string;
  /** True until the process has ended by itself or by `stop`. */
  isRunning(): boolean;
  /** Ends it by SIGTERM, by SIGKILL after five seconds; returns the exit code, or the signal's name. */
  stop(): Promise<number | string>;
}

const STOP_GRACE_MS = 5000;
const running = new Set<ChildProcess>();

process.once("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

/** A folder for the logs and data of one server: below the system's temporary directory, kept after the test. */
export function serverDirectory(name: string): string {
  const root = join(tmpdir(), "sightglass-e2e");
  mkdirSync(root, { recursive: true });
  return mkdtempSync(join(root, `${name}-`));
}

/**
 * Starts a program on its own. `setpriv --pdeathsig` has the kernel kill it when this process dies in whatever way,
 * so that no failed or killed test run leaves a server behind; the pid stays the program's, as setpriv is replaced by it.
 */
export function startProcess(spec: ProcessSpec): RunningProcess {
  const logPath = join(serverDirectory(spec.name), `${spec.name}.log`);
  const log = openSync(logPath, "a");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", spec.command, ...spec.args], {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...spec.env },
    ...(spec.cwd !== undefined && { cwd: spec.cwd }),
  });
  closeSync(log);
  running.add(child);
  let ended: number | string | undefined;
  child.once("exit", (code, signal) => {
    ended = code ?? signal ?? "unknown";
    running.delete(child);
  });
  child.once("error", (error) => {
    ended = error.message;
    running.delete(child);
  });
  return {
    pid: child.pid ?? -1,
    logPath,
    log: () => readFileSync(logPath, "utf8"),
    isRunning: () => ended === undefined,
    async stop() {
      if (ended === undefined) {
        child.kill("SIGTERM");
        const force = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
        await waitFor(
          `the end of ${spec.name}`,
          { timeoutMs: STOP_GRACE_MS * 2, intervalMs: 10 },
          () => ended !== undefined,
        );
        clearTimeout(force);
      }
      return ended ?? "unknown";
    },
  };
}
