import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { closeHost, createHost, DEFAULT_PATHS } from "../src/create-host.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

function isOpen(path: string): boolean {
  const { dev, ino } = statSync(path);
  return readdirSync("/proc/self/fd").some((descriptor) => {
    const open = statSync(`/proc/self/fd/${descriptor}`, { throwIfNoEntry: false });
    return open?.dev === dev && open.ino === ino;
  });
}

test("each path is the root of one tree", () => {
  const folder = temporaryTree({ "p/file": "proc\n", "s/file": "sys\n", "r/file": "root\n", "u/file": "udev\n" });
  const host = createHost({
    procfs: join(folder, "p"),
    sysfs: join(folder, "s"),
    rootfs: join(folder, "r"),
    udevData: join(folder, "u"),
  });
  const trees = [host.proc, host.sys, host.root, host.udev];
  expect(trees.map((tree) => tree.attribute("file"))).toEqual(["proc", "sys", "root", "udev"]);
  expect(trees.map(({ root }) => root)).toEqual(["p", "s", "r", "u"].map((name) => join(folder, name)));
});

test("paths that do not exist are no fault until something is read", () => {
  const host = createHost({ procfs: "/nowhere/p", sysfs: "/nowhere/s", rootfs: "/nowhere", udevData: "/nowhere/u" });
  expect(() => host.proc.hot("stat")).toThrow(/ENOENT.*\/nowhere\/p\/stat/);
  expect(host.sys.listIfPresent("class/net")).toEqual([]);
  closeHost(host);
});

test("without paths it is the running system, and its files are closed with it", () => {
  const host = createHost();
  onTestFinished(() => closeHost(host));
  expect([host.proc.root, host.sys.root, host.root.root, host.udev.root]).toEqual(Object.values(DEFAULT_PATHS));
  const before = isOpen("/proc/diskstats");
  expect(host.proc.hot("diskstats")).toBeTypeOf("string");
  expect(isOpen("/proc/diskstats")).toBe(true);
  closeHost(host);
  expect(isOpen("/proc/diskstats")).toBe(before);
});

test("the clock is in seconds since the epoch", () => {
  const before = Date.now() / 1000;
  const now = createHost().now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now() / 1000);
});

test("what collectors hold is given up once, when the host is closed", () => {
  const host = createHost();
  const released: string[] = [];
  host.onClose(() => released.push("one"));
  host.onClose(() => released.push("two"));
  expect(released).toEqual([]);
  closeHost(host);
  closeHost(host);
  expect(released).toEqual(["one", "two"]);
});
