import type { CollectedFamily } from "./collected.ts";
import type { ExpositionFormat } from "./exposition/format.ts";
import type { MetricType } from "./model.ts";

/** Why a collector's last run ended as it did; the values of the `reason` label. */
export type StatusReason = "ok" | "no_data" | "denied" | "disabled" | "error" | "timeout" | "unsupported";

/** Outcome of a collector's last run. */
export interface CollectorStatus {
  readonly collector: string;
  readonly help: string;
  readonly reason: StatusReason;
  /** The error's message; when the reason is `ok`, what the data lacks. Empty when nothing, and before the first run. */
  readonly message: string;
  readonly durationSeconds: number;
  /** Series in the last scrape that included this collector. */
  readonly series: number;
  /** Unix time in milliseconds of the last run, 0 before the first. */
  readonly finishedAtMs: number;
}

/** One family as the landing page, the metric reference and the linter see it. */
export interface FamilyDescription {
  /** Whole name; for dynamic families the prefix followed by `*`. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly labels: readonly string[];
  /** Collector that declares it; empty for the registry's own and the program's telemetry. */
  readonly collector: string;
  /** Series in the last scrape. */
  readonly series: number;
}

/** One collection, good for any number of answers in any format. */
export interface Scrape {
  /** Bytes of the page in a format; rendered once for each format. */
  render(format: ExpositionFormat): Buffer;
  /** The families themselves, sorted by name. */
  families(): readonly CollectedFamily[];
  readonly series: number;
  readonly durationSeconds: number;
}

/** What a collection is asked for. */
export interface CollectRequest {
  /** Names of the collectors to run; all enabled ones when absent. */
  readonly collectors?: ReadonlySet<string>;
  /** Milliseconds until every collector that has not finished is reported as `timeout`. */
  readonly deadlineMs: number;
}

/** A set of enabled collectors bound to their source. */
export interface Registry {
  /** Names of the enabled collectors, sorted. */
  readonly collectors: readonly string[];
  collect(request: CollectRequest): Promise<Scrape>;
  status(): readonly CollectorStatus[];
  describe(): readonly FamilyDescription[];
}
