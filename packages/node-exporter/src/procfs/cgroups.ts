import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, splitFields } from "./fields.ts";
import { parseInteger } from "./integers.ts";

/** One resource controller that is compiled into the kernel. */
export interface CgroupController {
  readonly name: string;
  /** Control groups that use it. */
  readonly groups: number;
  /** 1 when it is enabled, 0 when a boot parameter disabled it. */
  readonly enabled: number;
}

const PATH = "cgroups";
const COLUMNS = 4;

/**
 * Parses /proc/cgroups: lines of `cpuset  5  47  1` with the controller, its hierarchy, its number of groups and whether
 * it is enabled, after a line that starts with `#` (cgroups(7)). Throws ParseError.
 */
export function parseCgroups(text: string): readonly CgroupController[] {
  const controllers: CgroupController[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = lineEnd(text, start);
    if (text[start] !== "#") {
      const words = splitFields(text.slice(start, end));
      if (words.length < COLUMNS) {
        throw new ParseError(PATH, line, `expected ${COLUMNS} columns, found ${words.length}`);
      }
      parseInteger(words[1], PATH, line);
      controllers.push({
        name: words[0] as string,
        groups: parseInteger(words[2], PATH, line),
        enabled: parseInteger(words[3], PATH, line),
      });
    }
    start = end + 1;
  }
  return controllers;
}
