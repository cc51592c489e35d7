import { TEXT_0_0_4 } from "../../src/exposition/format.ts";
import { createRegistry, type RegistryOptions } from "../../src/registry.ts";
import type { CollectorDefinition, CollectRequest, Registry } from "../../src/index.ts";

const health = {
  success: "demo_collector_success",
  duration: "demo_collector_duration_seconds",
  status: "demo_collector_status",
};

/** A registry over definitions without options. */
export function buildRegistry<Source>(
  definitions: readonly CollectorDefinition<Source>[],
  source: Source,
  more: Partial<RegistryOptions<Source>> = {},
): Registry {
  return createRegistry({
    collectors: definitions.map((definition) => ({ definition, options: {} })),
    source,
    health,
    ...more,
  });
}

/** The sample lines of one scrape that match a pattern, sorted; durations are left out. */
export async function sampleLines(
  registry: Registry,
  pattern: RegExp,
  request: Partial<CollectRequest> = {},
): Promise<readonly string[]> {
  const scrape = await registry.collect({ deadlineMs: 5_000, ...request });
  return scrape
    .render(TEXT_0_0_4)
    .toString()
    .split("\n")
    .filter((line) => !line.startsWith("#") && !line.includes("_duration_seconds") && pattern.test(line))
    .toSorted();
}
