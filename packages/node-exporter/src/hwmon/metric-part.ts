/** Makes a part of a metric name or chip label: lower case, other characters than a-z, 0-9, `:` and `_` as underscores. */
export function metricPart(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9:_]/gu, "_")
    .replaceAll(/^_+|_+$/g, "");
}
