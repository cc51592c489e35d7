import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { nvme } from "../../src/collectors/nvme.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const DEVICE = "sys/class/nvme/nvme0";
const FILES: Readonly<Record<string, string>> = {
  [`${DEVICE}/firmware_rev`]: "2B4QFXO7\n",
  [`${DEVICE}/model`]: "Example 990\n",
  [`${DEVICE}/serial`]: "S1\n",
  [`${DEVICE}/state`]: "live\n",
  [`${DEVICE}/cntlid`]: "5\n",
  [`${DEVICE}/hwmon1/name`]: "nvme\n",
  [`${DEVICE}/nvme0n2/nuse`]: "100\n",
  [`${DEVICE}/nvme0n2/size`]: "1000\n",
  [`${DEVICE}/nvme0n2/queue/logical_block_size`]: "512\n",
};

test("controllers and namespaces", async () => {
  const run = await collectOnce(nvme, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_nvme_info{cntlid="5",device="nvme0",firmware_revision="2B4QFXO7",model="Example 990",serial="S1",state="live"} 1',
    'node_nvme_namespace_capacity_bytes{device="nvme0",nsid="2"} 512000',
    'node_nvme_namespace_info{ana_state="unknown",device="nvme0",nsid="2"} 1',
    'node_nvme_namespace_logical_block_size_bytes{device="nvme0",nsid="2"} 512',
    'node_nvme_namespace_size_bytes{device="nvme0",nsid="2"} 512000',
    'node_nvme_namespace_used_bytes{device="nvme0",nsid="2"} 51200',
  ]);
});

test("the state of asymmetric access is a label where there is one", async () => {
  const run = await collectOnce(
    nvme,
    {},
    fixtureHost(temporaryTree({ ...FILES, [`${DEVICE}/nvme0n2/ana_state`]: "non-optimized\n" })),
  );
  expect(run.lines).toContain('node_nvme_namespace_info{ana_state="non-optimized",device="nvme0",nsid="2"} 1');
});

test.each(["serial", "cntlid", "nvme0n2/nuse", "nvme0n2/queue/logical_block_size"])(
  "a missing %s fails the collector",
  async (file) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `${DEVICE}/${file}`));
    const run = collectOnce(nvme, {}, fixtureHost(temporaryTree(files)));
    await expect(run).rejects.toThrow(NoDataError);
    await expect(run).rejects.toThrow(file);
  },
);

test("no class is no data", async () => {
  await expect(collectOnce(nvme, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
