import type { OptionSpecs } from "@sightglass/metrics-registry";
import type { CommandSpec } from "@sightglass/exporter-kit";
import { HTTP_OPTIONS, targetOptions } from "../target/target-options.ts";
import { DIFFERENCE_KINDS } from "./comparison.ts";

const FAILURES: readonly string[] = [...DIFFERENCE_KINDS, "breaks"];

const positive = (milliseconds: number): string | undefined =>
  milliseconds <= 0 ? "it must be greater than zero" : undefined;

const checkFailures = (kinds: readonly string[]): string | undefined => {
  const unknown = kinds.find((kind) => !FAILURES.includes(kind));
  return unknown === undefined ? undefined : `unknown difference ${unknown}; there are ${FAILURES.join(", ")}`;
};

const MAIN = {
  format: {
    flag: "format",
    type: "choice",
    default: "text",
    choices: ["text", "json", "markdown"],
    help: "Form of the report.",
  },
  scrapes: {
    flag: "scrapes",
    type: "integer",
    default: 3,
    min: 1,
    max: 100,
    help: "How often each URL is read. Rates need two, bursts are told from faults by three.",
  },
  intervalMs: {
    flag: "interval",
    type: "duration",
    default: "5s",
    check: positive,
    help: "Time from one scrape to the next.",
  },
  values: {
    flag: "values",
    type: "boolean",
    default: true,
    help: "Compare values too, not only which series there are.",
  },
  tolerance: {
    flag: "tolerance",
    type: "number",
    default: 0.1,
    min: 0,
    help: "Share of a value or rate by which the sides may differ.",
  },
  absoluteTolerance: {
    flag: "tolerance.absolute",
    type: "number",
    default: 0,
    min: 0,
    help: "Difference that is let pass whatever the values.",
  },
  ignore: {
    flag: "ignore",
    type: "strings",
    default: [],
    placeholder: "FILE",
    help: "YAML file with rules for differences that are meant to be. May be repeated.",
  },
  failOn: {
    flag: "fail-on",
    type: "strings",
    default: FAILURES,
    placeholder: "KIND",
    check: checkFailures,
    help: "Differences that make the exit code 1. May be repeated.",
  },
} as const satisfies OptionSpecs;

const CONSUMERS = {
  rules: {
    flag: "rules",
    type: "strings",
    default: [],
    placeholder: "FILE",
    help: "Rule file or PrometheusRule manifests: the alerts and rules that break are named. May be repeated.",
  },
  dashboards: {
    flag: "dashboards",
    type: "strings",
    default: [],
    placeholder: "DIR",
    help: "Folder with Grafana dashboards: the panels that break are named. May be repeated.",
  },
} as const satisfies OptionSpecs;

/** Options of one side alone; where they are given they stand in for those of both. */
export const SIDE_OPTIONS = { old: targetOptions("old.http", true), new: targetOptions("new.http", true) } as const;

const renamed = (side: "old" | "new"): OptionSpecs =>
  Object.fromEntries(Object.entries(SIDE_OPTIONS[side]).map(([name, spec]) => [`${side}.${name}`, spec]));

/** The command line of `sightglass compare`. */
export const COMPARE_SPEC = {
  usage: "sightglass compare",
  operands: ["OLD", "NEW"],
  description:
    "Compares two metrics pages, URLs or files: which families and series are missing or extra on NEW, which have another\ntype, other labels or values that drift, by collector and with the flag that brings a missing one back.",
  sections: {
    Comparison: MAIN,
    "What a difference would break": CONSUMERS,
    "How URLs are asked": HTTP_OPTIONS,
    "How one side is asked": { ...renamed("old"), ...renamed("new") },
  },
  options: { ...MAIN, ...CONSUMERS, ...HTTP_OPTIONS },
  notes: [
    "Each --http flag also exists for one side alone, as --old.http.username or --new.http.ca-file. A URL may\nhold user and password, and one without a path means /metrics. Files may be gzipped.",
    "Exit codes: 0 no difference, 1 differences, 2 the pages could not be compared.",
    "sightglass compare http://host:9100 http://host:9101 --rules alerts.yaml --format=markdown",
  ],
} as const satisfies CommandSpec<OptionSpecs>;
