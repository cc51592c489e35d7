import { ParseError } from "@sightglass/metrics-registry";
import { parseNumber, splitFields } from "./fields.ts";

/** One array of /proc/mdstat. */
export interface MdArray {
  readonly device: string;
  /** `active`, `inactive` and the like, or what it is busy with: `recovering`, `resyncing`, `checking`, `reshaping`. */
  readonly state: string;
  readonly disksActive: number;
  readonly disksRequired: number;
  readonly disksFailed: number;
  readonly disksSpare: number;
  readonly blocks: number;
  readonly blocksSynced: number;
}

const PATH = "mdstat";
/** In this order: a line that names more than one is taken for the first. */
const ACTIVITIES = [
  ["recovery", "recovering"],
  ["reshape", "reshaping"],
  ["check", "checking"],
  ["resync", "resyncing"],
] as const;

const countOf = (text: string, part: string): number => text.split(part).length - 1;

/** The `[required/active]` of a status line such as `248896 blocks [2/2] [UU]`. */
function parseDisks(status: string, line: number): { readonly active: number; readonly required: number } {
  const split = status.lastIndexOf("] [");
  const counts = split === -1 ? "" : status.slice(status.lastIndexOf("[", split) + 1, split);
  const slash = counts.indexOf("/");
  if (slash === -1) throw new ParseError(PATH, line, "expected [required/active] disks");
  return {
    required: parseNumber(counts.slice(0, slash), PATH, line),
    active: parseNumber(counts.slice(slash + 1), PATH, line),
  };
}

function parseStatus(
  device: string,
  status: string,
  line: number,
): { blocks: number; active: number; required: number } {
  const blocks = parseNumber(splitFields(status)[0], PATH, line);
  // Arrays without redundancy have no count of disks but their list.
  if (device.includes("raid0") || device.includes("linear")) {
    const disks = countOf(device, "[");
    return { blocks, active: disks, required: disks };
  }
  if (device.includes("inactive")) return { blocks, active: 0, required: 0 };
  return { blocks, ...parseDisks(status, line) };
}

/** Blocks done so far, the first number of `recovery =  8.5% (16775552/195310144) finish=17.0min`; 0 while it waits. */
function parseSynced(sync: string, line: number): number {
  if (sync.includes("PENDING") || sync.includes("DELAYED") || sync.includes("REMOTE")) return 0;
  const open = sync.indexOf("(");
  const slash = sync.indexOf("/", open);
  if (open === -1 || slash === -1) throw new ParseError(PATH, line, "expected (done/total) blocks");
  return parseNumber(sync.slice(open + 1, slash), PATH, line);
}

/**
 * Parses /proc/mdstat: for each array a line of its disks, one of its size and, while it is busy, one of progress,
 * which may come after one of its bitmap. Throws ParseError.
 */
export function parseMdstat(text: string): readonly MdArray[] {
  const arrays: MdArray[] = [];
  const lines = text.split("\n");
  for (const [index, row] of lines.entries()) {
    if (row.trim() === "" || row.startsWith(" ") || row.startsWith("unused") || row.startsWith("Personalities"))
      continue;
    const fields = splitFields(row);
    const [device, , state] = fields;
    const [status, third] = [lines[index + 1], lines[index + 2]];
    if (device === undefined || state === undefined || status === undefined || third === undefined) {
      throw new ParseError(PATH, index + 1, "expected an array's name, state and size");
    }
    const { blocks, active, required } = parseStatus(row, status, index + 2);
    const syncIndex = third.includes("bitmap") ? index + 3 : index + 2;
    const sync = lines[syncIndex] ?? "";
    const activity = ACTIVITIES.find(([word]) => sync.includes(word))?.[1];
    arrays.push({
      device,
      state: activity ?? state,
      disksActive: active,
      disksRequired: required,
      disksFailed: countOf(row, "(F)"),
      disksSpare: countOf(row, "(S)"),
      blocks,
      blocksSynced: activity === undefined ? blocks : parseSynced(sync, syncIndex + 1),
    });
  }
  return arrays;
}
