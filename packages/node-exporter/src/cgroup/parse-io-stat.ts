import { ParseError } from "@sightglass/metrics-registry";
import { parseUnsigned } from "../procfs/integers.ts";

/** One device of io.stat. */
export interface IoStat {
  /** Device number as `MAJOR:MINOR`. */
  readonly number: string;
  /** By position in IO_KEYS; undefined where the line has no such key. */
  readonly values: readonly (number | undefined)[];
}

/** Keys of io.stat in the order of `IoStat.values`: bytes and operations read, written and discarded. */
export const IO_KEYS: readonly string[] = ["rbytes", "wbytes", "rios", "wios", "dbytes", "dios"];

const DEVICE = /^\d+:\d+$/;

/**
 * Parses io.stat of cgroup v2, `MAJOR:MINOR rbytes=N wbytes=N rios=N wios=N dbytes=N dios=N` with more keys from
 * controllers of cost and latency, which are passed over. Before Linux 6.0 a device without numbers was written without
 * an end of its line: the numbers belong to the last device before them. A device that comes twice counts once. Throws
 * ParseError.
 */
export function parseIoStat(text: string, path: string): readonly IoStat[] {
  const devices: IoStat[] = [];
  let line = 0;
  for (let start = 0; start < text.length;) {
    line += 1;
    const end = text.indexOf("\n", start);
    if (end === -1) throw new ParseError(path, line, "the last line is cut");
    const words = text.slice(start, end).trimEnd().split(" ");
    start = end + 1;
    let number = "";
    let values: (number | undefined)[] | undefined;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] as string;
      const equals = word.indexOf("=");
      if (equals === -1) {
        // Words without a value after the numbers are states of a controller of latency.
        if (values === undefined && DEVICE.test(word)) number = word;
        continue;
      }
      if (number === "") throw new ParseError(path, line, "expected MAJOR:MINOR before the numbers");
      values ??= IO_KEYS.map(() => undefined);
      const key = IO_KEYS.indexOf(word.slice(0, equals));
      if (key !== -1) values[key] = parseUnsigned(word.slice(equals + 1), path, line);
    }
    if (number === "" && words[0] !== "") throw new ParseError(path, line, "expected MAJOR:MINOR KEY=VALUE");
    if (values !== undefined && !devices.some((known) => known.number === number)) devices.push({ number, values });
  }
  return devices;
}
