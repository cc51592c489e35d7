import type { Matcher } from "@sightglass/metrics-registry";
import {
  createStatisticsSelection,
  selectStatistics,
  type SelectedStatistics,
} from "../../src/native/ethtool-statistics.ts";

const UINT32_VALUES = 2 ** 32;

/** What is shown of a device with these statistics, by the plan that its names get. */
export function statisticsSelector(
  include: Matcher | undefined,
): (statistics: ReadonlyMap<string, number>) => SelectedStatistics {
  const select = createStatisticsSelection(include);
  return (statistics) => {
    const halves = [...statistics.values()].flatMap((value) => [
      value % UINT32_VALUES,
      Math.floor(value / UINT32_VALUES),
    ]);
    return selectStatistics(select([...statistics.keys()]), Uint32Array.from(halves));
  };
}
