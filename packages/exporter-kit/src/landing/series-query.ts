import type { SeriesRuleTexts } from "../config/build-series-rules.ts";

/** Rules proposed in a URL, and what is wrong with them. */
export interface SeriesQuery {
  readonly texts: SeriesRuleTexts;
  /** Whether any rule is proposed. */
  readonly isGiven: boolean;
  readonly fault: string | undefined;
}

const MAX_QUERY_LENGTH = 8_192;
const MAX_ITEMS = 50;
const CAP = /^[1-9]\d{0,8}$/;

const NO_RULES: SeriesRuleTexts = { keep: [], drop: [], dropLabels: [] };

/**
 * Reads `keep`, `drop` and `drop_label` (each any number of times, one item a line) and `cap` from the URL of the series
 * page. A query beyond the bounds is not looked into.
 */
export function parseSeriesQuery(url: string): SeriesQuery {
  const start = url.indexOf("?");
  const text = start < 0 ? "" : url.slice(start + 1);
  if (text.length > MAX_QUERY_LENGTH) {
    return { texts: NO_RULES, isGiven: false, fault: `The query is longer than ${MAX_QUERY_LENGTH} characters.` };
  }
  const query = new URLSearchParams(text);
  const lines = (name: string): readonly string[] =>
    query
      .getAll(name)
      .flatMap((value) => value.split(/\r?\n/))
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const [keep, drop, dropLabels] = [lines("keep"), lines("drop"), lines("drop_label")];
  const capText = query.get("cap")?.trim() ?? "";
  const cap = CAP.test(capText) ? Number(capText) : undefined;
  const texts = { keep, drop, dropLabels, cap };
  const isGiven = keep.length + drop.length + dropLabels.length > 0 || cap !== undefined;
  if (Math.max(keep.length, drop.length, dropLabels.length) > MAX_ITEMS) {
    return { texts: NO_RULES, isGiven: false, fault: `More than ${MAX_ITEMS} patterns or labels of one kind.` };
  }
  const fault =
    capText === "" || cap !== undefined
      ? undefined
      : "The most series per family must be a whole number of at least 1.";
  return { texts, isGiven, fault };
}
