import { ParseError } from "@sightglass/metrics-registry";

/** How far a resynchronisation or verification has come. */
export interface DrbdSync {
  /** 0 to 1. */
  readonly doneRatio: number;
  readonly leftBytes: number;
  readonly totalBytes: number;
  /** Undefined where the kernel sees no end. */
  readonly remainingSeconds: number | undefined;
}

/** One volume towards one peer. */
export interface DrbdPeerDevice {
  readonly minor: string;
  readonly replication: string;
  readonly role: string;
  readonly peerRole: string;
  readonly disk: string;
  readonly peerDisk: string;
  /** A, B or C; a space while there is no configuration of the connection. */
  readonly protocol: string;
  readonly isSuspended: boolean;
  readonly isSyncPaused: boolean;
  /** Numbers by the kernel's key; `pe` and `ap` hold two. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly sync: DrbdSync | undefined;
}

const HEAD = /^ *(\d+): cs:(\S+) ro:([^/\s]+)\/(\S+) ds:([^/\s]+)\/(\S+) (.) ([rs])([a-])([p-])([u-])/;
const PAIR = /(?:^|\s)([a-z]+):(\d+|\[-?\d+;-?\d+\]|-\d+)(?=\s|$)/g;
const REQUIRED = "ns nr dw dr al bm lo pe ua ap ep oos".split(" ");
const PROGRESS = /(?:sync'ed|verified): *(\d+(?:\.\d+)?)% \((\d+)\/(\d+)\)([KM])/;
const FINISH = /finish: (\d+):(\d+):(\d+)/;
const KIB = 1024;

function syncOf(text: string): DrbdSync | undefined {
  const progress = PROGRESS.exec(text);
  if (progress === null) return undefined;
  const unit = progress[4] === "M" ? KIB * KIB : KIB;
  const finish = FINISH.exec(text);
  const [, hours, minutes, seconds] = finish ?? [];
  return {
    doneRatio: Number(progress[1]) / 100,
    leftBytes: Number(progress[2]) * unit,
    totalBytes: Number(progress[3]) * unit,
    remainingSeconds: finish === null ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
  };
}

/**
 * Parses `proc_drbd` of DRBD 9 (drbd_debugfs.c, peer_device_proc_drbd_show), a volume towards a peer in the form that
 * /proc/drbd once had: a line of states, a line of `key:number`, and while a resynchronisation runs, its progress. `ns`,
 * `nr`, `dw`, `dr` and `oos` are in KiB. Throws ParseError naming `path`.
 */
export function parseDrbdPeerDevice(text: string, path: string): DrbdPeerDevice {
  const head = HEAD.exec(text);
  if (head === null) throw new ParseError(path, 1, "expected a minor number and the states cs, ro and ds");
  const [, minor = "", replication = "", role = "", peerRole = "", disk = "", peerDisk = "", protocol = ""] = head;
  const numbers: Record<string, readonly number[]> = {};
  const [, counters = ""] = text.split("\n");
  for (const [, key = "", value = ""] of counters.matchAll(PAIR)) {
    numbers[key] = value.startsWith("[") ? value.slice(1, -1).split(";").map(Number) : [Number(value)];
  }
  const missing = REQUIRED.find((key) => !Object.hasOwn(numbers, key));
  if (missing !== undefined) throw new ParseError(path, 2, `${missing} is missing`);
  return {
    minor,
    replication,
    role,
    peerRole,
    disk,
    peerDisk,
    protocol,
    isSuspended: head[8] === "s",
    isSyncPaused: head[9] === "a" || head[10] === "p" || head[11] === "u",
    numbers,
    sync: syncOf(text),
  };
}
