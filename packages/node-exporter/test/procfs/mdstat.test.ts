import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseMdstat, type MdArray } from "../../src/procfs/mdstat.ts";

const HEAD = "Personalities : [raid0] [raid1] [raid6]\n";
const TAIL = "\nunused devices: <none>\n";

const WHOLE: MdArray = {
  device: "md0",
  state: "active",
  disksActive: 2,
  disksRequired: 2,
  disksFailed: 0,
  disksSpare: 0,
  blocks: 248_896,
  blocksSynced: 248_896,
};

test.each<[string, string, Partial<MdArray>]>([
  ["whole", "md0 : active raid1 sdi1[0] sdj1[1]\n      248896 blocks [2/2] [UU]\n", {}],
  [
    "recovering",
    "md0 : active raid1 sdb2[2](F) sdc[1](S) sda2[0]\n      248896 blocks super 1.2 [2/1] [U_]\n      [=>....]  recovery =  8.5% (1677/248896) finish=17.0min speed=259783K/sec\n",
    { state: "recovering", disksActive: 1, disksFailed: 1, disksSpare: 1, blocksSynced: 1677 },
  ],
  [
    "checking, with a bitmap line before",
    "md0 : active raid1 sdi1[0] sdj1[1]\n      248896 blocks [2/2] [UU]\n      bitmap: 0/30 pages [0KB], 65536KB chunk\n      [=>]  check =  5.7% (11/248896) finish=0.2min speed=1K/sec\n",
    { state: "checking", blocksSynced: 11 },
  ],
  [
    "waiting to resync",
    "md0 : active (auto-read-only) raid1 sdi1[0] sdj1[1]\n      248896 blocks super 1.2 [2/2] [UU]\n      resync=PENDING\n",
    { state: "resyncing", blocksSynced: 0 },
  ],
  [
    "without redundancy",
    "md0 : active raid0 sda[2] sdb[1] sdc[0]\n      248896 blocks super 1.2 512k chunks\n",
    { disksActive: 3, disksRequired: 3 },
  ],
  [
    "inactive",
    "md0 : inactive sda[2](S) sdb[1](S)\n      248896 blocks super external:imsm\n",
    { state: "inactive", disksActive: 0, disksRequired: 0, disksSpare: 2 },
  ],
  [
    "of level 6, with its chunk size before the disks",
    "md0 : active raid6 sda1[3] sdb1[2] sdc1[1] sdd1[0]\n      248896 blocks super 1.2 level 6, 64k chunk, algorithm 2 [4/4] [UUUU]\n",
    { disksActive: 4, disksRequired: 4 },
  ],
])("an array that is %s", (_what, array, differences) => {
  expect(parseMdstat(HEAD + array + TAIL)).toEqual([{ ...WHOLE, ...differences }]);
});

test("no arrays", () => {
  expect(parseMdstat(`Personalities : ${TAIL}`)).toEqual([]);
});

test.each([
  ["malformed size", "md0 : active raid1 sda[0]\n      many blocks [1/1] [U]\n"],
  ["missing disks", "md0 : active raid1 sda[0]\n      1 blocks\n"],
  ["malformed progress", "md0 : active raid1 sda[0]\n      1 blocks [1/1] [U]\n      resync = 5%\n"],
  ["truncated array", "md0 : active raid1 sda[0]"],
  ["truncated name", "md0\n\n\n"],
])("refuses a %s", (_what, array) => {
  expect(() => parseMdstat(HEAD + array)).toThrow(ParseError);
});
