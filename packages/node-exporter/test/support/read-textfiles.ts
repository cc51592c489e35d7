import type { LabelPairs, MetricFamily } from "@sightglass/metrics-registry";
import { createTextfileReader, type TextfileData } from "../../src/textfile/textfile-reader.ts";

/** When `readTextfiles` reads, in seconds since the epoch. */
export const NOW = 2_000_000_000;

/** What a new reader makes of the textfiles in folders. */
export const readTextfiles = (...folders: string[]): TextfileData =>
  createTextfileReader().read({ folders, silent: [] }, new AbortController().signal, NOW);

/** Labels as `name=value`, in their order. */
export const labelText = (labels: LabelPairs): string => labels.map(([name, value]) => `${name}=${value}`).join(",");

/** Scalar series as `name{labels} value`. */
export function seriesTexts(families: readonly MetricFamily[]): string[] {
  return families.flatMap(({ name, points }) =>
    points.map((point) => `${name}{${labelText(point.labels)}} ${"value" in point ? point.value : "point"}`),
  );
}
