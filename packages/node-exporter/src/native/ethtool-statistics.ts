import type { Matcher } from "@sightglass/metrics-registry";
import { takes } from "../name-selection.ts";
import { ethtoolMetricName, sanitizeStatistic } from "./ethtool-names.ts";

/** Statistics that drivers commonly have, by position in COMMON_STATISTICS, and the others by their metric names. */
export interface SelectedStatistics {
  readonly common: readonly (number | undefined)[];
  readonly names: readonly string[];
  readonly values: readonly number[];
}

/** Statistics for which node_exporter has names and help texts ready. */
export const COMMON_STATISTICS: readonly string[] = [
  "rx_bytes",
  "rx_dropped",
  "rx_errors",
  "rx_packets",
  "tx_bytes",
  "tx_errors",
  "tx_packets",
];

interface Selected {
  /** Metric name by which clashes are found. */
  readonly name: string;
  /** Position in COMMON_STATISTICS, or -1. */
  readonly common: number;
}

/** Large network cards have some thousands of statistics. */
const MAX_REMEMBERED = 16_384;

/**
 * Makes a selection of statistics: those whose sanitized name `include` takes. Statistics of a device that come to the
 * same metric name are left out, all of them.
 */
export function createStatisticsSelection(
  include: Matcher | undefined,
): (statistics: ReadonlyMap<string, number>) => SelectedStatistics {
  const remembered = new Map<string, Selected | undefined>();

  function select(statistic: string): Selected | undefined {
    const known = remembered.get(statistic);
    if (known !== undefined || remembered.has(statistic)) return known;
    const sanitized = sanitizeStatistic(statistic);
    const name = takes(include, sanitized) ? ethtoolMetricName(sanitized) : undefined;
    const selected = name === undefined ? undefined : { name, common: COMMON_STATISTICS.indexOf(sanitized) };
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(statistic, selected);
    return selected;
  }

  return (statistics) => {
    const uses = new Map<string, number>();
    for (const statistic of statistics.keys()) {
      const selected = select(statistic);
      if (selected !== undefined) uses.set(selected.name, (uses.get(selected.name) ?? 0) + 1);
    }
    const common: (number | undefined)[] = COMMON_STATISTICS.map(() => undefined);
    const names: string[] = [];
    const values: number[] = [];
    for (const [statistic, value] of statistics) {
      const selected = select(statistic);
      if (selected === undefined || uses.get(selected.name) !== 1) continue;
      if (selected.common >= 0) common[selected.common] = value;
      else {
        names.push(selected.name);
        values.push(value);
      }
    }
    return { common, names, values };
  };
}
