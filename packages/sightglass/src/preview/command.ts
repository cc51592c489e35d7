import type { OptionSpecs } from "@sightglass/metrics-registry";
import { applySeriesRules, measureSeries } from "@sightglass/metrics-registry";
import { buildSeriesRules, exemptFamilies, type CommandSpec } from "@sightglass/exporter-kit";
import { AGENTS } from "../agents.ts";
import type { CommandContext } from "../command-context.ts";
import { loadPrograms } from "../load-programs.ts";
import { runCommand, type CommandRun } from "../run-command.ts";
import { readClientSettings } from "../target/client-settings.ts";
import { parseTarget, readPage } from "../target/read-page.ts";
import { HTTP_OPTIONS } from "../target/target-options.ts";
import { createPreview, SORT_KEYS, type SortKey } from "./preview.ts";
import { renderPreviewJson, renderPreviewText } from "./report.ts";

const patterns = (flag: string, help: string) =>
  ({ flag, type: "strings", default: [], placeholder: "REGEX", help }) as const;

const RULES = {
  keep: patterns(
    "keep",
    "Only families whose whole name matches, in RE2 syntax, as series_rules.keep. May be repeated.",
  ),
  drop: patterns("drop", "Of those, no families whose whole name matches, as series_rules.drop. May be repeated."),
  dropLabels: {
    flag: "drop-label",
    type: "strings",
    default: [],
    placeholder: "LABEL",
    help: "Label to take off every series, as series_rules.drop_labels. May be repeated.",
  },
  cap: {
    flag: "cap",
    type: "integer",
    default: 0,
    min: 0,
    help: "Most series of one family, as series_rules.max_series_per_family; 0 for no limit.",
  },
} as const satisfies OptionSpecs;

const REPORT = {
  format: { flag: "format", type: "choice", default: "text", choices: ["text", "json"], help: "Form of the report." },
  sort: {
    flag: "sort",
    type: "choice",
    default: "series",
    choices: SORT_KEYS,
    help: "What the tables are sorted by, most first.",
  },
  limit: {
    flag: "limit",
    type: "integer",
    default: 50,
    min: 0,
    help: "Rows of each table; 0 for all. JSON has all of them.",
  },
} as const satisfies OptionSpecs;

/** The command line of `sightglass preview`. */
export const PREVIEW_SPEC = {
  usage: "sightglass preview",
  operands: ["URL"],
  description:
    "Series and bytes of a metrics page, by family and by label, and what proposed series rules would leave of them.",
  sections: { "Proposed series rules": RULES, Report: REPORT, "How the URL is asked": HTTP_OPTIONS },
  options: { ...RULES, ...REPORT, ...HTTP_OPTIONS },
  notes: [
    "URL may also be a file, gzipped or not; a URL without a path means /metrics. Bytes are those of the text\nformat, uncompressed. Rules that are in use on the page have been applied already.",
    "Exit codes: 0 done, 1 the page could not be read.",
    "sightglass preview http://host:9100 --drop 'node_netstat_.*' --drop-label address --cap 1000",
  ],
} as const satisfies CommandSpec<OptionSpecs>;

async function run(
  { operands, values }: CommandRun<(typeof PREVIEW_SPEC)["options"]>,
  context: CommandContext,
): Promise<number> {
  const { keep, drop, dropLabels, cap } = values;
  const rules = buildSeriesRules({ keep, drop, dropLabels, cap: cap === 0 ? undefined : cap });
  const target = parseTarget(operands[0] ?? "");
  const page = await readPage(target, await readClientSettings(values));
  const programs = await loadPrograms(AGENTS);
  const exempt = new Set(programs.flatMap((program) => [...exemptFamilies(program)]));
  const now = measureSeries(applySeriesRules(page.families, {}).families);
  const left = Object.keys(rules).length === 0 ? undefined : applySeriesRules(page.families, rules, exempt);
  const preview = createPreview({
    name: target.name,
    now,
    after: left && measureSeries(left.families),
    dropped: left?.dropped ?? new Map(),
    sort: values.sort as SortKey,
  });
  context.stdout(values.format === "json" ? renderPreviewJson(preview) : renderPreviewText(preview, values.limit));
  return 0;
}

/** `sightglass preview`: 0 done, 1 the page could not be read. */
export function preview(argv: readonly string[], context: CommandContext): Promise<number> {
  return runCommand(PREVIEW_SPEC, argv, context, { failure: 1, run: (input) => run(input, context) });
}
