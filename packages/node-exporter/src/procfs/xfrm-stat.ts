import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";
import { parseInteger } from "./integers.ts";

const PATH = "net/xfrm_stat";

/**
 * Parses /proc/net/xfrm_stat, lines of a counter's name and its value. Gives the values of `names` by position, 0 for
 * one that the kernel does not count. Throws ParseError for a line of any other form.
 */
export function parseXfrmStat(text: string, names: ReadonlyMap<string, number>): readonly number[] {
  const values: number[] = Array.from({ length: names.size }, () => 0);
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    const fields = splitFields(text.slice(start, end));
    start = end + 1;
    if (fields.length !== 2)
      throw new ParseError(PATH, line, `expected a name and a number, found ${fields.length} words`);
    const value = parseInteger(fields[1], PATH, line);
    const place = names.get(fields[0] as string);
    if (place !== undefined) values[place] = value;
  }
  return values;
}
