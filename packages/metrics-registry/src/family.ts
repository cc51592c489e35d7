import type { HistogramValue, MetricFamily, MetricType, SummaryValue } from "./model.ts";

/** One string per declared label, in the declared order: a missing or extra one does not compile. */
export type LabelValues<Labels extends readonly string[]> = { readonly [Index in keyof Labels]: string };

/** Adds one point to the family being collected. */
export type Emit<Value, Labels extends readonly string[]> = (value: Value, ...labelValues: LabelValues<Labels>) => void;

/** Adds one point to the family `name` of a dynamic family. */
export type EmitNamed<Labels extends readonly string[]> = (
  name: string,
  value: number,
  ...labelValues: LabelValues<Labels>
) => void;

/** Types whose points are single numbers. */
export type ScalarType = "gauge" | "counter" | "unknown" | "info";

interface FamilyCommon {
  /** One sentence for the `# HELP` line and the metric reference. */
  readonly help: string;
  /** Set when the name is kept for parity although the metric linter objects; says why. */
  readonly lintExempt?: string;
}

/** A family whose name, type and labels are known when the program is written. */
export interface StaticFamily<Data> extends FamilyCommon {
  readonly kind: "static";
  readonly name: string;
  readonly type: MetricType;
  readonly labels: readonly string[];
  readonly samples: (data: Data, emit: (value: never, ...labelValues: string[]) => void) => void;
}

/**
 * Families whose names the source gives, all of one type and with the same labels, as the lines of /proc/vmstat.
 * Every name must start with `prefix`; others are dropped and counted.
 */
export interface DynamicFamily<Data> extends FamilyCommon {
  readonly kind: "dynamic";
  readonly prefix: string;
  readonly type: "gauge" | "counter" | "unknown";
  readonly labels: readonly string[];
  /** HELP line of one family; the pattern's `help` when absent. */
  readonly helpFor?: (name: string) => string;
  readonly samples: (data: Data, emit: (name: string, value: number, ...labelValues: string[]) => void) => void;
}

/** Families that are passed on whole from a source that is an exposition itself (textfile, push, proxy). */
export interface ForeignFamilies<Data> extends FamilyCommon {
  readonly kind: "foreign";
  readonly families: (data: Data) => Iterable<MetricFamily>;
}

/** Any of the three kinds, as a collector declares them. */
export type FamilyDefinition<Data> = StaticFamily<Data> | DynamicFamily<Data> | ForeignFamilies<Data>;

interface StaticSpec<Type extends MetricType, Labels extends readonly string[]> extends FamilyCommon {
  readonly name: string;
  readonly type: Type;
  readonly labels?: Labels;
}

interface DynamicSpec<Labels extends readonly string[]> extends FamilyCommon {
  readonly prefix: string;
  readonly type: "gauge" | "counter" | "unknown";
  readonly labels?: Labels;
  readonly helpFor?: (name: string) => string;
}

/**
 * Declares families over the data that a collector's `read` returns. It arrives as a parameter of
 * `families`, so that its data type is the collector's.
 */
export interface FamilyBuilder<Data> {
  <const Labels extends readonly string[] = readonly []>(
    spec: StaticSpec<ScalarType, Labels> & {
      readonly samples: (data: Data, emit: Emit<number, Labels>) => void;
    },
  ): StaticFamily<Data>;
  /** The last label value is the state; the label that carries it is named like the family. */
  stateset<const Labels extends readonly string[] = readonly []>(
    spec: Omit<StaticSpec<"stateset", Labels>, "type"> & {
      readonly samples: (data: Data, emit: Emit<boolean, readonly [...Labels, string]>) => void;
    },
  ): StaticFamily<Data>;
  histogram<const Labels extends readonly string[] = readonly []>(
    spec: Omit<StaticSpec<"histogram", Labels>, "type"> & {
      readonly samples: (data: Data, emit: Emit<HistogramValue, Labels>) => void;
    },
  ): StaticFamily<Data>;
  summary<const Labels extends readonly string[] = readonly []>(
    spec: Omit<StaticSpec<"summary", Labels>, "type"> & {
      readonly samples: (data: Data, emit: Emit<SummaryValue, Labels>) => void;
    },
  ): StaticFamily<Data>;
  dynamic<const Labels extends readonly string[] = readonly []>(
    spec: DynamicSpec<Labels> & {
      readonly samples: (data: Data, emit: EmitNamed<Labels>) => void;
    },
  ): DynamicFamily<Data>;
  foreign(spec: FamilyCommon & { readonly families: (data: Data) => Iterable<MetricFamily> }): ForeignFamilies<Data>;
}

const build = (spec: StaticSpec<MetricType, readonly string[]>): unknown => ({
  ...spec,
  kind: "static",
  labels: spec.labels ?? [],
});

/** The one builder behind every `families` callback; its data type is supplied by the collector's. */
export const familyBuilder: FamilyBuilder<never> = Object.assign(build as never, {
  stateset: (spec: { readonly name: string; readonly labels?: readonly string[] }) =>
    ({ ...spec, kind: "static", type: "stateset", labels: [...(spec.labels ?? []), spec.name] }) as never,
  histogram: (spec: { readonly labels?: readonly string[] }) =>
    ({ ...spec, kind: "static", type: "histogram", labels: spec.labels ?? [] }) as never,
  summary: (spec: { readonly labels?: readonly string[] }) =>
    ({ ...spec, kind: "static", type: "summary", labels: spec.labels ?? [] }) as never,
  dynamic: (spec: { readonly labels?: readonly string[] }) =>
    ({ ...spec, kind: "dynamic", labels: spec.labels ?? [] }) as never,
  foreign: (spec: object) => ({ ...spec, kind: "foreign" }) as never,
});
