/** One value of a metric as prom-client and its successor give it. */
export interface PromClientValue {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string | number>> | undefined;
  /** Name of the series where it is not the metric's, as `x_bucket`, `x_sum` and `x_count`. */
  readonly metricName?: string | undefined;
  readonly exemplar?: PromClientExemplar | null | undefined;
}

/** An exemplar as prom-client keeps it; `timestamp` is in seconds. */
export interface PromClientExemplar {
  readonly labelSet?: Readonly<Record<string, string | number>> | undefined;
  readonly value?: number | null | undefined;
  readonly timestamp?: number | null | undefined;
}

/** One metric of `getMetricsAsJSON()`. The type is a word in some versions and was an enum's member in others. */
export interface PromClientMetric {
  readonly name: string;
  readonly help?: string | undefined;
  readonly type: unknown;
  readonly values?: readonly PromClientValue[] | undefined;
}

/** What is read of a registry of prom-client or `@prometheus-io/client`: it is known by these two members alone. */
export interface PromClientLike {
  readonly contentType: string;
  getMetricsAsJSON(): Promise<readonly object[]>;
}
