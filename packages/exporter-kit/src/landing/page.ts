import type { CollectorStatus, FamilyDescription } from "@sightglass/metrics-registry";
import { collectorsTable, presentStatus } from "./collectors-table.ts";
import { documentHead } from "./document-head.ts";
import { familiesTable } from "./families-table.ts";
import { figure } from "./figure.ts";
import { html, NO_HTML, type Html } from "./html.ts";
import { readableCount, readableSeconds, readableSpan, shorten } from "./readable.ts";
import { SERIES_PATH } from "./series-path.ts";
import { SCRIPT } from "./script.ts";

/** All that the landing page shows. */
export interface LandingPageContent {
  /** Program name, such as `node_exporter`. */
  readonly name: string;
  /** One sentence about the program. */
  readonly description: string;
  readonly version: string;
  readonly uptimeMs: number;
  readonly telemetryPath: string;
  readonly nowMs: number;
  /** What is missing on this machine, a sentence each. */
  readonly notices: readonly string[];
  readonly collectors: readonly CollectorStatus[];
  readonly families: readonly FamilyDescription[];
}

// Outside of any template: its text must be, byte for byte, what the policy's hash is of.
const SCRIPT_ELEMENT: Html = { markup: `<script>${SCRIPT}</script>` };

/** Relative, so that the link also works behind a proxy that serves the page under a prefix. */
const relativeLink = (path: string): string => `.${path.toWellFormed().split("/").map(encodeURIComponent).join("/")}`;

const figures = ({ collectors, families }: LandingPageContent): Html => {
  const counts = new Map<string, number>();
  const presented = collectors.map(presentStatus).toSorted((one, other) => one.rank - other.rank);
  for (const { text } of presented) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const ok = counts.get("ok") ?? 0;
  const enabled = collectors.length - (counts.get("disabled") ?? 0);
  counts.delete("ok");
  const others = [...counts].map(([text, count]) => `${count} ${text}`).join(", ");
  let series = 0;
  for (const family of families) {
    series += family.series;
  }
  let slowest: CollectorStatus | undefined;
  for (const status of collectors) {
    if (status.finishedAtMs > 0 && status.durationSeconds >= (slowest?.durationSeconds ?? 0)) {
      slowest = status;
    }
  }
  return html`<dl class="figures">
    ${figure("Collectors ok", `${ok} of ${enabled}`, others === "" ? "all that are enabled" : others)}${figure(
      "Series",
      readableCount(series),
      "in the last scrape",
    )}${figure("Families", readableCount(families.length), "declared")}${figure(
      "Slowest collector",
      slowest === undefined ? "–" : readableSeconds(slowest.durationSeconds),
      shorten(slowest?.collector ?? "none has run", 60),
    )}
  </dl> `;
};

const MAX_NOTICE_LENGTH = 500;

/** What the machine hides from the program, and from single collectors, with what would change that. */
const missing = ({ notices, collectors }: LandingPageContent): Html => {
  const hidden = collectors.filter(
    ({ reason, message }) => message !== "" && (reason === "denied" || reason === "unsupported" || reason === "ok"),
  );
  if (notices.length === 0 && hidden.length === 0) {
    return NO_HTML;
  }
  return html`<section>
    <h2 id="missing">Missing on this machine</h2>
    ${notices.map((notice) => html`<p class="notice">${shorten(notice, MAX_NOTICE_LENGTH)}</p> `)}${hidden.map(
      ({ collector, message }) =>
        html`<p class="notice">
          <strong>${shorten(collector, 120)}</strong>: ${shorten(message, MAX_NOTICE_LENGTH)}
        </p> `,
    )}
  </section> `;
};

/** Renders the landing page. Everything in it is escaped; style and script are those of the content security policy. */
export function renderLandingPage(content: LandingPageContent): string {
  const { name, version, collectors, families, nowMs } = content;
  const metrics = relativeLink(content.telemetryPath);
  const neverRan = collectors.every((status) => status.finishedAtMs === 0);
  return html`<!doctype html>
    <html lang="en">
      ${documentHead(name)}
      <body>
        <a class="skip" href="#families">Skip to the metric families</a>
        <header>
          <div class="brand">
            <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <rect x="9" y="2" width="14" height="28" rx="7" fill="none" stroke="currentColor" stroke-width="2.5" />
              <path d="M11.5 17h9v6a4.5 4.5 0 0 1-9 0z" fill="currentColor" />
              <path d="M4 10h3M4 16h3M4 22h3" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
            </svg>
            <div>
              <h1>${name}</h1>
              <p class="build">Version ${version} · up ${readableSpan(content.uptimeMs)}</p>
            </div>
          </div>
          <nav aria-label="Endpoints">
            <a class="primary" href="${metrics}">Metrics</a><a href="./-/healthy">Healthy</a
            ><a href="./-/ready">Ready</a><a href=".${SERIES_PATH}">Series</a><a href="./-/config">Configuration</a>
          </nav>
        </header>
        <main>
          <p class="build">${content.description}</p>
          ${figures(content)}${missing(content)}
          <section>
            <h2 id="collectors">Collectors</h2>
            ${
              neverRan
                ? html`<p class="notice">
                    No scrape yet: collectors run when <a href="${metrics}">the metrics</a> are read.
                  </p> `
                : NO_HTML
            }${collectorsTable(collectors, nowMs, metrics)}
          </section>
          <section>
            <h2 id="families">Metric families</h2>
            ${familiesTable(families)}
          </section>
        </main>
        <footer>
          Rendered at <time datetime="${new Date(nowMs).toISOString()}">${new Date(nowMs).toISOString()}</time> from the
          last scrape; opening this page collects nothing.
        </footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `.markup;
}
