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
export { createRegistry } from "./registry.ts";
export type { ConfiguredCollector, RegistryOptions } from "./registry.ts";
export type {
  CollectorStatus,
  CollectRequest,
  FamilyDescription,
  Registry,
  Scrape,
  StatusReason,
} from "./registry-types.ts";
export type { HealthFamilyNames } from "./health-families.ts";
export type { SeriesRules } from "./collect/series-rules.ts";
export { applySeriesRules, plainFamily } from "./collect/apply-series-rules.ts";
export type { RuledFamilies } from "./collect/apply-series-rules.ts";
export { measureSeries } from "./series-cost.ts";
export type { FamilyCost, LabelCost, SeriesCost } from "./series-cost.ts";
export type { DropCause } from "./collect/drop-counter.ts";
export type {
  CollectedFamily,
  CollectedHistograms,
  CollectedScalars,
  CollectedSummaries,
  Series,
} from "./collected.ts";
export { describeDefinition } from "./describe-families.ts";
export { negotiateFormat, parseExposition, TEXT_0_0_4, writeExposition } from "./exposition/index.ts";
export type { EscapingScheme, ExpositionFormat, ParseOptions } from "./exposition/index.ts";
export { parseDuration } from "./duration.ts";
export type { Matcher, OptionSpec, OptionSpecs, OptionValues } from "./options.ts";
export { mountCollectors } from "./bridge/mount-collectors.ts";
export type { MountedCollectors, MountOptions, MountTarget } from "./bridge/mount-collectors.ts";
export type { PromClientLike } from "./bridge/prom-client-like.ts";
export { readPromClient } from "./bridge/read-prom-client.ts";
