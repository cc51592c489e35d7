import { statfsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filesystem } from "../../src/collectors/filesystem.ts";
import type { Host } from "../../src/host.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const line = (mountPoint: string, fsType: string, device = "/dev/sda1", number = "8:1", options = "rw"): string =>
  `25 1 ${number} / ${mountPoint} ${options} shared:1 - ${fsType} ${device} rw`;

const TIMEOUT = { mountTimeout: 5000 };

/** A machine whose root file system is a folder, with mount points that are plain folders in it. */
function machine(mounts: readonly string[], folders: readonly string[]): Host {
  const files: Record<string, string> = { "proc/1/mountinfo": `${mounts.join("\n")}\n` };
  for (const folder of folders) files[`${folder}/`] = "";
  return fixtureHost(temporaryTree(files));
}

const names = (lines: readonly string[]): readonly string[] =>
  lines.map((text) => text.split("{", 1)[0] ?? "").toSorted();

const ALL = [
  "node_filesystem_avail_bytes",
  "node_filesystem_device_error",
  "node_filesystem_files",
  "node_filesystem_files_free",
  "node_filesystem_free_bytes",
  "node_filesystem_mount_info",
  "node_filesystem_purgeable_bytes",
  "node_filesystem_readonly",
  "node_filesystem_size_bytes",
];

test("a local file system is asked at once, without a promise", () => {
  const host = machine([line("/data", "ext4")], ["data"]);
  const state = filesystem.setup(
    {
      mountPointsExclude: undefined,
      typesExclude: undefined,
      mountTimeout: 5000,
    } as never,
    host,
  );
  expect(filesystem.read(host, new AbortController().signal, state as never)).not.toBeInstanceOf(Promise);
});

test("sizes are blocks times block size", async () => {
  const host = machine([line("/data", "ext4")], ["data"]);
  const run = await collectOnce(filesystem, TIMEOUT, host);
  const { blocks, bsize, files } = statfsSync(`${host.root.root}/data`);
  const labels = 'device="/dev/sda1",device_error="",fstype="ext4",mountpoint="/data"';
  expect(names(run.lines)).toEqual(ALL);
  expect(run.lines).toContain(`node_filesystem_size_bytes{${labels}} ${blocks * bsize}`);
  expect(run.lines).toContain(`node_filesystem_files{${labels}} ${files}`);
  expect(run.lines).toContain(`node_filesystem_readonly{${labels}} 0`);
  expect(run.lines).toContain(`node_filesystem_device_error{${labels}} 0`);
  expect(run.lines).toContain(
    'node_filesystem_mount_info{device="/dev/sda1",major="8",minor="1",mountpoint="/data"} 1',
  );
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("a mount of the network is asked on the pool and looks the same", async () => {
  const host = machine([line("/net", "nfs4", "server:/export", "0:50")], ["net"]);
  const run = await collectOnce(filesystem, TIMEOUT, host);
  expect(names(run.lines)).toEqual(ALL);
  expect(run.lines).toContain(
    'node_filesystem_device_error{device="server:/export",device_error="",fstype="nfs4",mountpoint="/net"} 0',
  );
});

test.each(["ext4", "nfs4"])("a %s mount that cannot be asked has an error and no sizes", async (fsType) => {
  const run = await collectOnce(filesystem, TIMEOUT, machine([line("/gone", fsType, "d", "8:1", "ro")], []));
  const labels = `device="d",device_error="no such file or directory",fstype="${fsType}",mountpoint="/gone"`;
  expect(run.lines).toEqual([`node_filesystem_device_error{${labels}} 1`, `node_filesystem_readonly{${labels}} 1`]);
});

test("duplicates are dropped, but each device number has its mount_info", async () => {
  const host = machine(
    [
      line("/data", "tmpfs", "tmpfs", "0:40"),
      line("/data", "tmpfs", "tmpfs", "0:40", "ro"),
      line("/data", "tmpfs", "tmpfs", "0:41"),
    ],
    ["data"],
  );
  const run = await collectOnce(filesystem, TIMEOUT, host);
  expect(run.samples.filter(({ name }) => name === "node_filesystem_size_bytes")).toHaveLength(1);
  expect(run.lines.filter((text) => text.startsWith("node_filesystem_mount_info"))).toEqual([
    'node_filesystem_mount_info{device="tmpfs",major="0",minor="40",mountpoint="/data"} 1',
    'node_filesystem_mount_info{device="tmpfs",major="0",minor="41",mountpoint="/data"} 1',
  ]);
  const state = filesystem.setup({ mountTimeout: 5000 } as never, host);
  const data = await filesystem.read(host, new AbortController().signal, state as never);
  // All nine series of the second mount, and those of the third but its mount_info.
  expect(filesystem.repeats?.(data as never)).toBe(9 + 8);
});

describe("filters", () => {
  const mounts = [
    line("/", "ext4"),
    line("/proc", "proc"),
    line("/home", "xfs"),
    line("/var/lib/docker/overlay2/x/merged", "overlay"),
    line("/snap", "squashfs"),
  ];
  const points = async (options: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
    const run = await collectOnce(filesystem, { ...TIMEOUT, ...options }, machine(mounts, ["home"]));
    const readonly = run.samples.filter(({ name }) => name === "node_filesystem_readonly");
    return readonly.map(({ labels }) => /mountpoint="([^"]*)"/.exec(labels)?.[1] ?? "").toSorted();
  };

  test("the defaults leave kernel and container mounts out", async () => {
    expect(await points({})).toEqual(["/", "/home"]);
  });

  test("include patterns alone replace the defaults", async () => {
    expect(
      await points({ mountPointsInclude: matcher("^/(proc|home)$"), typesInclude: matcher("^(proc|xfs)$") }),
    ).toEqual(["/home", "/proc"]);
  });

  test("the deprecated flags still work", async () => {
    expect(await points({ mountPointsIgnored: matcher("^/home"), typesIgnored: matcher("^proc$") })).toEqual([
      "/",
      "/snap",
      "/var/lib/docker/overlay2/x/merged",
    ]);
  });

  test("include and exclude together are refused at start", () => {
    const both = { ...TIMEOUT, typesInclude: matcher("a"), typesExclude: matcher("b") };
    expect(() => instantiate(filesystem, both, machine(mounts, []))).toThrow(
      "unable to parse fs types filter flags: --collector.filesystem.fs-types-exclude and --collector.filesystem.fs-types-include are mutually exclusive",
    );
  });
});

test("mounts of this process are used where those of process 1 are hidden", async () => {
  const host = fixtureHost(temporaryTree({ "proc/self/mountinfo": `${line("/", "ext4")}\n` }));
  expect(names((await collectOnce(filesystem, TIMEOUT, host)).lines)).toEqual(ALL);
});
