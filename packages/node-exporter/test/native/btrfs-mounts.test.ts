import { expect, test } from "vitest";
import { listBtrfsMounts } from "../../src/native/btrfs-mounts.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const line = (mountPoint: string, type: string, source: string): string =>
  `30 20 0:40 / ${mountPoint} rw,relatime shared:1 - ${type} ${source} rw\n`;

test("lists mount points by device, below the root file system's path", () => {
  const folder = temporaryTree({
    "proc/1/mountinfo":
      line("/", "ext4", "/dev/vda") +
      line("/srv", "btrfs", "/dev/vdb") +
      line("/home", "btrfs", "/dev/vdb") +
      line("/with\\040space", "btrfs", "/dev/vdc"),
  });
  expect([...listBtrfsMounts(fixtureHost(folder))]).toEqual([
    ["/dev/vdb", [`${folder}/srv`, `${folder}/home`]],
    ["/dev/vdc", [`${folder}/with space`]],
  ]);
});

test("leaves out what lies at or below a mount that may hang", () => {
  const folder = temporaryTree({
    "proc/1/mountinfo":
      line("/net", "nfs4", "server:/export") +
      line("/net/inner", "btrfs", "/dev/vdb") +
      line("/over", "btrfs", "/dev/vdc") +
      line("/over", "fuse.sshfs", "server:") +
      line("/network", "btrfs", "/dev/vdd"),
  });
  expect([...listBtrfsMounts(fixtureHost(folder)).keys()]).toEqual(["/dev/vdd"]);
});

test("a file system that is mounted many times is tried in a few places", () => {
  const lines = Array.from({ length: 100 }, (_, at) => line(`/m${at}`, "btrfs", "/dev/vdb"));
  const folder = temporaryTree({ "proc/1/mountinfo": lines.join("") });
  expect(listBtrfsMounts(fixtureHost(folder)).get("/dev/vdb")).toHaveLength(8);
});

test.each([{}, { "proc/1/mountinfo": "30 20 0:40 / /srv btrfs \n" }])(
  "without a list of mounts there are none",
  (files) => {
    expect(listBtrfsMounts(fixtureHost(temporaryTree(files)))).toEqual(new Map());
  },
);
