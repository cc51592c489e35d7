import { escapeControl } from "@sightglass/exporter-kit";
import type { Comparison, ComparisonGroup, FamilyDifference, SideSummary } from "./comparison.ts";
import { DIFFERENCE_KINDS } from "./comparison.ts";
import { countOf } from "./difference-words.ts";
import { mergeFamilies, type MergedDifference } from "./merge-families.ts";

const plain = (text: string): string => text;

const sideLine = (side: string, { name, families, series, bytes, format, scrapes }: SideSummary): string =>
  `${side}  ${name}: ${families} families, ${series} series, ${bytes} bytes (${format}, ${countOf(scrapes, "scrape")})`;

/** One character before a family, as a patch has it. */
const markOf = ({ whole }: FamilyDifference): string =>
  whole === undefined ? "~" : whole.side === "missing" ? "-" : "+";

const WIDTH = 100;

/** Names on as few lines as they need. */
function wrapped(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line !== "" && line.length + 2 + name.length > WIDTH) {
      lines.push(`${line},`);
      line = name;
    } else {
      line = line === "" ? name : `${line}, ${name}`;
    }
  }
  return [...lines, line];
}

function familyLines({ families, clauses, difference }: MergedDifference): readonly string[] {
  const causes = [
    ...(difference.reason === undefined ? [] : [difference.reason]),
    ...(difference.flag === undefined ? [] : [`brought back by ${difference.flag}`]),
  ];
  const [first = "", ...rest] = clauses;
  const isOne = families.length === 1;
  const head = isOne ? difference.family : `${families.length} families`;
  return [
    `  ${markOf(difference)} ${head}: ${[first, ...causes].join("; ")}`,
    ...rest.map((clause) => `      ${clause}`),
    ...(isOne ? [] : wrapped(families).map((line) => `      ${line}`)),
  ];
}

function groupLines({ name, kind, families }: ComparisonGroup): readonly string[] {
  const title = kind === "collector" ? `Collector ${name}` : kind === "program" ? "About the program itself" : name;
  return ["", title, ...mergeFamilies(families, plain).flatMap(familyLines)];
}

function headline({ counts, equalFamilies }: Comparison): string {
  const found = DIFFERENCE_KINDS.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  const equal = countOf(equalFamilies, "family is", "families are");
  return found.length === 0
    ? `No difference; ${equal} the same.`
    : `Families by difference: ${found.join(", ")}; ${equal} the same.`;
}

function breakLines({ breaks, consumers }: Comparison): readonly string[] {
  if (breaks === undefined) {
    return [];
  }
  const looked = `of ${countOf(consumers ?? 0, "expression")} in rules and dashboards`;
  return breaks.length === 0
    ? ["", `Breaks nothing ${looked}.`]
    : [
        "",
        `Would break, ${looked}:`,
        ...breaks.map(({ kind, name, place, reasons }) => `  ${kind} ${name} (${place}): ${reasons.join("; ")}`),
      ];
}

/** Writes a comparison for a terminal. Nothing in it can move a cursor. */
export function renderText(comparison: Comparison): string {
  const lines = [
    sideLine("OLD", comparison.old),
    sideLine("NEW", comparison.new),
    "",
    headline(comparison),
    ...comparison.groups.flatMap(groupLines),
    ...breakLines(comparison),
    ...(comparison.ignored.length === 0
      ? []
      : ["", "Ignored:", ...comparison.ignored.map(({ reason, differences }) => `  ${differences}: ${reason}`)]),
    ...(comparison.notes.length === 0 ? [] : ["", ...comparison.notes.map((note) => `Note: ${note}`)]),
  ];
  return `${lines.map(escapeControl).join("\n")}\n`;
}
