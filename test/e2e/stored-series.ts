import type { InstantSample, PrometheusApi } from "../servers/prometheus-api.ts";

/** Written by Prometheus itself, or about a scrape and not about what was scraped. */
const NOT_THE_PAGE = /^(?:up|scrape_\w+|ALERTS\w*)$/;

/** A series in the form `name{sorted labels}`, without the labels of the scrape. */
export const seriesName = ({ labels }: InstantSample): string => {
  const kept = Object.entries(labels)
    .filter(([label]) => !["__name__", "job", "instance"].includes(label))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${labels["__name__"]}{${kept.join(",")}}`;
};

/** A sample value as Prometheus' HTTP API writes it. */
const parseValue = (text: string): number => Number(text.replace("Inf", "Infinity"));

/** What a Prometheus has of a job's page, without what it adds itself: series in the form of `seriesName`, and values. */
export async function storedSeries(api: PrometheusApi, job: string): Promise<ReadonlyMap<string, number>> {
  const samples = await api.query(`{job="${job}"}`);
  const page = samples.filter(({ labels }) => !NOT_THE_PAGE.test(labels["__name__"] ?? ""));
  return new Map(page.map((sample) => [seriesName(sample), parseValue(sample.value)]));
}
