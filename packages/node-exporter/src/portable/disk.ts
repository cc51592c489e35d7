import {
  defineCollector,
  NoDataError,
  UnsupportedError,
  type CollectorDefinition,
  type OptionSpec,
} from "@sightglass/metrics-registry";
import { diskstats } from "../collectors/diskstats.ts";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { countsDisks, diskSums, type DiskSums } from "./disk-sums.ts";
import type { PortablePlatform } from "./portable-source.ts";
import { sourceOf } from "./source-of.ts";

/** Value of the label `device`: the library tells sums only. */
const ALL = "all";

const COUNTERS = [
  ["node_disk_reads_completed_total", "reads", "Reads that all disks together completed."],
  ["node_disk_writes_completed_total", "writes", "Writes that all disks together completed."],
  ["node_disk_read_bytes_total", "readBytes", "Bytes read from all disks together."],
  ["node_disk_written_bytes_total", "writtenBytes", "Bytes written to all disks together."],
  ["node_disk_read_time_seconds_total", "readSeconds", "Time that all reads took together."],
  ["node_disk_write_time_seconds_total", "writeSeconds", "Time that all writes took together."],
  [
    "node_disk_io_time_weighted_seconds_total",
    "weightedSeconds",
    "Time during which disks had requests, times their number.",
  ],
] as const;

/** What the disks have read and written, as one sum. */
export function portableDisk(platform: PortablePlatform): CollectorDefinition<Host> {
  const defaultExclude = platform === "linux" ? String((diskstats.options["exclude"] as OptionSpec).default) : "";
  return defineCollector({
    name: "diskstats",
    help: "Requests and bytes of all disks as one sum, from the operating system's tools.",
    enabledByDefault: countsDisks(platform),
    options: {
      exclude: {
        flag: "collector.diskstats.device-exclude",
        type: "regex",
        default: defaultExclude,
        aliases: ["collector.diskstats.ignored-devices"],
        help: `Devices to leave out; the only one is ${ALL}, the sum. Not together with device-include.`,
      },
      include: {
        flag: "collector.diskstats.device-include",
        type: "regex",
        default: "",
        help: `Devices to expose; the only one is ${ALL}, the sum. Not together with device-exclude.`,
      },
    },
    setup: (options, host: Host) => {
      const ignored = createExclusiveDeviceFilter("diskstats", options, defaultExclude);
      const hasPattern = options.include !== undefined || (options.exclude?.source ?? "") !== defaultExclude;
      if (hasPattern) {
        const message = `Disks are known as one sum only; patterns are held against the name ${ALL}`;
        host.warn?.(message, { collector: "diskstats" });
      }
      return { isLeftOut: ignored(ALL) };
    },
    read: async (host: Host, _signal, { isLeftOut }): Promise<DiskSums | undefined> => {
      if (!countsDisks(platform)) throw new UnsupportedError("no counters of disks are known on this platform");
      if (isLeftOut) return undefined;
      const source = sourceOf(host);
      const [requests, bytes] = await Promise.all([source.diskRequests(), source.diskBytes()]);
      const sums = diskSums(requests, bytes);
      if (sums.reads === undefined && sums.readBytes === undefined) {
        throw new NoDataError("the operating system's tools tell of no disk");
      }
      return sums;
    },
    families: (family) =>
      COUNTERS.map(([name, key, help]) =>
        family({
          name,
          type: "counter",
          labels: ["device"],
          help,
          samples: (sums, emit) => {
            const value = sums?.[key];
            if (value !== undefined) emit(value, ALL);
          },
        }),
      ),
  });
}
