import type { CollectorDefinition, FamilyDefinition, OptionSpec } from "@sightglass/metrics-registry";

type ReferencedCollector = Pick<CollectorDefinition, "enabledByDefault" | "families" | "help" | "name" | "options">;

/** What a metric reference is about. */
export interface ReferencedProgram {
  /** Name of the package without its scope. */
  readonly name: string;
  readonly collectors: readonly ReferencedCollector[];
}

const cell = (text: string): string => text.replaceAll(/[|*<]/g, "\\$&").replaceAll("\n", " ");
// Inside a code span only the cell's own border has to be escaped.
const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;
const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function table(head: readonly string[], rows: readonly string[]): readonly string[] {
  return [row(...head), row(...head.map(() => "---")), ...rows];
}

function familyRow(family: FamilyDefinition<never>): string {
  if (family.kind === "foreign") return row("whatever the source names", "as given", "as given", cell(family.help));
  const name = family.kind === "static" ? code(family.name) : code(`${family.prefix}*`);
  return row(name, family.type, family.labels.map(code).join(", "), cell(family.help));
}

function defaultText(spec: OptionSpec): string {
  if (Array.isArray(spec.default)) return spec.default.map((value: string) => code(value)).join(" ");
  const text = String(spec.default);
  return text === "" ? "" : code(text);
}

function optionRow(spec: OptionSpec): string {
  return row(code(`--${spec.flag}`), defaultText(spec), cell(spec.help));
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

const NOTE = "Written by `npm run generate` from the definitions in the code; edit those.";

function renderCollector(program: string, collector: ReferencedCollector): string {
  const { enabledByDefault: on, families, help, name } = collector;
  const flag = `--${on ? "no-" : ""}collector.${name}`;
  const lines = [
    `# ${name}`,
    "",
    `${help} ${on ? "On" : "Off"} by default; ${code(flag)} turns it ${on ? "off" : "on"}.`,
    "",
    ...table(["Metric", "Type", "Labels", "Help"], families.map(familyRow).toSorted(byText)),
  ];
  const options = Object.values(collector.options).filter(({ hidden }) => hidden !== true);
  if (options.length > 0)
    lines.push("", ...table(["Flag", "Default", "Help"], options.map(optionRow).toSorted(byText)));
  lines.push("", `One of the collectors of [${program}](README.md). ${NOTE}`);
  return `${lines.join("\n")}\n`;
}

/**
 * Markdown pages about all metrics that a program can expose, by file name: one for each collector, with its flags, and
 * the list of them.
 */
export function renderMetricReference({ name, collectors }: ReferencedProgram): ReadonlyMap<string, string> {
  const list = [
    `# Metrics of ${name}`,
    "",
    `${NOTE} On a collector's page, a name that ends in`,
    "`*` stands for all names that the source gives, each behind that prefix.",
    "",
    ...table(
      ["Collector", "Default", "What it exposes"],
      collectors.map((collector) =>
        row(
          `[${collector.name}](${collector.name}.md)`,
          collector.enabledByDefault ? "on" : "off",
          cell(collector.help),
        ),
      ),
    ),
  ];
  return new Map([
    ["README.md", `${list.join("\n")}\n`],
    ...collectors.map((collector) => [`${collector.name}.md`, renderCollector(name, collector)] as const),
  ]);
}
