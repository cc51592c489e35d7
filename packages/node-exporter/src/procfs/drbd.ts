import { ParseError } from "@sightglass/metrics-registry";

/** A value of one device: the text behind `key:`, of which a number or a state is made. */
export interface DrbdReading {
  readonly key: string;
  /** `drbd0`, or `unknown` for what stands before any device. */
  readonly device: string;
  /** One number; 1 or 0 of the local and the remote node for a pair of states; 1 or 0 for the connection. */
  readonly values: readonly number[];
}

/** Readings up to the end of the text, or up to its first fault. */
export interface DrbdReadings {
  readonly readings: readonly DrbdReading[];
  readonly fault: ParseError | undefined;
}

const NUMBERS: ReadonlySet<string> = new Set("ns nr dw dr al bm lo pe ua ap ep oos".split(" "));
/** The state of each pair that is the good one. */
const PAIRS: ReadonlyMap<string, string> = new Map([
  ["ro", "Primary"],
  ["ds", "UpToDate"],
]);
const WORD = /\S+/g;
const DEVICE = /^\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function valuesOf(key: string, text: string, line: number): readonly number[] | undefined {
  if (NUMBERS.has(key)) {
    if (!NUMBER.test(text))
      throw new ParseError("drbd", line, `${key}: expected a number, found ${JSON.stringify(text)}`);
    return [Number(text)];
  }
  const good = PAIRS.get(key);
  if (good !== undefined) {
    const [local, remote] = text.split("/");
    if (remote === undefined) throw new ParseError("drbd", line, `${key}: expected two states separated by a slash`);
    return [local === good ? 1 : 0, remote === good ? 1 : 0];
  }
  return key === "cs" ? [text === "Connected" ? 1 : 0] : undefined;
}

/**
 * Parses /proc/drbd of DRBD 8.4: words of `key:value`, those of a device behind its number and a colon. Words of another
 * form, among them the progress of a resynchronisation, are stepped over. Never throws: the fault is part of the result,
 * as what was read before it counts.
 */
export function parseDrbd(text: string): DrbdReadings {
  const readings: DrbdReading[] = [];
  let device = "unknown";
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    for (const word of (lines[at] as string).match(WORD) ?? []) {
      const [key, value, more] = word.split(":");
      if (key === undefined || value === undefined || more !== undefined) continue;
      if (value === "" && DEVICE.test(key)) {
        device = `drbd${BigInt(key)}`;
        continue;
      }
      try {
        const values = valuesOf(key, value, at + 1);
        if (values !== undefined) readings.push({ key, device, values });
      } catch (error) {
        return { readings, fault: error as ParseError };
      }
    }
  }
  return { readings, fault: undefined };
}
