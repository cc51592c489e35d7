import { compileMatcher } from "@sightglass/exporter-kit";
import {
  parseDuration,
  type CollectorDefinition,
  type ConfiguredCollector,
  type OptionSpec,
} from "@sightglass/metrics-registry";
import type { Host } from "../../src/host.ts";

/** Option values by collector and option name; the rest are defaults. */
export type OptionsByCollector = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Names that the program has for its registry's own families. */
export const HEALTH = {
  success: "node_scrape_collector_success",
  duration: "node_scrape_collector_duration_seconds",
  status: "node_scrape_collector_status",
} as const;

function defaultOf(spec: OptionSpec): unknown {
  if (spec.type === "duration") return parseDuration(spec.default);
  if (spec.type !== "regex") return spec.default;
  return spec.default === "" ? undefined : compileMatcher(spec.default, { anchored: spec.anchored ?? false });
}

/** Collectors with what the flag parser makes of their defaults, and what a test sets. */
export function configured(
  collectors: readonly CollectorDefinition<Host>[],
  options: OptionsByCollector,
): readonly ConfiguredCollector<Host>[] {
  return collectors.map((definition) => ({
    definition,
    options: {
      ...Object.fromEntries(Object.entries(definition.options).map(([name, spec]) => [name, defaultOf(spec)])),
      ...options[definition.name],
    },
  }));
}
