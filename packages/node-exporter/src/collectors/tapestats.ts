import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { takes } from "../name-selection.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";

interface Tape {
  readonly device: string;
  /** By position in COUNTERS. */
  readonly values: readonly number[];
}

const CLASS = "class/scsi_tape";
/** The device that rewinds when it is closed; the others of a drive, such as `nst0` and `st0a`, count the same. */
const DRIVE = /^st\d+$/;

const SECONDS_PER_NANOSECOND = 0.000000001;

/** Files below stats of a drive (Documentation/scsi/st.rst). */
const COUNTERS = [
  ["node_tape_io_now", "gauge", "in_flight", 1, "Requests to the drive that are under way."],
  [
    "node_tape_io_time_seconds_total",
    "counter",
    "io_ns",
    SECONDS_PER_NANOSECOND,
    "Time spent waiting for requests of any kind, movements of the tape among them.",
  ],
  ["node_tape_io_others_total", "counter", "other_cnt", 1, "Requests to the drive that were neither reads nor writes."],
  ["node_tape_read_bytes_total", "counter", "read_byte_cnt", 1, "Bytes read from the drive."],
  ["node_tape_reads_completed_total", "counter", "read_cnt", 1, "Reads from the drive."],
  ["node_tape_read_time_seconds_total", "counter", "read_ns", SECONDS_PER_NANOSECOND, "Time spent waiting for reads."],
  [
    "node_tape_residual_total",
    "counter",
    "resid_cnt",
    1,
    "Reads and writes that moved less than they asked for, as a read for more than a block does.",
  ],
  ["node_tape_written_bytes_total", "counter", "write_byte_cnt", 1, "Bytes written to the drive."],
  ["node_tape_writes_completed_total", "counter", "write_cnt", 1, "Writes to the drive."],
  [
    "node_tape_write_time_seconds_total",
    "counter",
    "write_ns",
    SECONDS_PER_NANOSECOND,
    "Time spent waiting for writes.",
  ],
] as const;

/** A counter that the kernel does not have is 0; a drive without any has no statistics at all. */
function readTape(sys: FileTree, device: string): Tape {
  const folder = `${CLASS}/${device}/stats`;
  const files = orNoData(() => sys.list(folder), `${sys.root}/${folder} does not exist`);
  const values: number[] = [];
  for (const [, , file] of COUNTERS) {
    const path = `${folder}/${file}`;
    values.push(files.includes(file) ? parseUnsigned(sys.hot(path, 0).trim(), path, 1) : 0);
  }
  return { device, values };
}

/** SCSI tape drives. */
export const tapestats: CollectorDefinition<Host> = defineCollector({
  name: "tapestats",
  help: "Requests, bytes and times of SCSI tape drives, from /sys/class/scsi_tape.",
  enabledByDefault: true,
  options: {
    ignoredDevices: {
      flag: "collector.tapestats.ignored-devices",
      type: "regex",
      default: "^$",
      help: "Tape drives to leave out.",
    },
  },
  read: ({ sys }: Host, _signal, { ignoredDevices }) => {
    const tapes: Tape[] = [];
    for (const device of listClass(sys, CLASS)) {
      if (DRIVE.test(device) && !takes(ignoredDevices, device)) tapes.push(readTape(sys, device));
    }
    return tapes;
  },
  families: (family) =>
    COUNTERS.map(([name, type, , scale, help], at) =>
      family({
        name,
        type,
        labels: ["device"],
        help,
        samples: (tapes, emit) => {
          for (const { device, values } of tapes) emit((values[at] as number) * scale, device);
        },
      }),
    ),
});
