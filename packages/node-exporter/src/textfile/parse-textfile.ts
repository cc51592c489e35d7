import { ParseError, parseExposition, type MetricFamily } from "@sightglass/metrics-registry";

/** Families of one file: text format 0.0.4, names of the legacy character set. Throws `ParseError`. */
export function parseTextfile(content: Uint8Array, path: string): readonly MetricFamily[] {
  const families = parseExposition(content, { format: "text", source: path, names: "legacy" });
  for (const { name, points } of families) {
    if (points.some((point: { readonly timestampMs?: number }) => point.timestampMs !== undefined)) {
      // A server would store old samples at odd times, and never let the series go stale.
      throw new ParseError(path, 0, `${name} has a timestamp, which a textfile must not have`);
    }
  }
  return families;
}
