import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { startProcess, type RunningProcess } from "./process.ts";
import { waitFor } from "./wait-for.ts";

/**
 * Command and first arguments that take every capability away from the program that follows, root's too.
 */
export const WITHOUT_CAPABILITIES: readonly [command: string, ...args: string[]] = [
  "setpriv",
  "--bounding-set=-all",
  "--inh-caps=-all",
  "--no-new-privs",
];

/** A network of its own, with a loopback device that is up and nothing else. */
export interface NetworkNamespace {
  /** Runs ip(8) inside and returns what it prints. */
  readonly ip: (...args: readonly string[]) => string;
  /** Runs tc(8) inside and returns what it prints. */
  readonly tc: (...args: readonly string[]) => string;
  /** Runs a script of JavaScript inside and returns what it prints. */
  run(script: string): Promise<string>;
  /** Starts a server inside and waits until it answers on the port of its loopback address. */
  start(spec: {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly port: number;
  }): Promise<RunningProcess>;
  /** What a server inside answers. */
  get(port: number, path: string): Promise<string>;
  /** Stops the servers and removes the network. */
  remove(): Promise<void>;
}

const COMMAND_TIMEOUT_MS = 10_000;
const execute = promisify(execFile);

/** Makes a network namespace; needs root. */
export function createNetworkNamespace(name: string): NetworkNamespace {
  const command = (program: string, args: readonly string[]): string =>
    execFileSync(program, args, { encoding: "utf8", timeout: COMMAND_TIMEOUT_MS });
  command("ip", ["netns", "add", name]);
  command("ip", ["-n", name, "link", "set", "lo", "up"]);
  const servers: RunningProcess[] = [];
  const run = async (script: string): Promise<string> => {
    const args = ["netns", "exec", name, process.execPath, "--input-type=module", "--eval", script];
    return (await execute("ip", args, { timeout: COMMAND_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 })).stdout;
  };
  const get = (port: number, path: string): Promise<string> =>
    run(`const answer = await fetch("http://127.0.0.1:${port}${path}");
      if (!answer.ok) throw new Error(String(answer.status));
      process.stdout.write(await answer.text());`);
  return {
    ip: (...args) => command("ip", ["-n", name, ...args]),
    tc: (...args) => command("tc", ["-n", name, ...args]),
    run,
    async start({ port, ...spec }) {
      const server = startProcess({
        name: spec.name,
        command: "ip",
        args: ["netns", "exec", name, spec.command, ...spec.args],
      });
      servers.push(server);
      await waitFor(`${spec.name} in ${name}`, { timeoutMs: 30_000, intervalMs: 200 }, async () => {
        if (server.isRunning()) await get(port, "/");
        return true;
      });
      if (!server.isRunning()) throw new Error(`${spec.name} ended; its log:\n${server.log()}`);
      return server;
    },
    get,
    async remove() {
      await Promise.all(servers.map((server) => server.stop()));
      command("ip", ["netns", "delete", name]);
    },
  };
}
