import { statfsSync, type StatsFs } from "node:fs";
import { join } from "node:path";
import { defineCollector } from "@sightglass/metrics-registry";
import { deviceErrorOf } from "../filesystem/device-error.ts";
import { maxHeldThreads } from "../filesystem/held-threads.ts";
import { createMountFilter } from "../filesystem/mount-filter.ts";
import { createMountProber, type MountProber, type ProbeResult } from "../filesystem/mount-prober.ts";
import { listMounts, readMountinfo, type Mount } from "../filesystem/mounts.ts";
import { unreachableMounts } from "../filesystem/unreachable-mounts.ts";
import type { Host } from "../host.ts";

interface FileSystem {
  readonly mount: Mount;
  /** Empty when it answered. */
  readonly deviceError: string;
  readonly stats: StatsFs | undefined;
}

interface Target {
  readonly mount: Mount;
  /** Where this process sees the mount point. */
  readonly path: string;
  /** Differs from an earlier mount in its device number alone, so only its mount_info is a series of its own. */
  readonly infoOnly: boolean;
  /** Further mounts that would have the very same series: bind mounts onto themselves, and mounts over mounts. */
  repeats: number;
}

interface FilesystemState {
  readonly isIgnored: (mount: Mount) => boolean;
  readonly prober: MountProber;
  mountinfo: string;
  targets: readonly Target[];
  riskyPaths: readonly string[];
}

const EXCLUDED_MOUNT_POINTS =
  "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";
const EXCLUDED_TYPES =
  "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$";
const MOUNT_POINTS_INCLUDE = "collector.filesystem.mount-points-include";
const MOUNT_POINTS_EXCLUDE = "collector.filesystem.mount-points-exclude";
const MOUNT_POINTS_IGNORED = "collector.filesystem.ignored-mount-points";
const TYPES_INCLUDE = "collector.filesystem.fs-types-include";
const TYPES_EXCLUDE = "collector.filesystem.fs-types-exclude";
const TYPES_IGNORED = "collector.filesystem.ignored-fs-types";

const LABELS = ["device", "mountpoint", "fstype", "device_error"] as const;

/** Families over statfs(2). Upstream multiplies by f_bsize, not f_frsize, and so do we. */
const SIZES = [
  {
    name: "node_filesystem_size_bytes",
    help: "Size of the file system.",
    of: ({ blocks, bsize }: StatsFs) => blocks * bsize,
  },
  {
    name: "node_filesystem_free_bytes",
    help: "Free space of the file system, the part reserved for root included.",
    of: ({ bfree, bsize }: StatsFs) => bfree * bsize,
  },
  {
    name: "node_filesystem_avail_bytes",
    help: "Space of the file system that users other than root may still fill.",
    of: ({ bavail, bsize }: StatsFs) => bavail * bsize,
  },
  {
    name: "node_filesystem_files",
    help: "Inodes of the file system; 0 where it makes them as needed.",
    of: ({ files }: StatsFs) => files,
  },
  {
    name: "node_filesystem_files_free",
    help: "Inodes of the file system that are free.",
    of: ({ ffree }: StatsFs) => ffree,
  },
  {
    // Upstream has it on every platform, and knows a value on macOS only.
    name: "node_filesystem_purgeable_bytes",
    help: "Space that the system could free by itself, which only macOS tells; 0 elsewhere.",
    of: () => 0,
  },
] as const;

/** Mounts to report. The text of mountinfo seldom changes, so what follows from it is kept. */
function updateTargets(host: Host, state: FilesystemState): void {
  const mountinfo = readMountinfo(host.proc);
  if (mountinfo === state.mountinfo) return;
  const root = host.root.root;
  const seen = new Map<string, Target>();
  const targets: Target[] = [];
  for (const mount of listMounts(mountinfo, root)) {
    if (state.isIgnored(mount)) continue;
    const series = `${mount.device}\0${mount.mountPoint}\0${mount.fsType}`;
    const numbered = `${series}\0${mount.major}:${mount.minor}`;
    const known = seen.get(numbered);
    if (known !== undefined) {
      known.repeats += 1;
      continue;
    }
    const target = { mount, path: join(root, mount.mountPoint), infoOnly: seen.has(series), repeats: 0 };
    targets.push(target);
    seen.set(series, target).set(numbered, target);
  }
  state.targets = targets;
  state.riskyPaths = [...new Set(targets.filter(({ mount }) => mount.risky).map(({ path }) => path))];
  state.mountinfo = mountinfo;
}

