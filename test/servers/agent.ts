import { join } from "node:path";
import { startHttpServer, type HttpServerProcess } from "./http-server.ts";
import { REPOSITORY } from "./paths.ts";

/** The umbrella command as a user of the checkout starts it: through its first line, which sets Node's own flags. */
export const SIGHTGLASS: string = join(REPOSITORY, "packages/sightglass/bin/sightglass.js");

/** How to start our node agent. */
export interface AgentOptions {
  readonly flags?: readonly string[];
  /** Another copy of the command, such as the one of an installed package. */
  readonly command?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces the wait for `GET /-/healthy` where that needs TLS or a password. */
  readonly isReady?: (address: string) => Promise<boolean>;
}

/** Starts `sightglass node`. It runs built code: see `ensureBuilt`. */
export function startAgent(options: AgentOptions = {}): Promise<HttpServerProcess> {
  return startHttpServer(
    (address) => ({
      name: "sightglass-node",
      command: options.command ?? SIGHTGLASS,
      args: ["node", `--web.listen-address=${address}`, ...(options.flags ?? [])],
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      ...(options.env !== undefined && { env: options.env }),
    }),
    { path: "/-/healthy", ...(options.isReady && { isReady: options.isReady }) },
  );
}
