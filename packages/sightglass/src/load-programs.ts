import type { Program } from "@sightglass/exporter-kit";
import type { Agent } from "./agents.ts";

/** Loads the agents that run in this process: their definitions say which collector gives what. */
export async function loadPrograms(agents: readonly Agent[]): Promise<readonly Program[]> {
  return Promise.all(agents.flatMap((agent) => (agent.kind === "module" ? [agent.load()] : [])));
}
