import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { tapestats } from "../../src/collectors/tapestats.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const STATS = "sys/class/scsi_tape/st0/stats";
const FILES: Readonly<Record<string, string>> = {
  [`${STATS}/in_flight`]: "2\n",
  [`${STATS}/io_ns`]: "9000000000\n",
  [`${STATS}/other_cnt`]: "3\n",
  [`${STATS}/read_byte_cnt`]: "4096\n",
  [`${STATS}/read_cnt`]: "5\n",
  [`${STATS}/read_ns`]: "1500000000\n",
  [`${STATS}/resid_cnt`]: "6\n",
  [`${STATS}/write_byte_cnt`]: "18446744073709551615\n",
  [`${STATS}/write_cnt`]: "7\n",
  [`${STATS}/write_ns`]: "250000000\n",
  [`${STATS}/later_cnt`]: "x\n",
};

const collect = (files: Readonly<Record<string, string>>, overrides: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(tapestats, overrides, fixtureHost(temporaryTree({ "sys/": "", ...files })));

test("requests, bytes and times of a drive, not again of its other devices", async () => {
  const others = { "sys/class/scsi_tape/nst0/stats/read_cnt": "5\n", "sys/class/scsi_tape/st0a/stats/read_cnt": "5\n" };
  expect((await collect({ ...FILES, ...others })).lines).toEqual([
    'node_tape_io_now{device="st0"} 2',
    'node_tape_io_others_total{device="st0"} 3',
    'node_tape_io_time_seconds_total{device="st0"} 9',
    'node_tape_read_bytes_total{device="st0"} 4096',
    'node_tape_read_time_seconds_total{device="st0"} 1.5',
    'node_tape_reads_completed_total{device="st0"} 5',
    'node_tape_residual_total{device="st0"} 6',
    'node_tape_write_time_seconds_total{device="st0"} 0.25',
    'node_tape_writes_completed_total{device="st0"} 7',
    'node_tape_written_bytes_total{device="st0"} 18446744073709552000',
  ]);
});

test("a counter that the kernel does not have is 0", async () => {
  const { lines } = await collect({ [`${STATS}/read_cnt`]: "5\n" });
  expect(lines).toHaveLength(10);
  expect(lines.filter((line) => !line.endsWith(" 0"))).toEqual(['node_tape_reads_completed_total{device="st0"} 5']);
});

test("drives can be left out, and are not read then", async () => {
  const files = { ...FILES, "sys/class/scsi_tape/st12/stats/read_cnt": "x\n" };
  const { lines } = await collect(files, { ignoredDevices: matcher("^st1") });
  expect(lines).toEqual((await collect(FILES)).lines);
  // An empty pattern matches every drive, as in node_exporter.
  expect((await collect(files, { ignoredDevices: undefined })).lines).toEqual([]);
  await expect(collect(files)).rejects.toThrow("st12");
});

test("a broken counter fails the collector by its path", async () => {
  for (const text of ["-1\n", "1.5\n", "\n"]) {
    const run = collect({ ...FILES, [`${STATS}/io_ns`]: text });
    await expect(run).rejects.toThrow(ParseError);
    await expect(run).rejects.toThrow("class/scsi_tape/st0/stats/io_ns");
  }
});

test.each([
  ["the driver", {}],
  ["a drive's statistics", { "sys/class/scsi_tape/st0/": "" }],
])("without %s there is no data", async (_what, files) => {
  await expect(collect(files)).rejects.toThrow(NoDataError);
});

test("the driver without a drive is nothing wrong", async () => {
  expect((await collect({ "sys/class/scsi_tape/": "" })).lines).toEqual([]);
});
