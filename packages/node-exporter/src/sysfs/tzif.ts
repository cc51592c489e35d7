import { ParseError } from "@sightglass/metrics-registry";
import { parsePosixTimeZone, posixZoneAt, type PosixTimeZone, type ZoneOffset } from "./posix-time-zone.ts";

/** A compiled time zone: moments of change, what holds after each, and the rule for the time after the last. */
export interface TimeZone {
  /** Seconds since the epoch, ascending. */
  readonly transitions: readonly number[];
  /** What holds from the transition at the same position on. */
  readonly after: readonly ZoneOffset[];
  /** What holds before the first transition. */
  readonly before: ZoneOffset;
  readonly rule: PosixTimeZone | undefined;
}

const SOURCE = "TZif";
const HEADER_BYTES = 44;
const TYPE_BYTES = 6;
/** The largest zone of the tz database has 300 transitions; the format's own limit would be 4 billion. */
const MAX_COUNT = 10_000;

interface Counts {
  readonly version: number;
  readonly utcFlags: number;
  readonly standardFlags: number;
  readonly leaps: number;
  readonly transitions: number;
  readonly types: number;
  readonly characters: number;
}

function header(view: DataView, at: number): Counts {
  if (at + HEADER_BYTES > view.byteLength) throw new ParseError(SOURCE, 0, "truncated header");
  if (view.getUint32(at) !== 0x545a6966) throw new ParseError(SOURCE, 0, "not a TZif file");
  const [utcFlags, standardFlags, leaps, transitions, types, characters] = [20, 24, 28, 32, 36, 40].map((offset) => {
    const count = view.getUint32(at + offset);
    if (count > MAX_COUNT) throw new ParseError(SOURCE, 0, `a count of ${count}`);
    return count;
  }) as [number, number, number, number, number, number];
  if (types === 0) throw new ParseError(SOURCE, 0, "no local time type");
  return { version: view.getUint8(at + 4), utcFlags, standardFlags, leaps, transitions, types, characters };
}

const blockBytes = (counts: Counts, timeBytes: number): number =>
  counts.transitions * (timeBytes + 1) +
  counts.types * TYPE_BYTES +
  counts.characters +
  counts.leaps * (timeBytes + 4) +
  counts.standardFlags +
  counts.utcFlags;

function block(view: DataView, at: number, counts: Counts, timeBytes: number): Omit<TimeZone, "rule"> {
  if (at + blockBytes(counts, timeBytes) > view.byteLength) throw new ParseError(SOURCE, 0, "truncated data");
  const indexAt = at + counts.transitions * timeBytes;
  const typesAt = indexAt + counts.transitions;
  const namesAt = typesAt + counts.types * TYPE_BYTES;
  const abbreviation = (start: number): string => {
    let text = "";
    for (let i = start; i < counts.characters; i += 1) {
      const byte = view.getUint8(namesAt + i);
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
    throw new ParseError(SOURCE, 0, "an abbreviation does not end");
  };
  const types: ZoneOffset[] = [];
  for (let type = 0; type < counts.types; type += 1) {
    const typeAt = typesAt + type * TYPE_BYTES;
    types.push({ offsetSeconds: view.getInt32(typeAt), abbreviation: abbreviation(view.getUint8(typeAt + 5)) });
  }
  const transitions: number[] = [];
  const after: ZoneOffset[] = [];
  for (let index = 0; index < counts.transitions; index += 1) {
    const timeAt = at + index * timeBytes;
    transitions.push(timeBytes === 8 ? Number(view.getBigInt64(timeAt)) : view.getInt32(timeAt));
    const type = types[view.getUint8(indexAt + index)];
    if (type === undefined) throw new ParseError(SOURCE, 0, "a transition to an unknown type");
    after.push(type);
  }
  return { transitions, after, before: types[0] as ZoneOffset };
}

/**
 * Parses a TZif file (RFC 8536), as /etc/localtime is one: versions 1 to 4, of which the newer carry 64-bit times and
 * a rule for the future. Throws ParseError when it is none or ends early.
 */
export function parseTzif(bytes: Uint8Array): TimeZone {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = header(view, 0);
  if (first.version === 0) return { ...block(view, HEADER_BYTES, first, 4), rule: undefined };
  const secondAt = HEADER_BYTES + blockBytes(first, 4);
  const second = header(view, secondAt);
  const zone = block(view, secondAt + HEADER_BYTES, second, 8);
  let footer = "";
  for (let at = secondAt + HEADER_BYTES + blockBytes(second, 8) + 1; at < view.byteLength; at += 1) {
    const byte = view.getUint8(at);
    if (byte === 10) break;
    footer += String.fromCharCode(byte);
  }
  return { ...zone, rule: footer === "" ? undefined : parsePosixTimeZone(footer) };
}

/** Offset and abbreviation that hold at a moment, given in seconds since the epoch. */
export function zoneAt(zone: TimeZone, now: number): ZoneOffset {
  const { transitions, after, before, rule } = zone;
  let low = 0;
  let high = transitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((transitions[middle] as number) <= now) low = middle + 1;
    else high = middle;
  }
  if (low === transitions.length && rule !== undefined) return posixZoneAt(rule, now);
  return low === 0 ? before : (after[low - 1] as ZoneOffset);
}
