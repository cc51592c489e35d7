import { readFileSync } from "node:fs";
import { conformanceFile } from "../servers/paths.ts";

/** A series that a published alert, rule or dashboard asks a provider for. */
export interface ConsumerRow {
  readonly series: string;
  /** PromQL selectors, `{...}` without the name: one for each combination of literal values that is asked for. */
  readonly selectors: readonly string[];
}

/** Labels that the scrape puts on every series, whatever the exporter writes. */
const SCRAPE_LABELS = new Set(["job", "cluster", "instance", "metrics_path"]);

/** One entry of `labels_matched`: a label and its operators with their values, such as `mode=idle=~idle|iowait`. */
function matchersOf(entry: string): readonly (readonly string[])[] {
  const [label = ""] = /^\w+/.exec(entry) ?? [];
  const rest = entry.slice(label.length);
  if (SCRAPE_LABELS.has(label) || label === "") {
    return [];
  }
  if (rest === "") {
    // A variable of the dashboard stands there: the label has to exist.
    return [[`${label}!=""`]];
  }
  return [...rest.matchAll(/(=~|!=|!~|=)([^=!]*)/g)].map(([, operator = "", values = ""]) => {
    const alternatives = operator === "=" ? values.split(",") : [values];
    return alternatives.map((value) => `${label}${operator}${JSON.stringify(value === '""' ? "" : value)}`);
  });
}

/** Reads `consumers/series.tsv`: the raw rows of one consumer that one provider has to give. */
export function consumerRows(consumer: string, provider: string): readonly ConsumerRow[] {
  const lines = readFileSync(conformanceFile("consumers", "series.tsv"), "utf8").split("\n").slice(1);
  return lines
    .map((line) => line.split("\t"))
    .filter((columns) => columns[0] === consumer && columns[2] === "raw" && columns[3] === provider)
    .map(([, series = "", , , , matched = ""]) => {
      let combinations: string[][] = [[]];
      for (const alternatives of matched.split("; ").flatMap(matchersOf)) {
        combinations = combinations.flatMap((known) => alternatives.map((matcher) => known.concat(matcher)));
      }
      return { series, selectors: combinations.map((matchers) => matchers.join(",")) };
    });
}
