import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { closeHost, createHost, DEFAULT_PATHS, type HostPaths } from "../src/create-host.ts";
import { hostNotices } from "../src/host-notices.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

function noticesOf(paths: HostPaths): readonly string[] {
  const host = createHost(paths);
  onTestFinished(() => closeHost(host));
  return hostNotices(host);
}

/** A folder laid out like a pod's /host, without the named entries. */
function layout(...without: readonly string[]): HostPaths {
  const entries = ["proc/stat", "proc/1/", "sys/class/", "sys/block/", "udev/", "root/"];
  const folder = temporaryTree(
    Object.fromEntries(
      entries.filter((path) => !without.some((part) => path.startsWith(part))).map((path) => [path, ""]),
    ),
  );
  return {
    procfs: join(folder, "proc"),
    sysfs: join(folder, "sys"),
    rootfs: join(folder, "root"),
    udevData: join(folder, "udev"),
  };
}

test("a host whose file systems are all mounted has nothing to notice", () => {
  expect(noticesOf(layout())).toEqual([]);
});

test.each([
  ["proc", "procfs", ["is no procfs: mount the host's /proc there"]],
  ["proc/1", "procfs", ["hides the processes of others", "CAP_SYS_PTRACE"]],
  ["sys", "sysfs", ["is no sysfs: mount the host's /sys there", "hardware"]],
  ["root", "rootfs", ["does not exist: mount the host's / there", "HostToContainer"]],
  ["udev", "udevData", ["does not exist: mount the host's /run/udev/data there", "serial number"]],
] as const)("without %s there is one notice, which says what to mount", (missing, path, parts) => {
  const paths = layout(missing);
  const notices = noticesOf(paths);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain(paths[path]);
  for (const part of parts) expect(notices[0]).toContain(part);
});

test("the host's procfs beside this program's own root file system is noticed", () => {
  const { sysfs, udevData } = layout();
  // A second path to the running procfs, as a bind mount is.
  const notices = noticesOf({ ...DEFAULT_PATHS, sysfs, udevData, procfs: "/proc/self/root/proc" });
  expect(notices).toEqual([expect.stringContaining("set --path.rootfs=/host")]);
});

test("a host without udev is not told to mount what it does not have", () => {
  expect(noticesOf({ ...DEFAULT_PATHS }).filter((notice) => notice.includes("udev"))).toEqual([]);
});
