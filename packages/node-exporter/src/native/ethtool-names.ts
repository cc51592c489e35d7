const OUTSIDE_NAME = /_*[^0-9A-Za-z_]+_*/g;
const LEADING_UNDERSCORES = /^_+/;
const RECEIVE = /(^|_)rx(_|$)/g;
const TRANSMIT = /(^|_)tx(_|$)/g;

/** A statistic under the name by which patterns choose it: what a metric name does not allow turns into an underscore. */
export const sanitizeStatistic = (statistic: string): string => statistic.replaceAll(OUTSIDE_NAME, "_");

/**
 * The metric name of a sanitized statistic, as node_exporter makes it: in lower case, with `received` and `transmitted`
 * for the words `rx` and `tx`. Undefined when nothing of the name is left.
 */
export function ethtoolMetricName(sanitized: string): string | undefined {
  const name = sanitizeStatistic(sanitized)
    .toLowerCase()
    .replace(LEADING_UNDERSCORES, "")
    .replaceAll(RECEIVE, "$1received$2")
    .replaceAll(TRANSMIT, "$1transmitted$2");
  return name === "" ? undefined : `node_ethtool_${name}`;
}
