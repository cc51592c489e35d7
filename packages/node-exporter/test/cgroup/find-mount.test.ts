import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { findCgroupMount } from "../../src/cgroup/find-mount.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const mount = (point: string, type: string): string => `31 23 0:28 / ${point} rw - ${type} ${type} rw\n`;

/** The mount, or the message of what was thrown, with the folder taken off. */
function found(files: Readonly<Record<string, string>>): string {
  const folder = temporaryTree(files);
  return findCgroupMount(fixtureHost(folder)).replace(folder, "");
}

test("is where systemd mounts it, without a look at the mounts", () => {
  expect(found({ "sys/fs/cgroup/cgroup.controllers": "cpu\n", "proc/1/mountinfo": "x\n" })).toBe("/sys/fs/cgroup");
});

test("is below sysfs where the mounts say, as beside version 1", () => {
  expect(
    found({
      "proc/1/mountinfo": mount("/sys/fs/cgroup/cpu", "cgroup") + mount("/sys/fs/cgroup/unified", "cgroup2"),
      "sys/fs/cgroup/unified/cgroup.controllers": "\n",
    }),
  ).toBe("/sys/fs/cgroup/unified");
});

test("is in the host's root elsewhere, and mounts that cannot be reached are passed over", () => {
  expect(
    found({
      "proc/self/mountinfo":
        mount("/sys/fs/other", "cgroup2") + mount("/run/control groups", "cgroup2").replace("l g", String.raw`l\040g`),
      "run/control groups/cgroup.controllers": "cpu\n",
    }),
  ).toBe("/run/control groups");
});

test.each([
  ["version 1 alone", { "proc/1/mountinfo": mount("/sys/fs/cgroup/cpu", "cgroup") }, "only cgroup v1 is mounted"],
  ["no mount of it", { "proc/1/mountinfo": mount("/", "ext4") }, "cgroup v2 is not mounted"],
  ["no list of mounts", {}, "cgroup v2 is not mounted"],
  ["a mount out of reach", { "proc/1/mountinfo": mount("/sys/fs/x", "cgroup2") }, "do not lead"],
])("%s is no data, with the reason", (_what, files, reason) => {
  expect(() => found(files)).toThrow(NoDataError);
  expect(() => found(files)).toThrow(reason);
});

test("mounts that make no sense are an error", () => {
  expect(() => found({ "proc/1/mountinfo": "x y\n" })).toThrow(ParseError);
});
