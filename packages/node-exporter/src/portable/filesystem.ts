import { defineCollector, type CollectorDefinition, type OptionSpec } from "@sightglass/metrics-registry";
import { filesystem } from "../collectors/filesystem.ts";
import { createMountFilter } from "../filesystem/mount-filter.ts";
import type { Host } from "../host.ts";
import { EXCLUDED_MOUNT_POINTS, EXCLUDED_TYPES, portableFileSystems } from "./file-systems.ts";
import type { PortablePlatform } from "./portable-source.ts";
import { sourceOf } from "./source-of.ts";

const LABELS = ["device", "mountpoint", "fstype", "device_error"] as const;

/** The default of an option of the collector that reads Linux's own files. */
const linuxDefault = (name: string): string => String((filesystem.options[name] as OptionSpec).default);

/** Size and use of mounted file systems. */
export function portableFilesystem(platform: PortablePlatform): CollectorDefinition<Host> {
  const isLinux = platform === "linux";
  const pointsDefault = isLinux ? linuxDefault("mountPointsExclude") : EXCLUDED_MOUNT_POINTS;
  const typesDefault = isLinux ? linuxDefault("typesExclude") : EXCLUDED_TYPES;
  return defineCollector({
    name: "filesystem",
    help: "Size and free space of mounted file systems, from the operating system's tools.",
    enabledByDefault: true,
    options: {
      mountPointsExclude: {
        flag: "collector.filesystem.mount-points-exclude",
        type: "regex",
        default: pointsDefault,
        help: "Mount points to leave out; not together with --collector.filesystem.mount-points-include.",
      },
      mountPointsInclude: {
        flag: "collector.filesystem.mount-points-include",
        type: "regex",
        default: "",
        help: "Mount points to include, all others being left out.",
      },
      mountPointsIgnored: {
        flag: "collector.filesystem.ignored-mount-points",
        type: "regex",
        default: "",
        hidden: true,
        help: "Old name of --collector.filesystem.mount-points-exclude.",
      },
      typesExclude: {
        flag: "collector.filesystem.fs-types-exclude",
        type: "regex",
        default: typesDefault,
        help: "File system types to leave out; not together with --collector.filesystem.fs-types-include.",
      },
      typesInclude: {
        flag: "collector.filesystem.fs-types-include",
        type: "regex",
        default: "",
        help: "File system types to include, all others being left out.",
      },
      typesIgnored: {
        flag: "collector.filesystem.ignored-fs-types",
        type: "regex",
        default: "",
        hidden: true,
        help: "Old name of --collector.filesystem.fs-types-exclude.",
      },
    },
    setup: (options, _host: Host) => {
      const ignoresPoint = createMountFilter({
        what: "mount points",
        include: options.mountPointsInclude,
        exclude: options.mountPointsExclude,
        defaultExclude: pointsDefault,
        ignored: options.mountPointsIgnored,
        includeFlag: "collector.filesystem.mount-points-include",
        excludeFlag: "collector.filesystem.mount-points-exclude",
        ignoredFlag: "collector.filesystem.ignored-mount-points",
      });
      const ignoresType = createMountFilter({
        what: "fs types",
        include: options.typesInclude,
        exclude: options.typesExclude,
        defaultExclude: typesDefault,
        ignored: options.typesIgnored,
        includeFlag: "collector.filesystem.fs-types-include",
        excludeFlag: "collector.filesystem.fs-types-exclude",
        ignoredFlag: "collector.filesystem.ignored-fs-types",
      });
      return (mountPoint: string, fsType: string) => !ignoresPoint(mountPoint) && !ignoresType(fsType);
    },
    read: async (host: Host, _signal, wanted) => {
      const all = portableFileSystems(platform, await sourceOf(host).fileSystems());
      return all.filter(({ mountPoint, fsType }) => wanted(mountPoint, fsType));
    },
    families: (family) => [
      family({
        name: "node_filesystem_device_error",
        type: "gauge",
        labels: LABELS,
        help: "0 for each file system that answered; one that does not is not listed.",
        samples: (rows, emit) => {
          for (const { device, mountPoint, fsType } of rows) emit(0, device, mountPoint, fsType, "");
        },
      }),
      family({
        name: "node_filesystem_readonly",
        type: "gauge",
        labels: LABELS,
        help: "Whether the file system is mounted read-only (1) or not (0); absent where it is not known.",
        samples: (rows, emit) => {
          for (const { device, mountPoint, fsType, readOnly } of rows) {
            if (readOnly !== undefined) emit(readOnly ? 1 : 0, device, mountPoint, fsType, "");
          }
        },
      }),
      family({
        name: "node_filesystem_size_bytes",
        type: "gauge",
        labels: LABELS,
        help: "Size of the file system.",
        samples: (rows, emit) => {
          for (const { device, mountPoint, fsType, size } of rows) emit(size, device, mountPoint, fsType, "");
        },
      }),
      family({
        name: "node_filesystem_free_bytes",
        type: "gauge",
        labels: LABELS,
        help: "Space of the file system that is not used, the part reserved for root included.",
        samples: (rows, emit) => {
          for (const { device, mountPoint, fsType, free } of rows) emit(free, device, mountPoint, fsType, "");
        },
      }),
      family({
        name: "node_filesystem_avail_bytes",
        type: "gauge",
        labels: LABELS,
        help: "Space of the file system that users other than root may still fill.",
        samples: (rows, emit) => {
          for (const { device, mountPoint, fsType, available } of rows) emit(available, device, mountPoint, fsType, "");
        },
      }),
    ],
  });
}
