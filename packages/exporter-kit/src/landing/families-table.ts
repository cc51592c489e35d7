import type { FamilyDescription } from "@sightglass/metrics-registry";
import { html, NO_HTML, type Html } from "./html.ts";
import { readableCount, shorten } from "./readable.ts";

/** More rows than this would make the page a burden for server and browser; the metrics page has them all. */
const MAX_ROWS = 5000;
const MAX_NAME_LENGTH = 200;
const MAX_HELP_LENGTH = 500;
const MAX_LABELS = 32;

const labelList = (labels: readonly string[]): Html => {
  if (labels.length === 0) {
    return html`<span class="none">none</span>`;
  }
  const shown = labels.slice(0, MAX_LABELS).map((label) => html`<code>${shorten(label, MAX_NAME_LENGTH)}</code> `);
  const rest = labels.length - shown.length;
  return html`${shown}${rest > 0 ? html`and ${rest} more` : NO_HTML}`;
};

const row = (family: FamilyDescription): Html =>
  html`<tr role="row">
    <th role="rowheader" scope="row">
      <code>${shorten(family.name, MAX_NAME_LENGTH)}</code
      ><span class="about">${shorten(family.help, MAX_HELP_LENGTH)}</span>
    </th>
    <td role="cell" data-label="Type"><span class="type">${family.type}</span></td>
    <td role="cell" data-label="Labels"><span class="labels">${labelList(family.labels)}</span></td>
    <td role="cell" data-label="Collector">
      ${family.collector === "" ? html`<span class="none">built in</span>` : shorten(family.collector, MAX_NAME_LENGTH)}
    </td>
    <td role="cell" class="number" data-label="Series">${readableCount(family.series)}</td>
  </tr> `;

/** The table of all metric families by name, with the search field that the script brings to life. */
export function familiesTable(families: readonly FamilyDescription[]): Html {
  const sorted = families.toSorted((one, other) => (one.name < other.name ? -1 : 1)).slice(0, MAX_ROWS);
  const cut = families.length - sorted.length;
  return html`<div class="search" id="search" hidden>
      <label for="query">Search families</label>
      <input
        id="query"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="Name, help, label, type or collector"
        aria-controls="family-table"
        aria-describedby="found"
      />
      <p id="found" role="status"></p>
    </div>
    ${cut > 0 ? html`<p class="notice">The first ${MAX_ROWS} families by name are listed; ${cut} more are not.</p>` : NO_HTML}
    <table role="table" class="families" id="family-table" aria-labelledby="families">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Family</th>
          <th role="columnheader" scope="col">Type</th>
          <th role="columnheader" scope="col">Labels</th>
          <th role="columnheader" scope="col">Collector</th>
          <th role="columnheader" scope="col" class="number">Series</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${sorted.map(row)}
      </tbody>
    </table> `;
}
