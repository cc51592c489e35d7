import type { MetricType } from "@sightglass/metrics-registry";
import type { ConsumerBreak } from "../consumers/consumer-break.ts";
import type { Drift } from "./judge-values.ts";

/** Kinds of differences, as reports, ignore rules and `--fail-on` name them. */
export const DIFFERENCE_KINDS = ["missing", "extra", "type", "labels", "drift"] as const;
/** A kind of difference. */
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** A series whose values are not alike. */
export interface DriftingSeries extends Drift {
  readonly series: string;
}

/** Some of what is on one side only, and how much there is. */
export interface SeriesList {
  readonly count: number;
  /** The first of them, as PromQL selectors. */
  readonly examples: readonly string[];
}

/** All that differs in one family. */
export interface FamilyDifference {
  readonly family: string;
  readonly kinds: readonly DifferenceKind[];
  /** `missing` and `extra` mean the family as a whole, and `series` how many series it has there. */
  readonly whole?: { readonly side: "missing" | "extra"; readonly series: number };
  readonly types?: { readonly old: MetricType; readonly new: MetricType };
  readonly labels?: { readonly missing: readonly string[]; readonly extra: readonly string[] };
  readonly missing?: SeriesList;
  readonly extra?: SeriesList;
  readonly drift?: { readonly count: number; readonly examples: readonly DriftingSeries[] };
  /** The flag of our agent that would bring it back. */
  readonly flag?: string;
  /** Why it is missing, as far as the new side says. */
  readonly reason?: string;
}

/** The differences of one collector. */
export interface ComparisonGroup {
  /** Collector's name, `about the program itself`, or a prefix with a star. */
  readonly name: string;
  readonly kind: "collector" | "program" | "prefix";
  readonly families: readonly FamilyDifference[];
}

/** One side, as the report shows it. */
export interface SideSummary {
  readonly name: string;
  readonly families: number;
  readonly series: number;
  readonly bytes: number;
  readonly format: string;
  readonly scrapes: number;
}

/** What a rule of the ignore file took out. */
export interface IgnoredSummary {
  readonly reason: string;
  readonly differences: number;
}

/** The outcome of a comparison. */
export interface Comparison {
  readonly old: SideSummary;
  readonly new: SideSummary;
  /** Families that are on both sides and do not differ. */
  readonly equalFamilies: number;
  readonly groups: readonly ComparisonGroup[];
  readonly counts: Readonly<Record<DifferenceKind, number>>;
  readonly ignored: readonly IgnoredSummary[];
  /** What limits what the comparison says. */
  readonly notes: readonly string[];
  /** Undefined when no rules or dashboards were given. */
  readonly breaks?: readonly ConsumerBreak[];
  /** How many alerts, recording rules, panels and variables were looked at. */
  readonly consumers?: number;
}
