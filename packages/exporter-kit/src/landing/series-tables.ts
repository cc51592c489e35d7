import type { FamilyCost, LabelCost, SeriesCost } from "@sightglass/metrics-registry";
import { html, NO_HTML, type Html } from "./html.ts";
import { readableCount, shorten } from "./readable.ts";

/** More rows than this would make the page a burden; `sightglass preview` has them all. */
const MAX_ROWS = 2_000;
const MAX_NAME_LENGTH = 200;

type Change = readonly [name: string, now: number, after: number | undefined];

const amount = ([name, now, after]: Change): Html =>
  html`<td role="cell" class="number" data-label="${name}">
    ${after === undefined || after === now ? readableCount(now) : `${readableCount(now)} → ${readableCount(after)}`}
  </td> `;

const column = (name: string): Html => html`<th role="columnheader" scope="col" class="number">${name}</th> `;

interface TableParts {
  readonly caption: string;
  readonly first: string;
  readonly columns: readonly string[];
  readonly rows: readonly Html[];
  readonly total: number;
}

const table = ({ caption, first, columns, rows, total }: TableParts): Html =>
  html`${
      total > rows.length
        ? html`<p class="notice">The first ${rows.length} are listed; ${total - rows.length} more are not.</p>`
        : NO_HTML
    }
    <table role="table" class="cost" aria-labelledby="${caption}">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">${first}</th>
          ${columns.map(column)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows}
      </tbody>
    </table> `;

const row = (name: string, note: string, amounts: readonly Html[]): Html =>
  html`<tr role="row">
    <th role="rowheader" scope="row">
      <code>${shorten(name, MAX_NAME_LENGTH)}</code>${note === "" ? NO_HTML : html`<span class="about">${note}</span>`}
    </th>
    ${amounts}
  </tr> `;

/**
 * The table of families by series, and what proposed rules leave of each.
 *
 * @param after what the rules leave; undefined when none are proposed.
 */
export function familyCosts(now: SeriesCost, after: SeriesCost | undefined): Html {
  const left = new Map<string, FamilyCost>(after?.families.map((family) => [family.name, family]));
  const rows = now.families.slice(0, MAX_ROWS).map(({ name, type, series, bytes }) => {
    const rest = (key: "series" | "bytes"): number | undefined =>
      after === undefined ? undefined : (left.get(name)?.[key] ?? 0);
    return row(name, type, [amount(["Series", series, rest("series")]), amount(["Bytes", bytes, rest("bytes")])]);
  });
  const total = now.families.length;
  return table({ caption: "families", first: "Family", columns: ["Series", "Bytes"], rows, total });
}

/** The table of labels by bytes, and what proposed rules leave of each. */
export function labelCosts(now: SeriesCost, after: SeriesCost | undefined): Html {
  const left = new Map<string, LabelCost>(after?.labels.map((label) => [label.name, label]));
  const rows = now.labels.slice(0, MAX_ROWS).map((label) => {
    const rest = (key: "series" | "values" | "bytes"): number | undefined =>
      after === undefined ? undefined : (left.get(label.name)?.[key] ?? 0);
    return row(label.name, "", [
      amount(["Series", label.series, rest("series")]),
      amount(["Values", label.values, rest("values")]),
      amount(["Bytes", label.bytes, rest("bytes")]),
    ]);
  });
  const total = now.labels.length;
  return table({ caption: "labels", first: "Label", columns: ["Series", "Values", "Bytes"], rows, total });
}
