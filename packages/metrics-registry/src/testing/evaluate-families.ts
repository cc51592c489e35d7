import type { FamilyDefinition } from "../family.ts";
import type {
  HistogramPoint,
  HistogramValue,
  LabelPairs,
  MetricFamily,
  ScalarPoint,
  SummaryPoint,
  SummaryValue,
} from "../model.ts";

function pairs(name: string, labels: readonly string[], values: readonly string[]): LabelPairs {
  if (labels.length !== values.length) {
    throw new Error(`${name}: ${values.length} label values for ${labels.length} labels`);
  }
  return labels.map((label, index) => [label, values[index] ?? ""] as const);
}

type Static = Extract<FamilyDefinition<never>, { kind: "static" }>;
type Dynamic = Extract<FamilyDefinition<never>, { kind: "dynamic" }>;

function evaluateStatic(family: Static, data: never): MetricFamily {
  const { name, type, help, labels } = family;
  if (type === "histogram") {
    const points: HistogramPoint[] = [];
    family.samples(data, (value: HistogramValue, ...values: string[]) => {
      points.push({ ...value, labels: pairs(name, labels, values) });
    });
    return { name, type, help, points };
  }
  if (type === "summary") {
    const points: SummaryPoint[] = [];
    family.samples(data, (value: SummaryValue, ...values: string[]) => {
      points.push({ ...value, labels: pairs(name, labels, values) });
    });
    return { name, type, help, points };
  }
  const points: ScalarPoint[] = [];
  family.samples(data, (value: number | boolean, ...values: string[]) => {
    points.push({ value: Number(value), labels: pairs(name, labels, values) });
  });
  return { name, type, help, points };
}

function evaluateDynamic(family: Dynamic, data: never): readonly MetricFamily[] {
  const byName = new Map<string, ScalarPoint[]>();
  family.samples(data, (name, value, ...values) => {
    if (!name.startsWith(family.prefix)) throw new Error(`${name} does not start with ${family.prefix}`);
    const points = byName.get(name) ?? [];
    points.push({ value, labels: pairs(name, family.labels, values) });
    byName.set(name, points);
  });
  return [...byName].map(([name, points]) => ({
    name,
    type: family.type,
    help: family.helpFor?.(name) ?? family.help,
    points,
  }));
}

/**
 * Runs the pure half of a collector: its families over data that `read` returned. Unlike the runner it keeps nothing
 * between runs and throws on what the runner would drop and count, so that a test sees it.
 */
export function evaluateFamilies(families: readonly FamilyDefinition<never>[], data: unknown): readonly MetricFamily[] {
  const given = data as never;
  return families.flatMap((family): readonly MetricFamily[] => {
    if (family.kind === "static") return [evaluateStatic(family, given)];
    return family.kind === "dynamic" ? evaluateDynamic(family, given) : [...family.families(given)];
  });
}
