import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent, orNoData } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { parseUnsigned } from "../sysfs/unsigned-number.ts";

interface Path {
  readonly device: string;
  readonly state: string;
}

interface Multipath {
  readonly name: string;
  readonly sysfsName: string;
  readonly uuid: string;
  readonly suspended: boolean;
  readonly bytes: number;
  readonly paths: readonly Path[];
  readonly activePaths: number;
}

const FOLDER = "block";
const SECTOR_BYTES = 512;
/** How the device mapper marks devices that multipath-tools made. */
const UUID_PREFIX = "mpath-";

/** States of a path that carries data: of a SCSI device, and of an NVMe controller. */
const isActive = (state: string): boolean => state === "running" || state === "live";

const text = (sys: FileTree, path: string): string => sys.hot(path, 0).trim();
const number = (sys: FileTree, path: string): number => parseUnsigned(text(sys, path), path, 1);

function readMultipath(sys: FileTree, sysfsName: string): Multipath | undefined {
  const folder = `${FOLDER}/${sysfsName}`;
  const uuid = ifPresent(() => text(sys, `${folder}/dm/uuid`));
  if (uuid === undefined || !uuid.startsWith(UUID_PREFIX)) return undefined;
  const name = text(sys, `${folder}/dm/name`);
  const suspended = number(sys, `${folder}/dm/suspended`) === 1;
  const bytes = number(sys, `${folder}/size`) * SECTOR_BYTES;
  const paths: Path[] = [];
  let activePaths = 0;
  for (const device of ifPresent(() => sys.list(`${folder}/slaves`)) ?? []) {
    const state = text(sys, `${FOLDER}/${device}/device/state`);
    if (isActive(state)) activePaths += 1;
    paths.push({ device, state });
  }
  return { name, sysfsName, uuid, suspended, bytes, paths, activePaths };
}

function readAll(sys: FileTree): readonly Multipath[] {
  const devices: Multipath[] = [];
  for (const entry of sys.list(FOLDER)) {
    const device = entry.startsWith("dm-") ? readMultipath(sys, entry) : undefined;
    if (device !== undefined) devices.push(device);
  }
  return devices;
}

const COUNTS = [
  ["node_dmmultipath_device_paths", ({ paths }: Multipath) => paths.length, "Paths to the multipath device."],
  [
    "node_dmmultipath_device_paths_active",
    ({ activePaths }: Multipath) => activePaths,
    "Paths to the multipath device that work: running for SCSI, live for NVMe.",
  ],
  [
    "node_dmmultipath_device_paths_failed",
    ({ paths, activePaths }: Multipath) => paths.length - activePaths,
    "Paths to the multipath device in any other state.",
  ],
  [
    "node_dmmultipath_device_active",
    ({ suspended }: Multipath) => (suspended ? 0 : 1),
    "Whether the multipath device takes requests (1) or is suspended (0).",
  ],
  ["node_dmmultipath_device_size_bytes", ({ bytes }: Multipath) => bytes, "Size of the multipath device in bytes."],
] as const;

/** Multipath devices and their paths. A missing file means no data, as in node_exporter. */
export const dmmultipath: CollectorDefinition<Host> = defineCollector({
  name: "dmmultipath",
  help: "Size, state and paths of multipath devices, from /sys/block.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ sys }: Host) =>
    orNoData(() => readAll(sys), "there are no block devices, or a file of a multipath device is missing"),
  families: (family) => [
    family({
      name: "node_dmmultipath_device_info",
      type: "gauge",
      labels: ["device", "sysfs_name", "uuid"],
      help: "Name in sysfs and UUID of the multipath device as labels; the value is always 1.",
      samples: (devices, emit) => {
        for (const { name, sysfsName, uuid } of devices) emit(1, name, sysfsName, uuid);
      },
    }),
    ...COUNTS.map(([name, valueOf, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device", "sysfs_name"],
        help,
        samples: (devices, emit) => {
          for (const device of devices) emit(valueOf(device), device.name, device.sysfsName);
        },
      }),
    ),
    family({
      name: "node_dmmultipath_path_state",
      type: "gauge",
      labels: ["device", "path", "state"],
      help: "State that the kernel gives a path as a label; the value is always 1.",
      samples: (devices, emit) => {
        for (const { name, paths } of devices) {
          for (const { device, state } of paths) emit(1, name, device, state);
        }
      },
    }),
  ],
});
