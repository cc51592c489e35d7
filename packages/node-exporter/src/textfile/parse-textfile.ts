import { ParseError, parseExposition, type MetricFamily } from "@sightglass/metrics-registry";

/** What one file holds, and its lines that hold nothing. */
export interface ParsedTextfile {
  readonly families: readonly MetricFamily[];
  readonly badLines: readonly ParseError[];
}

const LINE_FEED = 10;

/**
 * The text without the lines that are no UTF-8, which become empty so that the numbers of the others stay true.
 */
function decodeByLine(content: Uint8Array, path: string, badLines: ParseError[]): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const lines: string[] = [];
  let start = 0;
  while (start < content.length) {
    const feed = content.indexOf(LINE_FEED, start);
    const end = feed < 0 ? content.length : feed + 1;
    try {
      lines.push(decoder.decode(content.subarray(start, end)));
    } catch {
      badLines.push(new ParseError(path, lines.length + 1, "invalid UTF-8"));
      lines.push("\n");
    }
    start = end;
  }
  return lines.join("");
}

function decode(content: Uint8Array, path: string, badLines: ParseError[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return decodeByLine(content, path, badLines);
  }
}

/**
 * Families of one file: text format 0.0.4, names of the legacy character set. A bad line costs itself and no other.
 * Throws `ParseError` for a file with timestamps, which is refused whole as node_exporter does.
 */
export function parseTextfile(content: Uint8Array, path: string): ParsedTextfile {
  const badLines: ParseError[] = [];
  const families = parseExposition(decode(content, path, badLines), {
    format: "text",
    source: path,
    names: "legacy",
    onError: (error) => void badLines.push(error),
  });
  for (const { name, points } of families) {
    if (points.some((point: { readonly timestampMs?: number }) => point.timestampMs !== undefined)) {
      // A server would store old samples at odd times, and never let the series go stale.
      throw new ParseError(path, 0, `${name} has a timestamp, which a textfile must not have`);
    }
  }
  return { families, badLines };
}
