export { NoDataError, DeniedError, UnsupportedError, ParseError, PartialDataError } from "./errors.ts";
export { defineCollector } from "./collector.ts";
export type { CollectorDefinition, StatefulCollectorSpec, StatelessCollectorSpec } from "./collector.ts";
export type {
  DynamicFamily,
  Emit,
  EmitNamed,
  FamilyBuilder,
  FamilyDefinition,
  ForeignFamilies,
  LabelValues,
  ScalarType,
  StaticFamily,
} from "./family.ts";
export type {
  Exemplar,
  HistogramBucket,
  HistogramPoint,
  HistogramValue,
  LabelPairs,
  MetricFamily,
  MetricType,
  ScalarPoint,
  SummaryPoint,
  SummaryValue,
} from "./model.ts";
export type { Matcher, OptionSpec, OptionSpecs, OptionValues } from "./options.ts";
