import { ParseError } from "@sightglass/metrics-registry";
import { splitFields } from "./fields.ts";
import { parseUnsigned } from "./integers.ts";
import { nfsTransport, type NfsTransport } from "./nfs-transport.ts";

/** Calls of one procedure of a mount. */
export interface NfsOperation {
  readonly name: string;
  /** Requests, transmissions, timeouts, bytes sent, bytes received, milliseconds queued, answering and in all. */
  readonly numbers: readonly number[];
}

/** Statistics of one NFS mount. */
export interface NfsMount {
  /** Place among all mounts of the text, which is their place in mountinfo too. */
  readonly place: number;
  readonly device: string;
  readonly mountPoint: string;
  readonly ageSeconds: number;
  /** The eight numbers of the `bytes:` line. */
  readonly bytes: readonly number[];
  /** The 27 numbers of the `events:` line. */
  readonly events: readonly number[];
  readonly transports: readonly NfsTransport[];
  readonly operations: readonly NfsOperation[];
}

const PATH = "self/mountstats";
const DEVICE_FIELDS = 8;
const BYTES_COLUMNS = 8;
const EVENTS_COLUMNS = 27;
const OPERATION_FIELDS = 9;
const AGE = /^\d+(?:\.\d+)?$/;
/** `device D mounted on M with fstype T`, and for NFS `statvers=V`. */
const WORDS = [
  [2, "mounted"],
  [3, "on"],
  [5, "with"],
  [6, "fstype"],
] as const;

interface Cursor {
  readonly lines: readonly string[];
  at: number;
}

function numbersFrom(fields: readonly string[], first: number, line: number): number[] {
  const numbers: number[] = [];
  for (let at = first; at < fields.length; at += 1) numbers.push(parseUnsigned(fields[at], PATH, line));
  return numbers;
}

/** Columns of milliseconds in the line of a procedure, and of the idle time in that of a transport. */
const MILLISECOND_COLUMNS = [5, 6, 7];
const IDLE_COLUMN = 4;
const EXACT = 2n ** 53n;

/**
 * Times that the kernel lets run below zero come as huge numbers. As in node_exporter, what a number does not hold exactly
 * is cut off at the front.
 */
function cutTimes(numbers: number[], fields: readonly string[], first: number, columns: readonly number[]): void {
  for (const column of columns) {
    if ((numbers[column] ?? 0) > Number.MAX_SAFE_INTEGER) {
      numbers[column] = Number(BigInt(fields[first + column] as string) % EXACT);
    }
  }
}

function exactly(fields: readonly string[], count: number, line: number): readonly number[] {
  if (fields.length !== count + 1) {
    throw new ParseError(PATH, line, `${fields[0]} expected ${count} numbers, found ${fields.length - 1}`);
  }
  return numbersFrom(fields, 1, line);
}

/** The lines of a mount behind `per-op statistics`, up to an empty one. */
function parseOperations(cursor: Cursor): readonly NfsOperation[] {
  const operations: NfsOperation[] = [];
  while (cursor.at < cursor.lines.length) {
    const fields = splitFields(cursor.lines[cursor.at] as string);
    cursor.at += 1;
    if (fields.length === 0) break;
    if (fields.length < OPERATION_FIELDS) {
      throw new ParseError(PATH, cursor.at, `operation with ${fields.length - 1} numbers`);
    }
    const name = fields[0] as string;
    const numbers = numbersFrom(fields, 1, cursor.at);
    cutTimes(numbers, fields, 1, MILLISECOND_COLUMNS);
    operations.push({ name: name.endsWith(":") ? name.slice(0, -1) : name, numbers });
  }
  return operations;
}

function parseAge(text: string | undefined, line: number): number {
  if (text === undefined || !AGE.test(text)) throw new ParseError(PATH, line, "age: expected a number of seconds");
  return Number(text);
}

/** The lines of a mount behind its `device` line, whose words are `head`. */
function parseMount(cursor: Cursor, place: number, head: readonly string[]): NfsMount {
  const prefix = "statvers=";
  const word = head[DEVICE_FIELDS] as string;
  const version = word.startsWith(prefix) ? word.slice(prefix.length) : word;
  let ageSeconds = 0;
  let bytes: readonly number[] = [];
  let events: readonly number[] = [];
  const transports: NfsTransport[] = [];
  while (cursor.at < cursor.lines.length) {
    const fields = splitFields(cursor.lines[cursor.at] as string);
    cursor.at += 1;
    const [key] = fields;
    if (key === undefined || key === "per-op") break;
    if (key === "age:") ageSeconds = parseAge(fields[1], cursor.at);
    else if (key === "bytes:") bytes = exactly(fields, BYTES_COLUMNS, cursor.at);
    else if (key === "events:") events = exactly(fields, EVENTS_COLUMNS, cursor.at);
    else if (key === "xprt:") {
      const [, protocol = ""] = fields;
      const numbers = numbersFrom(fields, 2, cursor.at);
      if (protocol !== "udp") cutTimes(numbers, fields, 2, [IDLE_COLUMN]);
      transports.push(nfsTransport(version, protocol, numbers, cursor.at));
    }
  }
  const operations = parseOperations(cursor);
  const [, device = "", , , mountPoint = ""] = head;
  return { place, device, mountPoint, ageSeconds, bytes, events, transports, operations };
}

/**
 * Parses /proc/PID/mountstats (proc_pid_mountstats(5)): a `device` line for each mount, which for NFS is followed by lines
 * of statistics and, up to an empty line, one for each procedure. Gives the NFS mounts. Throws ParseError.
 */
export function parseMountstats(text: string): readonly NfsMount[] {
  const cursor: Cursor = { lines: text.split("\n"), at: 0 };
  const mounts: NfsMount[] = [];
  let place = 0;
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at] as string;
    cursor.at += 1;
    const fields = splitFields(line);
    if (fields[0] !== "device") continue;
    if (fields.length < DEVICE_FIELDS || WORDS.some(([at, word]) => fields[at] !== word)) {
      throw new ParseError(PATH, cursor.at, "expected `device D mounted on M with fstype T`");
    }
    if (fields.length > DEVICE_FIELDS) {
      const type = fields[DEVICE_FIELDS - 1];
      if (type !== "nfs" && type !== "nfs4") throw new ParseError(PATH, cursor.at, `statistics of type "${type}"`);
      mounts.push(parseMount(cursor, place, fields));
    }
    place += 1;
  }
  return mounts;
}
