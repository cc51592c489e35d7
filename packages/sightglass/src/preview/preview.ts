import type { DropCause, SeriesCost } from "@sightglass/metrics-registry";

/** What tables can be sorted by. */
export const SORT_KEYS = ["series", "bytes", "name"] as const;
/** What tables are sorted by. */
export type SortKey = (typeof SORT_KEYS)[number];

/** A number now and, when rules are proposed, after them. */
export interface Amount {
  readonly now: number;
  readonly after?: number;
}

/** One family or label. */
export interface PreviewRow {
  readonly name: string;
  readonly series: Amount;
  readonly bytes: Amount;
}

/** A label, with how many values it has. */
export interface LabelRow extends PreviewRow {
  readonly values: Amount;
}

/** What a page costs, and what rules would leave. */
export interface Preview {
  readonly page: string;
  readonly series: Amount;
  readonly bytes: Amount;
  readonly families: readonly PreviewRow[];
  readonly labels: readonly LabelRow[];
  /** Series that the rules leave out, by the cause that an agent would count them under. */
  readonly dropped: Readonly<Partial<Record<DropCause, number>>>;
}

/** What a preview is made of. */
export interface PreviewParts {
  readonly name: string;
  readonly now: SeriesCost;
  /** Undefined when no rules are proposed. */
  readonly after: SeriesCost | undefined;
  readonly dropped: ReadonlyMap<DropCause, number>;
  readonly sort: SortKey;
}

const amount = (now: number, after: number | undefined): Amount => (after === undefined ? { now } : { now, after });

function sorted<Row extends PreviewRow>(rows: readonly Row[], sort: SortKey): readonly Row[] {
  return rows.toSorted((a, b) => {
    const byNumber = sort === "name" ? 0 : b[sort].now - a[sort].now;
    return byNumber || (a.name < b.name ? -1 : 1);
  });
}

/** Puts a preview together; what rules leave nothing of stays in the tables with zeros. */
export function createPreview({ name, now, after, dropped, sort }: PreviewParts): Preview {
  const families = new Map(after?.families.map((family) => [family.name, family]));
  const labels = new Map(after?.labels.map((label) => [label.name, label]));
  const left = (value: number | undefined): number | undefined => (after === undefined ? undefined : (value ?? 0));
  return {
    page: name,
    series: amount(now.series, after?.series),
    bytes: amount(now.bytes, after?.bytes),
    families: sorted(
      now.families.map((family) => ({
        name: family.name,
        series: amount(family.series, left(families.get(family.name)?.series)),
        bytes: amount(family.bytes, left(families.get(family.name)?.bytes)),
      })),
      sort,
    ),
    labels: sorted(
      now.labels.map((label) => ({
        name: label.name,
        series: amount(label.series, left(labels.get(label.name)?.series)),
        values: amount(label.values, left(labels.get(label.name)?.values)),
        bytes: amount(label.bytes, left(labels.get(label.name)?.bytes)),
      })),
      sort,
    ),
    dropped: Object.fromEntries(dropped),
  };
}
