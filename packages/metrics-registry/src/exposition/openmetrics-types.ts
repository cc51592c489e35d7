import type { MetricType } from "../model.ts";
import type { PointPart } from "./family-folder.ts";

/** Types of OpenMetrics: those of the model, and one that the model does not have. */
export type OpenMetricsType = MetricType | "gaugehistogram";

const TYPES: ReadonlySet<string> = new Set<OpenMetricsType>([
  "gauge",
  "counter",
  "unknown",
  "histogram",
  "summary",
  "info",
  "stateset",
  "gaugehistogram",
]);

export const isOpenMetricsType = (word: string): word is OpenMetricsType => TYPES.has(word);

/** What a sample name means within a family of some type. */
export interface SampleRole {
  readonly part: PointPart;
  /** Type of the model's family that takes the sample. */
  readonly type: MetricType;
  /** Whether the model's family is named like the sample, and not like the OpenMetrics family. */
  readonly ownName: boolean;
  readonly exemplars: boolean;
}

const role = (type: MetricType, part: PointPart = "bound"): SampleRole => ({
  part,
  type,
  ownName: false,
  exemplars: false,
});

/** The model has no creation times: their samples become gauges of their own, so that no series is lost. */
const created: SampleRole = { ...role("gauge"), ownName: true };
const ownUnknown: SampleRole = { ...role("unknown"), ownName: true };

const ROLES: Readonly<Record<OpenMetricsType, ReadonlyMap<string, SampleRole>>> = {
  gauge: new Map([["", role("gauge")]]),
  unknown: new Map([["", role("unknown")]]),
  stateset: new Map([["", role("stateset")]]),
  info: new Map([["_info", { ...role("info"), ownName: true }]]),
  counter: new Map([
    ["_total", { ...role("counter"), ownName: true, exemplars: true }],
    ["_created", created],
  ]),
  histogram: new Map([
    ["_bucket", { ...role("histogram"), exemplars: true }],
    ["_sum", role("histogram", "sum")],
    ["_count", role("histogram", "count")],
    ["_created", created],
  ]),
  summary: new Map([
    ["", role("summary")],
    ["_sum", role("summary", "sum")],
    ["_count", role("summary", "count")],
    ["_created", created],
  ]),
  gaugehistogram: new Map([
    ["_bucket", { ...ownUnknown, exemplars: true }],
    ["_gsum", ownUnknown],
    ["_gcount", ownUnknown],
  ]),
};

/** The role of a sample in the family `base`; undefined when it does not belong to it. */
export function sampleRole(base: string, type: OpenMetricsType, sampleName: string): SampleRole | undefined {
  return sampleName.startsWith(base) ? ROLES[type].get(sampleName.slice(base.length)) : undefined;
}
