import { collectFamily, isLegacyLabelName, isLegacyMetricName, type CollectedFamily } from "../collected.ts";
import type { StaticFamily } from "../family.ts";
import type { LabelPairs, MetricFamily } from "../model.ts";
import type { DropCause } from "./drop-counter.ts";
import type { OnDrop } from "./family-collector.ts";
import { createForeignCollector } from "./foreign-collector.ts";
import { labelFault } from "./series-store.ts";
import type { SeriesRules } from "./series-rules.ts";
import { createStaticCollector } from "./static-collector.ts";

/** What series rules leave of a page. */
export interface RuledFamilies {
  readonly families: readonly CollectedFamily[];
  /** Series that were left out, by cause; a histogram or summary point counts as one. */
  readonly dropped: ReadonlyMap<DropCause, number>;
}

type LabelledPoint = MetricFamily["points"][number];

/** Label names of all points, or undefined when they differ or a point holds what a static family cannot. */
function uniformLabels({ type, points, unit, name }: MetricFamily): readonly string[] | undefined {
  if (type === "stateset" || unit !== undefined || !isLegacyMetricName(name)) return undefined;
  const labels = points[0]?.labels.map(([label]) => label);
  if (labels === undefined || !labels.every(isLegacyLabelName) || labelFault(labels) !== undefined) return undefined;
  const isPlain = (point: LabelledPoint): boolean =>
    point.timestampMs === undefined &&
    !("exemplar" in point && point.exemplar !== undefined) &&
    point.labels.length === labels.length &&
    labels.every((label, index) => point.labels[index]?.[0] === label);
  return (points as readonly LabelledPoint[]).every(isPlain) ? labels : undefined;
}

const valuesOf = (labels: LabelPairs): readonly string[] => labels.map(([, value]) => value);

function staticFamily(family: MetricFamily, labels: readonly string[]): StaticFamily<never> {
  const samples = (_data: never, emit: (value: never, ...labelValues: string[]) => void): void => {
    for (const point of family.points) {
      emit(("value" in point ? point.value : point) as never, ...valuesOf(point.labels));
    }
  };
  // A family without help stays without: a collected one need not have it.
  return { kind: "static", name: family.name, type: family.type, help: family.help as string, labels, samples };
}

/**
 * Applies series rules to families that are there already, by the code that applies them in a registry: families
 * whose points all have the same labels go the way of a collector's own, others that of families passed on.
 *
 * @param exempt names of families that rules do not reach, as a registry's own are.
 */
export function applySeriesRules(
  families: readonly MetricFamily[],
  rules: SeriesRules,
  exempt: ReadonlySet<string> = new Set(),
): RuledFamilies {
  const kept: CollectedFamily[] = [];
  const dropped = new Map<DropCause, number>();
  const onDrop: OnDrop = (cause, samples) => {
    if (samples > 0) dropped.set(cause, (dropped.get(cause) ?? 0) + samples);
  };
  for (const family of families) {
    if (exempt.has(family.name)) {
      kept.push(collectFamily(family));
      continue;
    }
    const labels = uniformLabels(family);
    const collector =
      labels === undefined
        ? createForeignCollector({ kind: "foreign", help: "", families: () => [family] }, rules)
        : createStaticCollector(staticFamily(family, labels), rules);
    collector.collect(undefined as never, kept, onDrop);
  }
  return { families: kept, dropped };
}

/** A collected family as plain data again; the inverse of what a registry makes of one. */
export function plainFamily(family: CollectedFamily): MetricFamily {
  if (family.type === "histogram" || family.type === "summary") return family;
  const { name, type, help, unit, series, values, timestampsMs } = family;
  const points = series.map(({ labelNames, labelValues }, index) => {
    const timestampMs = timestampsMs?.[index];
    return {
      labels: labelNames.map((label, at) => [label, labelValues[at] ?? ""] as const),
      value: values[index] ?? Number.NaN,
      ...(timestampMs !== undefined && { timestampMs }),
    };
  });
  return { name, type, help, unit, points };
}