function askLocal(path: string): ProbeResult {
  try {
    return { kind: "ok", stats: statfsSync(path) };
  } catch (error) {
    return { kind: "error", error: error as NodeJS.ErrnoException };
  }
}

const SKIPPED: ProbeResult = { kind: "skipped" };
/** Series of a mount that could not be asked: device_error and readonly. */
const SERIES_UNASKED = 2;

interface FilesystemData {
  readonly fileSystems: readonly FileSystem[];
  /** Those that answered. */
  readonly mounts: readonly Mount[];
  /** Samples that would have repeated others. */
  readonly repeats: number;
}

function merge(targets: readonly Target[], results: ReadonlyMap<string, ProbeResult>): FilesystemData {
  const fileSystems: FileSystem[] = [];
  const mounts: Mount[] = [];
  let repeats = 0;
  for (const target of targets) {
    const { mount, path } = target;
    const result = mount.risky ? (results.get(path) ?? SKIPPED) : askLocal(path);
    const stats = result.kind === "ok" ? result.stats : undefined;
    if (!target.infoOnly) fileSystems.push({ mount, deviceError: deviceErrorOf(result), stats });
    if (stats !== undefined) mounts.push(mount);
    const own = stats === undefined ? SERIES_UNASKED : SERIES_UNASKED + SIZES.length;
    const info = stats === undefined ? 0 : 1;
    repeats += target.repeats * (own + info) + (target.infoOnly ? own : 0);
  }
  return { fileSystems, mounts, repeats };
}

const NO_RESULTS: ReadonlyMap<string, ProbeResult> = new Map();

