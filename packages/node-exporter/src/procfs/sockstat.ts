import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One line of /proc/net/sockstat: `TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1`. */
export interface SockstatLine {
  readonly protocol: string;
  /** Key and value pairs in the kernel's order; `mem` is in pages. */
  readonly counts: readonly (readonly [key: string, value: number])[];
}

/** Parses /proc/net/sockstat and /proc/net/sockstat6. Throws ParseError. */
export function parseSockstat(text: string, path: string): readonly SockstatLine[] {
  const rows: SockstatLine[] = [];
  let line = 0;
  for (const row of text.split("\n")) {
    line += 1;
    if (row === "") continue;
    const [head = "", ...pairs] = splitFields(row);
    if (!head.endsWith(":") || pairs.length === 0 || pairs.length % 2 !== 0) {
      throw new ParseError(path, line, "expected a protocol and pairs of key and value");
    }
    const counts: (readonly [string, number])[] = [];
    for (let index = 0; index < pairs.length; index += 2) {
      counts.push([pairs[index] ?? "", parseNumber(pairs[index + 1], path, line)]);
    }
    rows.push({ protocol: head.slice(0, -1), counts });
  }
  return rows;
}
