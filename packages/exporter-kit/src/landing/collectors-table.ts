import type { CollectorStatus, StatusReason } from "@sightglass/metrics-registry";
import { html, NO_HTML, type Html } from "./html.ts";
import { readableCount, readableSeconds, readableSpan, shorten } from "./readable.ts";

/** How a status is shown: `tone` is a class of the style sheet, `rank` sorts what needs attention to the top. */
interface Presentation {
  readonly text: string;
  readonly tone: "good" | "bad" | "warn" | "quiet";
  readonly rank: number;
}

const PRESENTATIONS: Readonly<Record<StatusReason, Presentation>> = {
  error: { text: "error", tone: "bad", rank: 0 },
  timeout: { text: "timeout", tone: "bad", rank: 0 },
  denied: { text: "denied", tone: "warn", rank: 1 },
  ok: { text: "ok", tone: "good", rank: 2 },
  no_data: { text: "no data", tone: "quiet", rank: 3 },
  unsupported: { text: "unsupported", tone: "quiet", rank: 3 },
  disabled: { text: "disabled", tone: "quiet", rank: 3 },
};

const NOT_RUN: Presentation = { text: "not run yet", tone: "quiet", rank: 2 };

const MAX_MESSAGE_LENGTH = 500;

/** How a collector's status is shown. */
export function presentStatus(status: CollectorStatus): Presentation {
  return status.finishedAtMs === 0 && status.reason !== "disabled" && status.reason !== "unsupported"
    ? NOT_RUN
    : PRESENTATIONS[status.reason];
}

const row = (status: CollectorStatus, nowMs: number, scrapeLink: string): Html => {
  const { text, tone } = presentStatus(status);
  const ran = status.finishedAtMs > 0;
  const name = shorten(status.collector, 120);
  const link = `${scrapeLink}?collect[]=${encodeURIComponent(status.collector.toWellFormed())}`;
  return html`<tr role="row">
    <th role="rowheader" scope="row">
      ${status.reason === "disabled" ? name : html`<a href="${link}">${name}</a>`}<span class="about"
        >${shorten(status.help, MAX_MESSAGE_LENGTH)}</span
      >
    </th>
    <td role="cell" data-label="Status">
      <span class="badge ${tone}">${text}</span>${
        status.message === ""
          ? NO_HTML
          : html`<span class="message">${shorten(status.message, MAX_MESSAGE_LENGTH)}</span>`
      }
    </td>
    <td role="cell" class="number" data-label="Series">${ran ? readableCount(status.series) : "–"}</td>
    <td role="cell" class="number" data-label="Duration">${ran ? readableSeconds(status.durationSeconds) : "–"}</td>
    <td role="cell" class="number" data-label="Last run">
      ${
        ran
          ? html`<time datetime="${new Date(status.finishedAtMs).toISOString()}"
              >${readableSpan(nowMs - status.finishedAtMs)} ago</time
            >`
          : "–"
      }
    </td>
  </tr> `;
};

/**
 * The table of collectors, those in trouble first.
 *
 * @param scrapeLink relative URL of the telemetry path; each name links to a scrape of that collector alone
 */
export function collectorsTable(statuses: readonly CollectorStatus[], nowMs: number, scrapeLink: string): Html {
  const sorted = statuses.toSorted(
    (one, other) => presentStatus(one).rank - presentStatus(other).rank || (one.collector < other.collector ? -1 : 1),
  );
  return html`<table role="table" class="collectors" aria-labelledby="collectors">
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Collector</th>
        <th role="columnheader" scope="col">Status</th>
        <th role="columnheader" scope="col" class="number">Series</th>
        <th role="columnheader" scope="col" class="number">Duration</th>
        <th role="columnheader" scope="col" class="number">Last run</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${sorted.map((status) => row(status, nowMs, scrapeLink))}
    </tbody>
  </table> `;
}