/** Size and use of mounted file systems. A mount that hangs costs its own sizes and nothing else. */
export const filesystem = defineCollector({
  name: "filesystem",
  help: "Size, free space and inodes of mounted file systems, from /proc/1/mountinfo and statfs(2).",
  enabledByDefault: true,
  options: {
    mountPointsExclude: {
      flag: MOUNT_POINTS_EXCLUDE,
      type: "regex",
      default: EXCLUDED_MOUNT_POINTS,
      help: `Mount points to leave out; not together with --${MOUNT_POINTS_INCLUDE}.`,
    },
    mountPointsInclude: {
      flag: MOUNT_POINTS_INCLUDE,
      type: "regex",
      default: "",
      help: `Mount points to include, all others being left out; not together with --${MOUNT_POINTS_EXCLUDE}.`,
    },
    mountPointsIgnored: {
      flag: MOUNT_POINTS_IGNORED,
      type: "regex",
      default: "",
      hidden: true,
      help: `Old name of --${MOUNT_POINTS_EXCLUDE}.`,
    },
    typesExclude: {
      flag: TYPES_EXCLUDE,
      type: "regex",
      default: EXCLUDED_TYPES,
      help: `File system types to leave out; not together with --${TYPES_INCLUDE}.`,
    },
    typesInclude: {
      flag: TYPES_INCLUDE,
      type: "regex",
      default: "",
      help: `File system types to include, all others being left out; not together with --${TYPES_EXCLUDE}.`,
    },
    typesIgnored: {
      flag: TYPES_IGNORED,
      type: "regex",
      default: "",
      hidden: true,
      help: `Old name of --${TYPES_EXCLUDE}.`,
    },
    mountTimeout: {
      flag: "collector.filesystem.mount-timeout",
      type: "duration",
      default: "5s",
      hidden: true,
      help: "How long to wait for a mount before it is left alone until it answers.",
    },
    statWorkers: {
      flag: "collector.filesystem.stat-workers",
      type: "integer",
      default: 4,
      hidden: true,
      help: "Accepted so that existing command lines work; UV_THREADPOOL_SIZE bounds the calls under way.",
    },
  },
  setup: (options, _host: Host): FilesystemState => {
    const ignoresPoint = createMountFilter({
      what: "mount points",
      include: options.mountPointsInclude,
      exclude: options.mountPointsExclude,
      defaultExclude: EXCLUDED_MOUNT_POINTS,
      ignored: options.mountPointsIgnored,
      includeFlag: MOUNT_POINTS_INCLUDE,
      excludeFlag: MOUNT_POINTS_EXCLUDE,
      ignoredFlag: MOUNT_POINTS_IGNORED,
    });
    const ignoresType = createMountFilter({
      what: "fs types",
      include: options.typesInclude,
      exclude: options.typesExclude,
      defaultExclude: EXCLUDED_TYPES,
      ignored: options.typesIgnored,
      includeFlag: TYPES_INCLUDE,
      excludeFlag: TYPES_EXCLUDE,
      ignoredFlag: TYPES_IGNORED,
    });
    return {
      isIgnored: ({ mountPoint, fsType }) => ignoresPoint(mountPoint) || ignoresType(fsType),
      prober: createMountProber({ timeoutMs: options.mountTimeout, maxHeld: maxHeldThreads(process.env) }),
      mountinfo: "",
      targets: [],
      riskyPaths: [],
    };
  },
  read: (host: Host, signal, state) => {
    updateTargets(host, state);
    const { targets, riskyPaths } = state;
    if (riskyPaths.length === 0) return merge(targets, NO_RESULTS);
    const results = state.prober.probe(riskyPaths, signal);
    return results instanceof Promise ? results.then((late) => merge(targets, late)) : merge(targets, results);
  },
  lacks: ({ fileSystems }) => unreachableMounts(fileSystems),
  repeats: ({ repeats }) => repeats,
  families: (family) => [
    family({
      name: "node_filesystem_device_error",
      type: "gauge",
      labels: LABELS,
      help: "Whether the file system could not be asked (1), the label device_error then saying why, or could (0).",
      samples: ({ fileSystems }, emit) => {
        // By index here and below: for each pass of a loop over an iterator, the interpreter makes an object.
        for (let at = 0; at < fileSystems.length; at += 1) {
          const { mount, deviceError } = fileSystems[at] as FileSystem;
          emit(deviceError === "" ? 0 : 1, mount.device, mount.mountPoint, mount.fsType, deviceError);
        }
      },
    }),
    family({
      name: "node_filesystem_readonly",
      type: "gauge",
      labels: LABELS,
      help: "Whether the file system is mounted read-only, or was made read-only after an error (1), or not (0).",
      samples: ({ fileSystems }, emit) => {
        for (let at = 0; at < fileSystems.length; at += 1) {
          const { mount, deviceError } = fileSystems[at] as FileSystem;
          emit(mount.readOnly ? 1 : 0, mount.device, mount.mountPoint, mount.fsType, deviceError);
        }
      },
    }),
    ...SIZES.map(({ name, help, of }) =>
      family({
        name,
        type: "gauge",
        labels: LABELS,
        help,
        samples: ({ fileSystems }, emit) => {
          for (let at = 0; at < fileSystems.length; at += 1) {
            const { mount, deviceError, stats } = fileSystems[at] as FileSystem;
            if (stats !== undefined) emit(of(stats), mount.device, mount.mountPoint, mount.fsType, deviceError);
          }
        },
      }),
    ),
    family({
      name: "node_filesystem_mount_info",
      type: "gauge",
      labels: ["device", "major", "minor", "mountpoint"],
      help: "Device number of a mount, to be joined to disk series; the value is always 1.",
      samples: ({ mounts }, emit) => {
        for (const { device, major, minor, mountPoint } of mounts) emit(1, device, major, minor, mountPoint);
      },
    }),
  ],
});
