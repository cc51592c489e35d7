import { escapeControl } from "@sightglass/exporter-kit";
import type { Amount, Preview } from "./preview.ts";

/** Writes a preview for programs. */
export function renderPreviewJson(preview: Preview): string {
  return `${JSON.stringify(preview, undefined, 2)}\n`;
}

const shown = ({ now, after }: Amount): string =>
  after === undefined || after === now ? String(now) : `${now} -> ${after}`;

/** Columns of text, the first to the left and the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

const rest = (count: number, limit: number): readonly string[] =>
  limit > 0 && count > limit ? [`and ${count - limit} more`] : [];

const shareText = ({ now, after }: Amount): string =>
  after === undefined || now === 0 ? "" : `, ${((100 * (now - after)) / now).toFixed(1)} % less`;

/** Writes a preview for a terminal, with at most so many rows in each table; 0 for all. */
export function renderPreviewText(preview: Preview, limit: number): string {
  const { page, series, bytes, families, labels, dropped } = preview;
  const cut = <Row>(rows: readonly Row[]): readonly Row[] => (limit === 0 ? rows : rows.slice(0, limit));
  const causes = Object.entries(dropped).map(([cause, count]) => `${count} ${cause}`);
  const lines = [
    page,
    `Series: ${shown(series)}${shareText(series)}`,
    `Bytes: ${shown(bytes)}${shareText(bytes)}`,
    ...(causes.length === 0 ? [] : [`Left out: ${causes.join(", ")}`]),
    "",
    ...table(
      ["FAMILY", "SERIES", "BYTES"],
      cut(families).map((row) => [escapeControl(row.name), shown(row.series), shown(row.bytes)]),
    ),
    ...rest(families.length, limit),
    "",
    ...table(
      ["LABEL", "SERIES", "VALUES", "BYTES"],
      cut(labels).map((row) => [escapeControl(row.name), shown(row.series), shown(row.values), shown(row.bytes)]),
    ),
    ...rest(labels.length, limit),
  ];
  return `${lines.join("\n")}\n`;
}
