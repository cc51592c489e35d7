import { escapeControl } from "@sightglass/exporter-kit";
import type { Comparison, ComparisonGroup, DifferenceKind, FamilyDifference } from "./comparison.ts";
import { DIFFERENCE_KINDS } from "./comparison.ts";
import { mergeFamilies } from "./merge-families.ts";

/** Text in a table cell or a paragraph: nothing in it is markup. */
export const prose = (text: string): string =>
  escapeControl(text).replaceAll(/[\\`*_{}[\]<>|#~]/g, (found) => `\\${found}`);

/** Inline code, also in a table cell, where a bar has to be escaped even there. */
export function code(text: string): string {
  const safe = escapeControl(text).replaceAll("|", "\\|");
  return safe.includes("`") ? `\`\` ${safe} \`\`` : `\`${safe}\``;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(" | ")} |`,
  `| ${head.map(() => "---").join(" | ")} |`,
  ...rows.map((row) => `| ${row.join(" | ")} |`),
];

const KIND_WORDS: Readonly<Record<DifferenceKind, string>> = {
  missing: "missing, or series of them",
  extra: "extra, or series of them",
  type: "of another type",
  labels: "with other labels",
  drift: "whose values drift",
};

function sidesTable({ old, new: fresh }: Comparison): readonly string[] {
  const row = (name: string, side: Comparison["old"]): readonly string[] => [
    name,
    code(side.name),
    String(side.families),
    String(side.series),
    String(side.bytes),
    String(side.scrapes),
  ];
  return table(["", "Page", "Families", "Series", "Bytes", "Scrapes"], [row("Old", old), row("New", fresh)]);
}

const causeOf = ({ flag, reason }: FamilyDifference): string =>
  [...(flag === undefined ? [] : [code(flag)]), ...(reason === undefined ? [] : [prose(reason)])].join(", ");

function groupLines({ name, kind, families }: ComparisonGroup): readonly string[] {
  const title =
    kind === "collector" ? `Collector ${code(name)}` : kind === "program" ? "About the program itself" : code(name);
  const rows = mergeFamilies(families, code).map((merged) => [
    merged.families.map(code).join(", "),
    merged.clauses.join("; "),
    causeOf(merged.difference),
  ]);
  const hasCause = rows.some(([, , cause]) => cause !== "");
  return hasCause
    ? ["", `### ${title}`, "", ...table(["Family", "Difference", "Brought back by, reason"], rows)]
    : [
        "",
        `### ${title}`,
        "",
        ...table(
          ["Family", "Difference"],
          rows.map((row) => row.slice(0, 2)),
        ),
      ];
}

function breakLines({ breaks, consumers = 0 }: Comparison): readonly string[] {
  if (breaks === undefined) {
    return [];
  }
  if (breaks.length === 0) {
    return ["", "## Rules and dashboards", "", `None of ${consumers} expressions breaks.`];
  }
  const rows = breaks.map(({ kind, name, place, reasons }) => [
    kind,
    prose(name),
    prose(place),
    reasons.map(prose).join("; "),
  ]);
  return ["", "## What breaks in rules and dashboards", "", ...table(["Kind", "Name", "Where", "Why"], rows)];
}

/** Writes a comparison as a section of a document, from a second-level heading on. */
export function renderMarkdown(comparison: Comparison): string {
  const { counts, equalFamilies, groups, ignored, notes } = comparison;
  const found = DIFFERENCE_KINDS.filter((kind) => counts[kind] > 0);
  const summary = [
    ...found.map((kind) => [`Families ${KIND_WORDS[kind]}`, String(counts[kind])]),
    ["Families that are the same", String(equalFamilies)],
  ];
  const lines = [
    "## Differences",
    "",
    ...sidesTable(comparison),
    "",
    ...table(["What", "Count"], summary),
    ...groups.flatMap(groupLines),
    ...breakLines(comparison),
    ...(ignored.length === 0
      ? []
      : [
          "",
          "## Ignored",
          "",
          ...table(
            ["Differences", "Reason"],
            ignored.map(({ reason, differences }) => [String(differences), prose(reason)]),
          ),
        ]),
    ...(notes.length === 0 ? [] : ["", "## Notes", "", ...notes.map((note) => `- ${prose(note)}`)]),
  ];
  return `${lines.join("\n")}\n`;
}
