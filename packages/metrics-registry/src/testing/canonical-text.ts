import { escapeLabelValue } from "../collected.ts";
import { formatBound } from "../exposition/go-float.ts";
import type { LabelPairs, MetricFamily } from "../model.ts";

function number(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

function line(name: string, labels: LabelPairs, value: number, timestampMs?: number): string {
  const written = labels
    .map(([label, text]) => `${label}="${escapeLabelValue(text)}"`)
    .toSorted()
    .join(",");
  return `${name}${written === "" ? "" : `{${written}}`} ${number(value)}${timestampMs === undefined ? "" : ` ${timestampMs}`}`;
}

function sampleLines(family: MetricFamily): readonly string[] {
  const { name } = family;
  if (family.type === "histogram") {
    return family.points.flatMap(({ labels, buckets, sum, count, timestampMs }) => [
      ...buckets
        .filter(({ upperBound }) => upperBound !== Infinity)
        .map((bucket) =>
          line(`${name}_bucket`, [...labels, ["le", formatBound(bucket.upperBound)]], bucket.count, timestampMs),
        ),
      line(`${name}_bucket`, [...labels, ["le", "+Inf"]], count, timestampMs),
      line(`${name}_sum`, labels, sum, timestampMs),
      line(`${name}_count`, labels, count, timestampMs),
    ]);
  }
  if (family.type === "summary") {
    return family.points.flatMap(({ labels, quantiles, sum, count, timestampMs }) => [
      ...quantiles.map(({ quantile, value }) =>
        line(name, [...labels, ["quantile", formatBound(quantile)]], value, timestampMs),
      ),
      line(`${name}_sum`, labels, sum, timestampMs),
      line(`${name}_count`, labels, count, timestampMs),
    ]);
  }
  return family.points.map(({ labels, value, timestampMs }) => line(name, labels, value, timestampMs));
}

const TEXT_TYPES: Readonly<Record<string, string>> = { unknown: "untyped", info: "gauge", stateset: "gauge" };

function escapeHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** Which comment lines take part in a comparison. */
export interface Metadata {
  readonly help: boolean;
  readonly type: boolean;
}

/** Families as lines of text format 0.0.4, sorted: families by name, then HELP, TYPE and samples. Empty families are left out. */
export function canonicalLines(families: readonly MetricFamily[], metadata: Metadata): readonly string[] {
  return families
    .filter(({ points }) => points.length > 0)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((family) => [
      ...(metadata.help && family.help !== undefined ? [`# HELP ${family.name} ${escapeHelp(family.help)}`] : []),
      ...(metadata.type ? [`# TYPE ${family.name} ${TEXT_TYPES[family.type] ?? family.type}`] : []),
      ...sampleLines(family).toSorted(),
    ]);
}

const LABEL = /\s*([^\s=,]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?\s*/y;

/** A sample line as a person may write it, with its labels sorted and its value printed the one way. */
function canonicalSample(text: string): string {
  const brace = text.indexOf("{");
  const labels: string[] = [];
  let name: string;
  let rest: string;
  if (brace === -1) {
    [name = "", rest = ""] = [text.split(/\s+/, 1)[0], text.slice(text.search(/\s/))];
  } else {
    name = text.slice(0, brace);
    LABEL.lastIndex = brace + 1;
    let end = brace + 1;
    for (let match = LABEL.exec(text); match !== null; match = LABEL.exec(text)) {
      labels.push(`${match[1]}="${match[2]}"`);
      end = LABEL.lastIndex;
    }
    if (text[end] !== "}") throw new Error(`Not a sample line: ${text}`);
    rest = text.slice(end + 1);
  }
  const [value = "", timestamp] = rest.trim().split(/\s+/);
  const parsed = value === "+Inf" ? Infinity : value === "-Inf" ? -Infinity : Number(value);
  if (value === "" || (Number.isNaN(parsed) && value !== "NaN")) throw new Error(`Not a sample line: ${text}`);
  const set = labels.length === 0 ? "" : `{${labels.toSorted().join(",")}}`;
  return `${name}${set} ${number(parsed)}${timestamp === undefined ? "" : ` ${timestamp}`}`;
}

/** Expected text in the same form as `canonicalLines`, and which comment lines it has. */
export function canonicalExpectation(text: string): { readonly lines: readonly string[]; readonly metadata: Metadata } {
  const lines = text
    .split("\n")
    .map((raw) => raw.trim())
    .filter((raw) => raw !== "")
    .map((raw) => (raw.startsWith("#") ? raw : canonicalSample(raw)));
  return {
    lines,
    metadata: {
      help: lines.some((raw) => raw.startsWith("# HELP ")),
      type: lines.some((raw) => raw.startsWith("# TYPE ")),
    },
  };
}
