import { familyBuilder, type FamilyBuilder, type FamilyDefinition } from "./family.ts";
import type { DropCause } from "./collect/drop-counter.ts";
import type { CollectorStatus } from "./registry-types.ts";

/** Whole names of the families that report on the collectors; upstream's where there is one. */
export interface HealthFamilyNames {
  /** Gauge, 1 or 0 by `collector`, such as `node_scrape_collector_success`. */
  readonly success: string;
  /** Gauge in seconds by `collector`, such as `node_scrape_collector_duration_seconds`. */
  readonly duration: string;
  /** Gauge, always 1, by `collector` and `reason`, such as `node_scrape_collector_status`. */
  readonly status: string;
}

/** What the health families are made from. */
export interface HealthData {
  readonly outcomes: readonly CollectorStatus[];
  /** Collectors that are known and not enabled. */
  readonly disabled: readonly CollectorStatus[];
  readonly dropped: Iterable<{ readonly collector: string; readonly cause: DropCause; readonly total: number }>;
}

/** Declares the families in which a registry reports on its own collectors. */
export function healthFamilies(names: HealthFamilyNames): readonly FamilyDefinition<never>[] {
  const family = familyBuilder as unknown as FamilyBuilder<HealthData>;
  return [
    family({
      name: names.duration,
      type: "gauge",
      labels: ["collector"],
      help: "How long the collector's last run took.",
      samples: ({ outcomes }, emit) => {
        for (let at = 0; at < outcomes.length; at += 1) emit(outcomes[at]!.durationSeconds, outcomes[at]!.collector);
      },
    }),
    family({
      name: names.success,
      type: "gauge",
      labels: ["collector"],
      help: "Whether the collector gave all it should: 1, or 0 with the reason in the status family.",
      samples: ({ outcomes }, emit) => {
        for (let at = 0; at < outcomes.length; at += 1)
          emit(outcomes[at]!.reason === "ok" ? 1 : 0, outcomes[at]!.collector);
      },
    }),
    family({
      name: names.status,
      type: "gauge",
      labels: ["collector", "reason"],
      help: "Always 1: how the collector's last run ended, with the one reason that holds now.",
      samples: ({ outcomes, disabled }, emit) => {
        for (let at = 0; at < outcomes.length; at += 1) emit(1, outcomes[at]!.collector, outcomes[at]!.reason);
        for (let at = 0; at < disabled.length; at += 1) emit(1, disabled[at]!.collector, disabled[at]!.reason);
      },
    }),
    family({
      name: "sightglass_dropped_samples_total",
      type: "counter",
      labels: ["collector", "cause"],
      help: "Samples left out of scrapes: duplicates, clashes, invalid ones, and what series rules took out.",
      samples: ({ dropped }, emit) => {
        for (const { total, collector, cause } of dropped) emit(total, collector, cause);
      },
    }),
  ] as readonly FamilyDefinition<never>[];
}
