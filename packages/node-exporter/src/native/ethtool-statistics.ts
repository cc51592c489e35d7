import type { Matcher } from "@sightglass/metrics-registry";
import { takes } from "../name-selection.ts";
import { ethtoolMetricName, sanitizeStatistic } from "./ethtool-names.ts";

/** Which of a device's counters are shown, and as what: the same for all devices with the same names. */
export interface StatisticsPlan {
  /** How many counters the names are of. */
  readonly count: number;
  /** Position of the counter of each of COMMON_STATISTICS, or -1. */
  readonly common: readonly number[];
  /** Metric names of the others, and the position of the counter of each. */
  readonly names: readonly string[];
  readonly positions: readonly number[];
}

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

export const NO_STATISTICS: SelectedStatistics = { common: [], names: [], values: [] };

/** Different sets of names are as many as kinds of devices on a host. */
const MAX_PLANS = 256;
/** Between names in a plan's key: no name has it. */
const NUL = "\0";
const UINT32_VALUES = 2 ** 32;

function createPlan(statistics: readonly string[], include: Matcher | undefined): StatisticsPlan {
  // Of equal names the last counts; those without a name are left out.
  const last = new Map<string, number>();
  for (let at = 0; at < statistics.length; at += 1) {
    const statistic = statistics[at] as string;
    if (statistic !== "") last.set(statistic, at);
  }
  const selected: (readonly [name: string, common: number, position: number])[] = [];
  const uses = new Map<string, number>();
  for (const [statistic, position] of last) {
    const sanitized = sanitizeStatistic(statistic);
    const name = takes(include, sanitized) ? ethtoolMetricName(sanitized) : undefined;
    if (name === undefined) continue;
    selected.push([name, COMMON_STATISTICS.indexOf(sanitized), position]);
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  const common = COMMON_STATISTICS.map(() => -1);
  const names: string[] = [];
  const positions: number[] = [];
  for (const [name, place, position] of selected) {
    if (uses.get(name) !== 1) continue;
    if (place >= 0) common[place] = position;
    else {
      names.push(name);
      positions.push(position);
    }
  }
  return { count: statistics.length, common, names, positions };
}

/**
 * Makes plans for names of statistics: those whose sanitized name `include` takes are shown. Statistics of a device that
 * come to the same metric name are left out, all of them. Devices with the same names share one plan.
 */
export function createStatisticsSelection(
  include: Matcher | undefined,
): (statistics: readonly string[]) => StatisticsPlan {
  const plans = new Map<string, StatisticsPlan>();
  return (statistics) => {
    const key = statistics.join(NUL);
    const known = plans.get(key);
    if (known !== undefined && known.count === statistics.length) return known;
    const plan = createPlan(statistics, include);
    if (plans.size >= MAX_PLANS) plans.clear();
    plans.set(key, plan);
    return plan;
  };
}

/**
 * Takes the counters that a plan shows. `halves` has the lower and the upper 32 bits of each; all processors for which
 * there is a koffi are little-endian. Numbers are rounded to the nearest that JavaScript has.
 */
export function selectStatistics(plan: StatisticsPlan, halves: Uint32Array): SelectedStatistics {
  const { names, positions } = plan;
  // Both halves are exact, so the sum is rounded once, and no BigInt is made.
  const common: (number | undefined)[] = [];
  for (let at = 0; at < plan.common.length; at += 1) {
    const low = (plan.common[at] as number) * 2;
    common.push(low < 0 ? undefined : (halves[low + 1] as number) * UINT32_VALUES + (halves[low] as number));
  }
  const values: number[] = [];
  for (let at = 0; at < positions.length; at += 1) {
    const low = (positions[at] as number) * 2;
    values.push((halves[low + 1] as number) * UINT32_VALUES + (halves[low] as number));
  }
  return { common, names, values };
}
