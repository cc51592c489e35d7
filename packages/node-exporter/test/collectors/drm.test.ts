import { expect, test } from "vitest";
import { drm } from "../../src/collectors/drm.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const device = (card: string): string => `sys/class/drm/${card}/device`;
const run = (files: Readonly<Record<string, string>>) => collectOnce(drm, {}, fixtureHost(temporaryTree(files)));

const FILES = {
  [`${device("card1")}/uevent`]: "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:687F\n",
  [`${device("card1")}/gpu_busy_percent`]: "37\n",
  [`${device("card1")}/mem_info_gtt_total`]: "8573157376\n",
  [`${device("card1")}/mem_info_gtt_used`]: "144560128\n",
  [`${device("card1")}/mem_info_vis_vram_total`]: "268435456\n",
  [`${device("card1")}/mem_info_vis_vram_used`]: "1490378752\n",
  [`${device("card1")}/mem_info_vram_total`]: "8573157377\n",
  [`${device("card1")}/mem_info_vram_used`]: "1490378753\n",
  [`${device("card1")}/mem_info_vram_vendor`]: "hynix\n",
  [`${device("card1")}/power_dpm_force_performance_level`]: "auto\n",
  [`${device("card1")}/unique_id`]: "0123456789abcdef\n",
};

test("load, memory and identity of a card of AMD", async () => {
  const { lines, types } = await run(FILES);
  expect(lines).toEqual([
    'node_drm_card_info{card="card1",memory_vendor="hynix",power_performance_level="auto",unique_id="0123456789abcdef",vendor="amd"} 1',
    'node_drm_gpu_busy_percent{card="card1"} 37',
    'node_drm_memory_gtt_size_bytes{card="card1"} 8573157376',
    'node_drm_memory_gtt_used_bytes{card="card1"} 144560128',
    'node_drm_memory_vis_vram_size_bytes{card="card1"} 268435456',
    'node_drm_memory_vis_vram_used_bytes{card="card1"} 1490378752',
    'node_drm_memory_vram_size_bytes{card="card1"} 8573157377',
    'node_drm_memory_vram_used_bytes{card="card1"} 1490378753',
  ]);
  expect(new Set(types.values())).toEqual(new Set(["gauge"]));
});

test("what the card does not tell is 0 or empty", async () => {
  const { lines } = await run({
    [`${device("card0")}/uevent`]: "DRIVER=amdgpu\n",
    [`${device("card0")}/gpu_busy_percent`]: "busy\n",
  });
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe(
    'node_drm_card_info{card="card0",memory_vendor="",power_performance_level="",unique_id="",vendor="amd"} 1',
  );
  expect(lines.slice(1).map((line) => line.slice(-2))).toEqual([" 0", " 0", " 0", " 0", " 0", " 0", " 0"]);
});

test("cards of others, connectors and cards without a device are passed over", async () => {
  const { samples } = await run({
    ...FILES,
    [`${device("card0")}/uevent`]: "DRIVER=i915\n",
    "sys/class/drm/card1-DP-1/device/uevent": "DRIVER=amdgpu\n",
    "sys/class/drm/renderD128/device/uevent": "DRIVER=amdgpu\n",
    "sys/class/drm/card2/dev": "226:2\n",
    [`${device("card12")}/uevent`]: "DRIVER=amdgpu\n",
    "sys/class/drm/version": "drm 1.1.0 20060810\n",
  });
  const cards = samples.filter(({ name }) => name === "node_drm_gpu_busy_percent").map(({ labels }) => labels);
  expect(cards).toEqual(['card="card1"', 'card="card12"']);
});

test("no graphics at all is no failure, as in node_exporter, and it is off unless asked for", async () => {
  expect((await run({})).lines).toEqual([]);
  expect(drm.enabledByDefault).toBe(false);
});
