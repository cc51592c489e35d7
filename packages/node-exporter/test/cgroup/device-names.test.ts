import { expect, test } from "vitest";
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createBlockDeviceNames } from "../../src/cgroup/device-names.ts";
import { createFileTree } from "../../src/create-file-tree.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("devices have the names of diskstats, and their number when they are gone", () => {
  const names = createBlockDeviceNames(
    createFileTree(
      temporaryTree({
        "dev/block/8:16": { link: "../../devices/pci0000:00/ata1/block/sdb" },
        "dev/block/104:0": { link: "../../devices/block/cciss!c0d0" },
        "dev/block/9:0": "no link",
      }),
    ),
  );
  expect(["8:16", "104:0", "8:17", "9:0"].map((number) => names.nameOf(number))).toEqual([
    "sdb",
    "cciss/c0d0",
    "8:17",
    "9:0",
  ]);
});

test("a name is kept until it is forgotten", () => {
  const folder = temporaryTree({ "dev/block/7:0": { link: "../../block/loop0" } });
  const names = createBlockDeviceNames(createFileTree(folder));
  expect(names.nameOf("7:0")).toBe("loop0");
  const path = join(folder, "dev/block/7:0");
  rmSync(path);
  symlinkSync("../../block/loop1", `${path}.new`);
  renameSync(`${path}.new`, path);
  expect(names.nameOf("7:0")).toBe("loop0");
  names.forget();
  expect(names.nameOf("7:0")).toBe("loop1");
});
