import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planFiles } from "../../src/cgroup/file-plan.ts";
import { createKeptFiles } from "../../src/cgroup/kept-files.ts";
import { CGROUP_NUMBERS } from "../../src/cgroup/numbers.ts";
import { readCgroup, type KnownCgroup } from "../../src/cgroup/read-cgroup.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const plan = planFiles();

function knownAt(folder: string): KnownCgroup {
  return { files: createKeptFiles(folder).filesOf(`${folder}/a`), controllers: "", absent: new Set(), seenIn: 0 };
}

/** What a reading gives by name, and what was reported. */
function read(known: KnownCgroup) {
  const faults: string[] = [];
  const reading = readCgroup(known, "/a", plan, (file) => void faults.push(file));
  const values = Object.fromEntries(
    CGROUP_NUMBERS.flatMap(({ name }, at) => {
      const value = reading?.numbers[at];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { reading, values, faults };
}

test("reads files of the controllers that are on, and of no other", () => {
  const folder = temporaryTree({
    "a/cgroup.controllers": "cpu pids\n",
    "a/cpu.stat": "usage_usec 5\n",
    "a/memory.current": "not read",
    "a/io.stat": "not read",
    "a/pids.current": "7\n",
    "a/pids.max": "max\n",
  });
  const { values, faults, reading } = read(knownAt(folder));
  expect(values).toEqual({ node_cgroup_cpu_usage_seconds_total: 5, node_cgroup_pids: 7 });
  expect([faults, reading?.io]).toEqual([[], []]);
});

test("a broken file costs its own values and is reported", () => {
  const folder = temporaryTree({
    "a/cgroup.controllers": "memory io pids\n",
    "a/cpu.stat": "usage_usec\n",
    "a/io.stat": "x\n",
    "a/memory.current": "x\n",
    "a/memory.pressure": "some avg10=0.00\n",
    "a/pids.current": "7\n",
  });
  const { values, faults } = read(knownAt(folder));
  expect(values).toEqual({ node_cgroup_pids: 7 });
  expect(faults.toSorted()).toEqual(["cpu.stat", "io.stat", "memory.current", "memory.pressure"]);
});

test("a file that is absent is looked for again when other controllers are on", () => {
  const folder = temporaryTree({ "a/cgroup.controllers": "memory\n" });
  const known = knownAt(folder);
  expect(read(known).values).toEqual({});
  expect(known.absent.has("memory.current")).toBe(true);
  writeFileSync(join(folder, "a/memory.current"), "9\n");
  expect(read(known).values).toEqual({});
  writeFileSync(join(folder, "a/cgroup.controllers"), "memory pids\n");
  expect(read(known).values).toEqual({ node_cgroup_memory_current_bytes: 9 });
});

test("a cgroup that has ended is undefined", () => {
  expect(read(knownAt(temporaryTree({}))).reading).toBeUndefined();
});
