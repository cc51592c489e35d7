import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { startProcess, type ProcessSpec, type RunningProcess } from "./process.ts";
import { waitFor } from "./wait-for.ts";

/** A started program together with its own pid, as this process sees it. */
export interface Inside<Running extends RunningProcess = RunningProcess> {
  readonly outer: Running;
  readonly pid: number;
}

/**
 * A view of the mounts that nobody else has: what hangs in it hangs for the programs inside alone. It has pids of its
 * own too, so that /proc/1 is one of those programs and all of them end with it.
 */
export interface MountNamespace {
  /** Runs a program inside and returns what it prints. */
  run(command: string, ...args: readonly string[]): string;
  start(spec: ProcessSpec): Promise<Inside>;
  /** Starts a server inside; `specFor` gets the address that it is to listen on. */
  serve(specFor: (address: string) => ProcessSpec, readyPath: string): Promise<Inside<HttpServerProcess>>;
  /** Kills everything inside; the mounts go with it. */
  remove(): Promise<void>;
}

const COMMAND_TIMEOUT_MS = 15_000;

/** The only child of a process, once there is one. */
const childOf = (pid: number): Promise<number> =>
  waitFor(`a child of ${pid}`, { timeoutMs: COMMAND_TIMEOUT_MS, intervalMs: 10 }, () => {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return child === undefined || child === "" ? undefined : Number(child);
  });

/** Makes a mount namespace; needs root. */
export async function createMountNamespace(): Promise<MountNamespace> {
  const holder = startProcess({
    name: "mount-namespace",
    command: "unshare",
    args: ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL", "sleep", "infinity"],
  });
  const enter = ["--target", String(await childOf(holder.pid)), "--mount", "--pid"];
  const inside = ({ command, args, ...spec }: ProcessSpec): ProcessSpec => ({
    ...spec,
    command: "nsenter",
    args: [...enter, "--", command, ...args],
  });
  return {
    run: (command, ...args) =>
      execFileSync("nsenter", [...enter, "--", command, ...args], { encoding: "utf8", timeout: COMMAND_TIMEOUT_MS }),
    async start(spec) {
      const outer = startProcess(inside(spec));
      return { outer, pid: await childOf(outer.pid) };
    },
    async serve(specFor, readyPath) {
      const outer = await startHttpServer((address) => inside(specFor(address)), { path: readyPath });
      return { outer, pid: await childOf(outer.pid) };
    },
    remove: async () => {
      await holder.stop();
    },
  };
}
