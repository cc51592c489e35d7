import { ParseError } from "@sightglass/metrics-registry";
import { assert, constantFrom, property } from "fast-check";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBtrfsFiles } from "../../src/btrfs/read-btrfs-files.ts";
import { createFileTree } from "../../src/create-file-tree.ts";
import { mutatedText } from "../support/mutated-text.ts";
import { BTRFS_HOST } from "../support/small-host-btrfs.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const UUID = "3f2a8f6e-1c54-4c6a-9c1c-0d1b6a7f8e21";
const BASE = `sys/fs/btrfs/${UUID}`;
const DEVICE = { uuid: "0-1", device: "vdb", totalBytes: 100, unusedBytes: 40, errors: [1, 2, 3, 4, 5] };

const read = (files: Readonly<Record<string, string>>, asked: Parameters<typeof readBtrfsFiles>[2] = new Map()) =>
  readBtrfsFiles(createFileTree(join(temporaryTree(files), "sys")), UUID, asked);

test("a file system as its files tell it", () => {
  expect(read(BTRFS_HOST)).toEqual({
    uuid: UUID,
    label: "data",
    reserveBytes: 3_407_872,
    commits: { commits: 12, lastMs: 1500, longestMs: 2500, totalMs: 30_000 },
    groups: [
      {
        type: "data",
        reservedBytes: 4096,
        layouts: [{ mode: "single", usedBytes: 65_536, sizeBytes: 8_388_608, ratio: 1 }],
      },
      {
        type: "metadata",
        reservedBytes: 16_384,
        layouts: [{ mode: "dup", usedBytes: 114_688, sizeBytes: 53_673_984, ratio: 2 }],
      },
      {
        type: "system",
        reservedBytes: 0,
        layouts: [{ mode: "dup", usedBytes: 16_384, sizeBytes: 8_388_608, ratio: 2 }],
      },
    ],
    sizes: [{ device: "vdb", bytes: 1_073_741_824 }],
    errors: [{ device: "vdb", counts: [1, 2, 3, 4, 5] }],
    devices: [],
  });
});

test("devices that were asked themselves take the place of what files tell of them", () => {
  const asked = new Map([[UUID.replaceAll("-", ""), { devices: [DEVICE] }]]);
  expect(read(BTRFS_HOST, asked)).toMatchObject({ sizes: [], errors: [], devices: [DEVICE] });
});

test("what another file system said is not this one's", () => {
  const asked = new Map([["0".repeat(32), { devices: [DEVICE] }]]);
  expect(read(BTRFS_HOST, asked)).toMatchObject({ sizes: [{ device: "vdb" }], devices: [] });
});

test("files beside the profiles of a block group type are no profiles", () => {
  const files = {
    ...BTRFS_HOST,
    [`${BASE}/allocation/data/size_classes`]: "none 1\n",
    [`${BASE}/allocation/data/flags`]: "1\n",
  };
  expect(read(files).groups[0]?.layouts.map(({ mode }) => mode)).toEqual(["single"]);
});

test("damaged files cost their values or a ParseError, and nothing else", () => {
  const folder = temporaryTree(BTRFS_HOST);
  const paths = Object.keys(BTRFS_HOST);
  const sys = createFileTree(join(folder, "sys"));
  assert(
    property(constantFrom(...paths), mutatedText("write_errs 1\nread_errs 2\nflush_errs 3\n"), (path, text) => {
      const file = join(folder, path);
      const before = readFileSync(file);
      writeFileSync(file, text);
      try {
        const { groups } = readBtrfsFiles(sys, UUID, new Map());
        expect(groups).toHaveLength(3);
        for (const { reservedBytes } of groups) expect(reservedBytes).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      } finally {
        writeFileSync(file, before);
      }
    }),
  );
});
