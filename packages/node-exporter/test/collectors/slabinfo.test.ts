import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { slabinfo } from "../../src/collectors/slabinfo.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TEXT =
  "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>\n" +
  "dentry               704    864    192   21    1 : tunables    0    0    0 : slabdata     42     42      0\n" +
  "kmalloc-8k           132    148   8192    4    8 : tunables    0    0    0 : slabdata     37     37      0\n";
const host = () => fixtureHost(temporaryTree({ "proc/slabinfo": TEXT }));

test("exposes objects, their size, and objects and pages of a slab", async () => {
  const run = await collectOnce(slabinfo, {}, host());
  expect(run.lines).toEqual([
    'node_slabinfo_active_objects{slab="dentry"} 704',
    'node_slabinfo_active_objects{slab="kmalloc-8k"} 132',
    'node_slabinfo_object_size_bytes{slab="dentry"} 192',
    'node_slabinfo_object_size_bytes{slab="kmalloc-8k"} 8192',
    'node_slabinfo_objects_per_slab{slab="dentry"} 21',
    'node_slabinfo_objects_per_slab{slab="kmalloc-8k"} 4',
    'node_slabinfo_objects{slab="dentry"} 864',
    'node_slabinfo_objects{slab="kmalloc-8k"} 148',
    'node_slabinfo_pages_per_slab{slab="dentry"} 1',
    'node_slabinfo_pages_per_slab{slab="kmalloc-8k"} 8',
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test.each([
  ["^kmalloc", "", ["kmalloc-8k"]],
  [".*", "kmalloc", ["dentry"]],
  ["kmalloc|dentry", "8k", ["dentry"]],
  ["nothing", "", []],
])("includes %j and excludes %j", async (include, exclude, slabs) => {
  const options = { include: matcher(include), exclude: exclude === "" ? undefined : matcher(exclude) };
  const { samples } = await collectOnce(slabinfo, options, host());
  expect([...new Set(samples.map(({ labels }) => labels))]).toEqual(slabs.map((slab) => `slab="${slab}"`));
});

test("a kernel without the file is no data", async () => {
  await expect(collectOnce(slabinfo, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});

test("a file that this user may not read is denied, with what would allow it", async () => {
  const plain = host();
  const denied = {
    ...plain,
    proc: {
      ...plain.proc,
      hot: () => {
        throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
      },
    },
  };
  await expect(collectOnce(slabinfo, {}, denied)).rejects.toThrow(DeniedError);
  await expect(collectOnce(slabinfo, {}, denied)).rejects.toThrow(/slabinfo .* CAP_DAC_READ_SEARCH/);
});

test("one bad row fails the collector, as it does in node_exporter", async () => {
  const broken = fixtureHost(temporaryTree({ "proc/slabinfo": `${TEXT}odd name 1 2\n` }));
  await expect(collectOnce(slabinfo, {}, broken)).rejects.toThrow("slabinfo:5");
});
