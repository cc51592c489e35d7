import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, type FoundField } from "./fields.ts";

const WORD = /[^ \t]+/g;

/**
 * Parses /proc/net/sockstat and /proc/net/sockstat6, lines of `TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1`: a protocol
 * and pairs of key and value; `mem` is in pages. `nameOf` gives each count's name in the result, or undefined to leave
 * it out. Throws ParseError.
 */
export function parseSockstat(
  text: string,
  path: string,
  nameOf: (protocol: string, key: string) => string | undefined,
): readonly FoundField[] {
  const fields: FoundField[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const words = [...text.slice(start, end).matchAll(WORD)];
    const head = words[0]?.[0] ?? "";
    if (words.length > 0 && (!head.endsWith(":") || words.length === 1 || words.length % 2 === 0)) {
      throw new ParseError(path, line, "expected a protocol and pairs of key and value");
    }
    for (let index = 1; index < words.length; index += 2) {
      const count = words[index + 1];
      const value = parseNumber(count?.[0], path, line);
      const name = nameOf(head.slice(0, -1), words[index]?.[0] ?? "");
      if (name !== undefined) fields.push({ name, value, scale: 1, at: start + (count?.index ?? 0) });
    }
    start = end + 1;
  }
  return fields;
}
