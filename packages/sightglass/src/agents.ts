import type { Program } from "@sightglass/exporter-kit";

interface AgentHead {
  /** First argument of the command: `sightglass <command>`. */
  readonly command: string;
  /** One sentence for `--help`. */
  readonly description: string;
}

/** An agent that runs in this process. */
export interface ModuleAgent extends AgentHead {
  readonly kind: "module";
  /** Loads the agent's package: only the one that is started is ever loaded. */
  readonly load: () => Promise<Program>;
}

/** An agent whose package's own bin has to start it, because it needs other V8 flags than this process has. */
export interface ChildAgent extends AgentHead {
  readonly kind: "child";
  /** Path of the executable. */
  readonly bin: () => string;
}

/** An entry of the table of agents. */
export type Agent = ModuleAgent | ChildAgent;

/** The agents of this version, in the order in which `--help` lists them. */
export const AGENTS: readonly Agent[] = [
  {
    kind: "module",
    command: "node",
    description: "Host metrics from /proc and /sys under node_exporter's names, on port 9100.",
    load: async () => (await import("@sightglass/node-exporter")).nodeExporter,
  },
];
