import type { OptionSpecs } from "@sightglass/metrics-registry";
import { AGENTS } from "../agents.ts";
import type { CommandContext } from "../command-context.ts";
import { runCommand, type CommandRun } from "../run-command.ts";
import { readClientSettings, type ClientSettings, type TargetOptionValues } from "../target/client-settings.ts";
import { parseTarget } from "../target/read-page.ts";
import { loadPrograms } from "../load-programs.ts";
import type { Comparison } from "./comparison.ts";
import { createComparison } from "./create-comparison.ts";
import { createIgnoreFilter } from "./ignore-filter.ts";
import { readIgnoreRules } from "./ignore-rules.ts";
import { COMPARE_SPEC, SIDE_OPTIONS } from "./options.ts";
import { renderJson } from "./report-json.ts";
import { renderMarkdown } from "./report-markdown.ts";
import { renderText } from "./report-text.ts";
import { scrapeSides, type Side } from "./scrape-sides.ts";

type Run = CommandRun<(typeof COMPARE_SPEC)["options"]>;

const RENDERERS: Readonly<Record<string, (comparison: Comparison) => string>> = {
  text: renderText,
  json: renderJson,
  markdown: renderMarkdown,
};

/** The settings of one side: its own flags where they are given, those of both elsewhere. */
function settingsOf(side: "old" | "new", { values, isGiven, pick }: Run): Promise<ClientSettings> {
  const specs = SIDE_OPTIONS[side];
  const own = pick(specs as OptionSpecs) as unknown as TargetOptionValues;
  const entries = Object.entries(specs).map(([name, { flag }]) => {
    const key = name as keyof TargetOptionValues;
    return [key, isGiven(flag) ? own[key] : values[key]] as const;
  });
  return readClientSettings(Object.fromEntries(entries) as unknown as TargetOptionValues);
}

function hasFailed({ counts, breaks }: Comparison, failOn: readonly string[]): boolean {
  const found: Readonly<Record<string, number>> = { ...counts, breaks: breaks?.length ?? 0 };
  return failOn.some((kind) => (found[kind] ?? 0) > 0);
}

async function run(input: Run, context: CommandContext): Promise<number> {
  const { operands, values } = input;
  const [oldTarget, newTarget] = [parseTarget(operands[0] ?? ""), parseTarget(operands[1] ?? "")];
  const rules = (await Promise.all(values.ignore.map(readIgnoreRules))).flat();
  const consumers = await readConsumers(values.rules, values.dashboards);
  const [oldSettings, newSettings] = await Promise.all([settingsOf("old", input), settingsOf("new", input)]);
  const sides: readonly [Side, Side] = [
    { target: oldTarget, settings: oldSettings },
    { target: newTarget, settings: newSettings },
  ];
  const pages = await scrapeSides(...sides, values);
  const comparison = createComparison({
    targets: [oldTarget, newTarget],
    pages,
    filter: createIgnoreFilter(rules),
    tolerance: { relative: values.tolerance, absolute: values.absoluteTolerance },
    withValues: values.values,
    consumers,
    programs: await loadPrograms(AGENTS),
  });
  context.stdout((RENDERERS[values.format] ?? renderText)(comparison));
  return hasFailed(comparison, values.failOn) ? 1 : 0;
}

async function readConsumers(rules: readonly string[], dashboards: readonly string[]) {
  if (rules.length + dashboards.length === 0) {
    return undefined;
  }
  const [{ readRuleFile }, { readDashboards }] = await Promise.all([
    import("../consumers/read-rules.ts"),
    import("../consumers/read-dashboards.ts"),
  ]);
  return (await Promise.all([...rules.map(readRuleFile), ...dashboards.map(readDashboards)])).flat();
}

/** `sightglass compare`: 0 no difference, 1 differences, 2 could not compare. */
export function compare(argv: readonly string[], context: CommandContext): Promise<number> {
  return runCommand(COMPARE_SPEC, argv, context, { failure: 2, run: (input) => run(input, context) });
}
