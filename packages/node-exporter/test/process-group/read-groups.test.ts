import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NoDataError, PartialDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseGroupRule } from "../../src/process-group/parse-group-rule.ts";
import { createGroupReader, type ProcessGroups } from "../../src/process-group/read-groups.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const { signal } = new AbortController();
const stat = (pid: number, name: string, userTicks: number, start = 29): string =>
  `${pid} (${name}) S 1 1 1 0 -1 4194560 1 2 3 4 ${userTicks} 6 7 8 20 0 1 0 ${start} 30 31\n`;

function readerOf(folder: string, ...rules: readonly string[]) {
  const reader = createGroupReader(fixtureHost(folder), rules.map(parseGroupRule), false);
  return (over = signal) => reader.read(over);
}
/** Processes and CPU ticks of each group. */
const short = ({ groups }: ProcessGroups): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(groups.map(({ group, processes, counters }) => [group, [processes, counters[0]]]));

test("counters of a group stay monotonic while its processes end, come and take one another's identities", async () => {
  const folder = temporaryTree({ "proc/7/stat": stat(7, "a", 100), "proc/8/stat": stat(8, "a", 50) });
  const read = readerOf(folder, "g=^a$", "none=^z$");
  expect(short(await read())).toEqual({ g: [2, 150], none: [0, 0] });
  writeFileSync(join(folder, "proc/7/stat"), stat(7, "a", 110));
  rmSync(join(folder, "proc/8"), { recursive: true });
  expect(short(await read())).toEqual({ g: [1, 160], none: [0, 0] });
  writeFileSync(join(folder, "proc/7/stat"), stat(7, "a", 3, 500));
  expect(short(await read())).toEqual({ g: [1, 163], none: [0, 0] });
  rmSync(join(folder, "proc/7"), { recursive: true });
  expect(short(await read())).toEqual({ g: [0, 163], none: [0, 0] });
});

test("a process that becomes another program is of the other's group from then on", async () => {
  const folder = temporaryTree({ "proc/7/stat": stat(7, "sh", 100) });
  const read = readerOf(folder, "shell=^sh$", "web=^nginx$");
  expect(short(await read())).toEqual({ shell: [1, 100], web: [0, 0] });
  writeFileSync(join(folder, "proc/7/stat"), stat(7, "nginx", 130));
  expect(short(await read())).toEqual({ shell: [0, 100], web: [1, 30] });
});

test("rules of one name make one group", async () => {
  const folder = temporaryTree({ "proc/7/stat": stat(7, "a", 1), "proc/8/stat": stat(8, "b", 2) });
  expect(short(await readerOf(folder, "g=^a$", "g=^b$")())).toEqual({ g: [2, 3] });
});

test("a broken process costs itself and is named", async () => {
  const folder = temporaryTree({ "proc/7/stat": "7 (a", "proc/8/stat": stat(8, "a", 2) });
  const error: unknown = await readerOf(folder, "g=a")().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialDataError);
  expect((error as Error).message).toContain("7/stat");
  expect(short((error as PartialDataError).data as ProcessGroups)).toEqual({ g: [1, 2] });
});

test("a broken time of start costs that alone", async () => {
  const folder = temporaryTree({ "proc/stat": "x\n", "proc/8/stat": stat(8, "a", 2) });
  const error: unknown = await readerOf(folder, "g=a")().catch((thrown: unknown) => thrown);
  const data = (error as PartialDataError).data as ProcessGroups;
  expect([data.bootTime, short(data)]).toEqual([undefined, { g: [1, 2] }]);
});

test("without a rule there is no data, and an aborted scrape ends", async () => {
  const folder = temporaryTree({ "proc/": "" });
  await expect(readerOf(folder)()).rejects.toThrow(NoDataError);
  await expect(readerOf(folder, "g=a")(AbortSignal.abort())).rejects.toThrow("abort");
});

test("a scrape that is aborted half-way counts nothing twice", async () => {
  const files: Record<string, string> = {};
  for (let pid = 1; pid <= 3000; pid += 1) files[`proc/${pid}/stat`] = stat(pid, "a", 1);
  const folder = temporaryTree(files);
  const read = readerOf(folder, "g=a");
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  await expect(read(controller.signal)).rejects.toThrow("abort");
  expect(short(await read())).toEqual({ g: [3000, 3000] });
}, 30_000);
