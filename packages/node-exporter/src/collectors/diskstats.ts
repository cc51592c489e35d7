import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import { createExclusiveDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { PARTITIONS, PARTITIONS_PRESET } from "../partition-names.ts";
import { parseDiskstats, type Diskstats } from "../procfs/diskstats.ts";
import { parseDeviceProperties, type DeviceProperties } from "../udev/device-properties.ts";

const DEFAULT_EXCLUDE = String.raw`^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$`;

const COUNT = 1;
/** The kernel counts in sectors of 512 bytes whatever the device's own are. */
const SECTOR = 512;
/** Multiplied, not divided by 1000, as node_exporter does: the last digit depends on it. */
const MILLISECOND = 0.001;

/** Name, type, factor and help of each counter, in the kernel's order. */
const COUNTERS = [
  ["node_disk_reads_completed_total", "counter", COUNT, "Reads that the device completed."],
  ["node_disk_reads_merged_total", "counter", COUNT, "Reads that were merged with an adjacent one in the queue."],
  ["node_disk_read_bytes_total", "counter", SECTOR, "Bytes read from the device."],
  ["node_disk_read_time_seconds_total", "counter", MILLISECOND, "Time that all reads took, from queue to completion."],
  ["node_disk_writes_completed_total", "counter", COUNT, "Writes that the device completed."],
  ["node_disk_writes_merged_total", "counter", COUNT, "Writes that were merged with an adjacent one in the queue."],
  ["node_disk_written_bytes_total", "counter", SECTOR, "Bytes written to the device."],
  [
    "node_disk_write_time_seconds_total",
    "counter",
    MILLISECOND,
    "Time that all writes took, from queue to completion.",
  ],
  ["node_disk_io_now", "gauge", COUNT, "Requests that the device is working on."],
  [
    "node_disk_io_time_seconds_total",
    "counter",
    MILLISECOND,
    "Time during which the device had any request to work on.",
  ],
  [
    "node_disk_io_time_weighted_seconds_total",
    "counter",
    MILLISECOND,
    "Time during which the device had requests, times their number.",
  ],
  ["node_disk_discards_completed_total", "counter", COUNT, "Discards that the device completed."],
  ["node_disk_discards_merged_total", "counter", COUNT, "Discards that were merged with an adjacent one in the queue."],
  ["node_disk_discarded_sectors_total", "counter", COUNT, "Sectors of 512 bytes that were discarded."],
  ["node_disk_discard_time_seconds_total", "counter", MILLISECOND, "Time that all discards took."],
  ["node_disk_flush_requests_total", "counter", COUNT, "Flushes of the device's cache that it completed."],
  ["node_disk_flush_requests_time_seconds_total", "counter", MILLISECOND, "Time that all flushes took."],
] as const;

const ATA_PROPERTIES = [
  ["node_disk_ata_write_cache", "ID_ATA_WRITE_CACHE", "Whether the ATA disk has a write cache."],
  ["node_disk_ata_write_cache_enabled", "ID_ATA_WRITE_CACHE_ENABLED", "Whether the ATA disk's write cache is on."],
  [
    "node_disk_ata_rotation_rate_rpm",
    "ID_ATA_ROTATION_RATE_RPM",
    "Revolutions of the ATA disk per minute; 0 for one without moving parts.",
  ],
] as const;

interface Disk extends Diskstats {
  readonly properties: DeviceProperties;
  readonly rotational: string;
}

/** The kernel writes one device's line at once. */
const LINE_BYTES = 1024;

const NO_PROPERTIES: DeviceProperties = new Map();

/** An entry of udev's database as last read; it is replaced only when a device changes. */
interface UdevEntry {
  readonly text: string;
  readonly properties: DeviceProperties;
}

/** Reads udev's entries of the devices of one scrape, and parses those that changed since the last. */
function createPropertiesReader(host: Host): (rows: readonly Diskstats[]) => readonly DeviceProperties[] {
  let known = new Map<string, UdevEntry>();
  return (rows) => {
    const next = new Map<string, UdevEntry>();
    const properties = rows.map(({ major, minor }) => {
      const path = `b${major}:${minor}`;
      let text: string;
      try {
        text = host.udev.text(path);
      } catch {
        // A device that udev knows nothing about, or whose entry was just replaced, has no properties.
        return NO_PROPERTIES;
      }
      const before = known.get(path);
      const entry = before?.text === text ? before : { text, properties: parseDeviceProperties(text) };
      next.set(path, entry);
      return entry.properties;
    });
    known = next;
    return properties;
  };
}

const property = ({ properties }: Disk, name: string): string => properties.get(name) ?? "";

/** The serial on the disk's label where known; virtio disks have `ID_SERIAL` only. */
const serialOf = (disk: Disk): string =>
  property(disk, "SCSI_IDENT_SERIAL") || property(disk, "ID_SERIAL_SHORT") || property(disk, "ID_SERIAL");

export const diskstats: CollectorDefinition<Host> = defineCollector({
  name: "diskstats",
  help: "I/O of block devices and what udev knows of them, from /proc/diskstats, /sys/block and /run/udev/data.",
  enabledByDefault: true,
  options: {
    exclude: {
      flag: "collector.diskstats.device-exclude",
      type: "regex",
      default: DEFAULT_EXCLUDE,
      aliases: ["collector.diskstats.ignored-devices"],
      help: `Devices to leave out; not together with device-include. ${PARTITIONS_PRESET} stands for every partition.`,
    },
    include: {
      flag: "collector.diskstats.device-include",
      type: "regex",
      default: "",
      help: "Devices to expose; not together with device-exclude.",
    },
  },
  setup: (options, host: Host) => {
    const { include } = options;
    const exclude = options.exclude?.source === PARTITIONS_PRESET ? PARTITIONS : options.exclude;
    const ignored = createExclusiveDeviceFilter("diskstats", { include, exclude }, DEFAULT_EXCLUDE);
    return {
      wanted: (device: string) => !ignored(device),
      pathsOf: createAttributePaths("block", ["queue/rotational"]),
      readProperties: host.udev.exists(".") ? createPropertiesReader(host) : () => [],
    };
  },
  read: (host: Host, _signal, { wanted, pathsOf, readProperties }) => {
    const rows = parseDiskstats(host.proc.hot("diskstats", LINE_BYTES), wanted);
    const properties = readProperties(rows);
    return rows.map(({ major, minor, device, counters }, index): Disk => ({
      major,
      minor,
      device,
      counters,
      properties: properties[index] ?? NO_PROPERTIES,
      rotational: host.sys.attribute(pathsOf(device)[0] as string) === "1" ? "1" : "0",
    }));
  },
  families: (family) => [
    family({
      name: "node_disk_info",
      type: "gauge",
      labels: ["device", "major", "minor", "path", "wwn", "model", "serial", "revision", "rotational"],
      help: "What udev and sysfs know of each block device; the value is always 1.",
      samples: (disks, emit) => {
        for (const disk of disks) {
          emit(
            1,
            disk.device,
            disk.major,
            disk.minor,
            property(disk, "ID_PATH"),
            property(disk, "ID_WWN"),
            property(disk, "ID_MODEL"),
            serialOf(disk),
            property(disk, "ID_REVISION"),
            disk.rotational,
          );
        }
      },
    }),
    ...COUNTERS.map(([name, type, factor, help], index) =>
      family({
        name,
        type,
        labels: ["device"],
        help,
        samples: (disks, emit) => {
          // By index: for each pass of a loop over an iterator, the interpreter makes an object.
          for (let at = 0; at < disks.length; at += 1) {
            const { device, counters } = disks[at] as Disk;
            const value = counters[index];
            if (value !== undefined) emit(value * factor, device);
          }
        },
      }),
    ),
    family({
      name: "node_disk_filesystem_info",
      type: "gauge",
      labels: ["device", "type", "usage", "uuid", "version"],
      help: "The file system or volume that the block device holds, as udev saw it; the value is always 1.",
      samples: (disks, emit) => {
        for (const disk of disks) {
          const type = property(disk, "ID_FS_TYPE");
          if (type === "") continue;
          const [usage, uuid] = [property(disk, "ID_FS_USAGE"), property(disk, "ID_FS_UUID")];
          emit(1, disk.device, type, usage, uuid, property(disk, "ID_FS_VERSION"));
        }
      },
    }),
    family({
      name: "node_disk_device_mapper_info",
      type: "gauge",
      labels: ["device", "name", "uuid", "vg_name", "lv_name", "lv_layer"],
      help: "Device mapper and LVM names of the block device; the value is always 1.",
      samples: (disks, emit) => {
        for (const disk of disks) {
          const name = property(disk, "DM_NAME");
          if (name === "") continue;
          const [uuid, group, volume] = [
            property(disk, "DM_UUID"),
            property(disk, "DM_VG_NAME"),
            property(disk, "DM_LV_NAME"),
          ];
          emit(1, disk.device, name, uuid, group, volume, property(disk, "DM_LV_LAYER"));
        }
      },
    }),
    ...ATA_PROPERTIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device"],
        help,
        samples: (disks, emit) => {
          for (const disk of disks) {
            const text = property(disk, key);
            if (text === "" || property(disk, "ID_ATA") === "") continue;
            const value = Number(text);
            if (!Number.isNaN(value)) emit(value, disk.device);
          }
        },
      }),
    ),
  ],
});
