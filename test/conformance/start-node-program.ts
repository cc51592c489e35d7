import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const REPOSITORY = join(import.meta.dirname, "../..");
const MAIN = join(REPOSITORY, "packages/node-exporter/src/main.ts");
const START_MS = 30_000;
const STOP_MS = 10_000;

/** What an HTTP request got. */
interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** A node exporter that runs as a process of its own. */
export interface RunningProgram {
  readonly log: readonly string[];
  get(path: string): Promise<Answer>;
  /** Sends SIGTERM and gives the exit code. */
  stop(): Promise<number | null>;
}

/** The environment without what would set options. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith("SIGHTGLASS_") && !["GOMAXPROCS", "LISTEN_FDS", "LISTEN_PID", "NODE_OPTIONS"].includes(name),
  );
  return Object.fromEntries(kept);
}

const launch = (flags: readonly string[]) =>
  spawn(process.execPath, ["--conditions=source", "--import", "tsx", MAIN, ...flags], {
    cwd: REPOSITORY,
    env: plainEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });

/** Starts the program from its sources on a free port of the loopback address, and waits until it listens. */
export async function startNodeProgram(flags: readonly string[]): Promise<RunningProgram> {
  const child = launch([...flags, "--web.listen-address=127.0.0.1:0"]);
  const log: string[] = [];
  const closed = once(child, "close");
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not listening in time:\n${log.join("\n")}`)), START_MS);
    createInterface(child.stderr).on("line", (line) => {
      log.push(line);
      const found = /msg=listening address=(127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    void closed.then(() => {
      clearTimeout(timer);
      reject(new Error(`ended with ${child.exitCode}:\n${log.join("\n")}`));
    });
  });
  return {
    log,
    get: async (path) => {
      const response = await fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(STOP_MS) });
      return {
        status: response.status,
        contentType: response.headers.get("content-type") ?? "",
        text: await response.text(),
      };
    },
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await closed;
      clearTimeout(timer);
      return child.exitCode;
    },
  };
}
