import type { SeriesCost } from "@sightglass/metrics-registry";
import type { SeriesRuleTexts } from "../config/build-series-rules.ts";
import { documentHead } from "./document-head.ts";
import { escapeHtml } from "./escape-html.ts";
import { figure } from "./figure.ts";
import { html, NO_HTML, type Html } from "./html.ts";
import { readableCount } from "./readable.ts";
import { familyCosts, labelCosts } from "./series-tables.ts";

/** All that the series page shows. */
export interface SeriesPageContent {
  readonly name: string;
  readonly nowMs: number;
  readonly texts: SeriesRuleTexts;
  readonly fault: string | undefined;
  readonly now: SeriesCost;
  /** What the proposed rules leave; undefined when none are proposed. */
  readonly after: SeriesCost | undefined;
}

const saved = (now: number, after: number | undefined): string => {
  if (after === undefined) {
    return "in one scrape";
  }
  const share = now === 0 ? 0 : (100 * (now - after)) / now;
  return `${readableCount(after)} after the rules, ${share.toFixed(1)} % less`;
};

const cost = (name: string, now: number, after: number | undefined): Html =>
  figure(name, readableCount(now), saved(now, after));

const area = (name: string, label: string, hint: string, lines: readonly string[]): Html => {
  // Line by line and not by the template: a line feed within a text would be shown as an escape.
  const text: Html = { markup: lines.map(escapeHtml).join("\n") };
  return html`<div>
    <label for="${name}">${label}</label
    ><textarea id="${name}" name="${name}" rows="3" spellcheck="false" placeholder="${hint}">${text}</textarea>
  </div> `;
};

const form = ({ texts }: SeriesPageContent): Html =>
  html`<form class="rules" method="get" action="./series">
    ${area("keep", "Keep families", "node_.*", texts.keep)}${area("drop", "Drop families", "node_netstat_.*", texts.drop)}${area(
      "drop_label",
      "Take labels off",
      "address",
      texts.dropLabels,
    )}
    <div>
      <label for="cap">Most series per family</label
      ><input
        id="cap"
        name="cap"
        inputmode="numeric"
        autocomplete="off"
        value="${texts.cap === undefined ? "" : String(texts.cap)}"
      />
    </div>
    <div><button type="submit">Show what they leave</button> <a href="./series">Clear</a></div>
  </form> `;

/** Renders the series page. Everything in it is escaped; its style is that of the content security policy. */
export function renderSeriesPage(content: SeriesPageContent): string {
  const { name, now, after, fault } = content;
  const time = new Date(content.nowMs).toISOString();
  return html`<!doctype html>
    <html lang="en">
      ${documentHead(`Series of ${name}`)}
      <body>
        <header>
          <div class="brand">
            <div>
              <h1>Series of ${name}</h1>
              <p class="build">What one scrape costs, and what series rules would leave of it.</p>
            </div>
          </div>
          <nav aria-label="Pages"><a href="../">Overview</a></nav>
        </header>
        <main>
          <dl class="figures">
            ${cost("Series", now.series, after?.series)}${cost("Bytes", now.bytes, after?.bytes)}${cost(
              "Families",
              now.families.length,
              after?.families.length,
            )}
          </dl>
          <section>
            <h2 id="rules">Proposed rules</h2>
            ${fault === undefined ? NO_HTML : html`<p class="notice" role="alert">${fault}</p> `}${form(content)}
            <p class="build">
              One RE2 pattern or label a line, as in series_rules of the configuration file; a pattern has to match a
              whole family name. Nothing is changed: the rules in use are applied already, and these come on top.
            </p>
          </section>
          <section>
            <h2 id="families">Families</h2>
            ${familyCosts(now, after)}
          </section>
          <section>
            <h2 id="labels">Labels</h2>
            ${labelCosts(now, after)}
          </section>
        </main>
        <footer>
          Collected at <time datetime="${time}">${time}</time>; bytes are those of the text format, uncompressed.
        </footer>
      </body>
    </html> `.markup;
}
