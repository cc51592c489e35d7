import { defineCollector, NoDataError, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseMdstat, type MdArray } from "../procfs/mdstat.ts";

/** States that are exposed, under the label that node_exporter gives them. */
const STATES = [
  ["active", "active"],
  ["inactive", "inactive"],
  ["recovering", "recovering"],
  ["resyncing", "resync"],
  ["checking", "check"],
] as const;

/** Levels that have redundancy to lose; the others have no such file. */
const REDUNDANT_LEVELS = new Set(["raid1", "raid4", "raid5", "raid6", "raid10"]);
/** Containers of external metadata, which have no disks of their own. */
const CONTAINER_LEVELS = new Set(["", "container", "imsm", "ddf"]);

interface Raid {
  readonly device: string;
  readonly disks: number | undefined;
  readonly degraded: number;
}

function requireAttribute(host: Host, path: string): string {
  const text = host.sys.attribute(path);
  if (text === undefined) throw new NoDataError(`/sys/${path} cannot be read`);
  return text;
}

/** The number of disks, `2`, or `2 (3)` while it is changing; undefined when the file is empty. */
function parseRaidDisks(text: string): number | undefined {
  const [first = ""] = text.split(" ", 1);
  const disks = first === "" ? Number.NaN : Number(first);
  return Number.isNaN(disks) ? undefined : disks;
}

function readRaid(host: Host, device: string): Raid {
  const folder = `block/${device}/md`;
  const level = requireAttribute(host, `${folder}/level`);
  return {
    device,
    disks: CONTAINER_LEVELS.has(level) ? undefined : parseRaidDisks(requireAttribute(host, `${folder}/raid_disks`)),
    degraded: REDUNDANT_LEVELS.has(level) ? Number(requireAttribute(host, `${folder}/degraded`)) : 0,
  };
}

export const mdadm: CollectorDefinition<Host> = defineCollector({
  name: "mdadm",
  help: "State, disks and progress of software RAID, from /proc/mdstat and /sys/block/md*/md.",
  enabledByDefault: true,
  read: (host: Host) => {
    const text = orNoData(() => host.proc.hot("mdstat"), "this kernel has no software RAID");
    const data: { readonly arrays: readonly MdArray[]; raids: Raid[] } = { arrays: parseMdstat(text), raids: [] };
    try {
      for (const device of host.sys.listIfPresent("block")) {
        if (device.startsWith("md") && host.sys.exists(`block/${device}/md`)) data.raids.push(readRaid(host, device));
      }
    } catch (error) {
      throw new PartialDataError(data, error);
    }
    return data;
  },
  families: (family) => [
    family({
      name: "node_md_disks_required",
      type: "gauge",
      labels: ["device"],
      help: "Disks that the array has when it is whole.",
      samples: ({ arrays }, emit) => {
        for (const array of arrays) emit(array.disksRequired, array.device);
      },
    }),
    family({
      name: "node_md_disks",
      type: "gauge",
      labels: ["device", "state"],
      help: "Disks of the array that are active, failed or spare.",
      samples: ({ arrays }, emit) => {
        for (const array of arrays) {
          emit(array.disksActive, array.device, "active");
          emit(array.disksFailed, array.device, "failed");
          emit(array.disksSpare, array.device, "spare");
        }
      },
    }),
    family({
      name: "node_md_state",
      type: "gauge",
      labels: ["device", "state"],
      help: "1 for the state that the array is in, 0 for the others.",
      samples: ({ arrays }, emit) => {
        for (const array of arrays) {
          for (const [state, label] of STATES) emit(array.state === state ? 1 : 0, array.device, label);
        }
      },
    }),
    family({
      name: "node_md_blocks",
      type: "gauge",
      labels: ["device"],
      help: "Size of the array in blocks of 1 KiB.",
      samples: ({ arrays }, emit) => {
        for (const array of arrays) emit(array.blocks, array.device);
      },
    }),
    family({
      name: "node_md_blocks_synced",
      type: "gauge",
      labels: ["device"],
      help: "Blocks of 1 KiB that are in sync; all of them while nothing is being done.",
      samples: ({ arrays }, emit) => {
        for (const array of arrays) emit(array.blocksSynced, array.device);
      },
    }),
    family({
      name: "node_md_raid_disks",
      type: "gauge",
      labels: ["device"],
      help: "Disks that the array has when it is whole, as sysfs tells.",
      samples: ({ raids }, emit) => {
        for (const { device, disks } of raids) if (disks !== undefined) emit(disks, device);
      },
    }),
    family({
      name: "node_md_degraded",
      type: "gauge",
      labels: ["device"],
      help: "Disks that the array lacks to be whole.",
      samples: ({ raids }, emit) => {
        for (const { device, degraded } of raids) emit(degraded, device);
      },
    }),
  ],
});
