import type { Matcher, SeriesRules } from "@sightglass/metrics-registry";
import { UsageError } from "../flags/usage-error.ts";
import { nearest } from "../nearest.ts";
import { compilePatterns } from "./build-series-rules.ts";
import type { YamlEntry, YamlValue } from "./yaml-tree.ts";

/** Key of the section in the configuration file. */
export const SERIES_RULES_KEY = "series_rules";

const KEYS = ["keep", "drop", "drop_labels", "max_series_per_family"] as const;

function texts(value: YamlValue, place: string, key: string): readonly string[] {
  const items = value.kind === "list" ? value.items : [value];
  return items.map((item) => {
    if (item.kind !== "text") {
      throw new UsageError(`${place}: ${SERIES_RULES_KEY}.${key} must be a list of texts`);
    }
    return item.text;
  });
}

const matchers = (value: YamlValue, place: string, key: string): readonly Matcher[] =>
  compilePatterns(texts(value, place, key), `${SERIES_RULES_KEY}.${key}`, `${place}: `);

function limit(value: YamlValue, place: string, key: string): number {
  const text = value.kind === "text" ? value.text : "";
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new UsageError(`${place}: ${SERIES_RULES_KEY}.${key} must be a whole number of at least 1`);
  }
  return Number(text);
}

/**
 * Reads the section `series_rules`: `keep` and `drop` are lists of patterns that a whole family name must match, as in
 * Prometheus's relabelling; `drop_labels` is a list of names; `max_series_per_family` is a number.
 *
 * @throws UsageError naming file, line and fault.
 */
export function readSeriesRules(file: string, section: YamlEntry): SeriesRules {
  if (section.value.kind === "nothing") {
    return {};
  }
  if (section.value.kind !== "map") {
    throw new UsageError(`${file}:${section.line}: ${SERIES_RULES_KEY} must be a mapping`);
  }
  const rules: { -readonly [Key in keyof SeriesRules]: SeriesRules[Key] } = {};
  for (const { key, line, value } of section.value.entries) {
    const place = `${file}:${line}`;
    switch (key) {
      case "keep":
        rules.keepFamilies = matchers(value, place, key);
        break;
      case "drop":
        rules.dropFamilies = matchers(value, place, key);
        break;
      case "drop_labels":
        rules.dropLabels = new Set(texts(value, place, key));
        break;
      case "max_series_per_family":
        rules.maxSeriesPerFamily = limit(value, place, key);
        break;
      default: {
        const meant = nearest(key, KEYS);
        throw new UsageError(
          `${place}: unknown key ${SERIES_RULES_KEY}.${key}${meant === undefined ? "" : `; did you mean ${meant}?`}`,
        );
      }
    }
  }
  return rules;
}
