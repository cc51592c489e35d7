import { expect, test } from "vitest";
import { createPacer } from "../../src/pacer.ts";
import { readProcess } from "../../src/process-group/read-process.ts";
import { createSwitchCounter } from "../../src/process-group/switch-counter.ts";
import { parseTaskStat } from "../../src/procfs/task-stat.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const status = (voluntary: number, involuntary: number): string =>
  `Name:\ta\nVmSwap:\t4 kB\nvoluntary_ctxt_switches:\t${voluntary}\nnonvoluntary_ctxt_switches:\t${involuntary}\n`;
const FILES: Readonly<Record<string, string>> = {
  "fd/0": "",
  "fd/1": "",
  "fd/2": "",
  io: "rchar: 9\nread_bytes: 11\nwrite_bytes: 12\n",
  limits: "Max open files            10                   20                   files     \n",
  smaps_rollup: "x [rollup]\nPss:                 3 kB\n",
  status: status(100, 10),
  "task/8/status": status(100, 10),
  "task/9/status": status(7, 3),
};

async function read(files: Readonly<Record<string, string>>, more: { threads?: number; vsize?: number } = {}) {
  const { threads = 2, vsize = 30 } = more;
  const stat = parseTaskStat(`8 (a) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 ${threads} 0 29 ${vsize} 31\n`, "8/stat");
  const faults: string[] = [];
  const reading = await readProcess(
    {
      folder: temporaryTree(files),
      pid: "8",
      stat,
      switches: createSwitchCounter(),
      readsSmaps: true,
      sizeIsCount: false,
      report: (error) => void faults.push((error as Error).message),
    },
    createPacer(new AbortController().signal, 10, 1),
  );
  return { reading, faults };
}

test("reads counters, memory, descriptors and their limit; switches are those of all threads", async () => {
  expect(await read(FILES)).toEqual({
    reading: {
      counters: [5, 6, 1, 3, 11, 12, 107, 13],
      swapBytes: 4096,
      proportionalBytes: 3072,
      openFiles: 3,
      openFilesLimit: 10,
      refused: [],
    },
    faults: [],
  });
  expect((await read(FILES, { threads: 1 })).reading.counters.slice(6)).toEqual([100, 10]);
});

test("a task of the kernel has no descriptors and no memory", async () => {
  const { reading } = await read({ io: FILES["io"] as string }, { vsize: 0, threads: 1 });
  expect([reading.openFiles, reading.proportionalBytes, reading.openFilesLimit]).toEqual([0, 0, undefined]);
});

test("of a process that ends meanwhile there is what was read", async () => {
  const { reading, faults } = await read({}, { threads: 1 });
  expect(reading).toMatchObject({
    counters: [5, 6, 1, 3, undefined, undefined, 0, 0],
    openFiles: undefined,
    refused: [],
  });
  expect(faults).toEqual([]);
});

test.each([
  ["io", "read_bytes"],
  ["limits", "limit of open files"],
  ["smaps_rollup", "proportional"],
  ["status", "context switches"],
])("a broken %s costs its own values and is reported", async (file, what) => {
  const { reading, faults } = await read({ ...FILES, [file]: "x\n" });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`/${file}: `);
  expect(faults[0]).toContain(what);
  expect(reading.counters.slice(0, 4)).toEqual([5, 6, 1, 3]);
  expect([reading.openFiles, file === "io" ? 11 : reading.counters[4]]).toEqual([3, 11]);
});
