import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { gpu } from "../../src/collectors/gpu.ts";
import { DOMAIN_NUMBERS, GPU_NUMBERS } from "../../src/gpu/numbers.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const PCI = "sys/devices/pci0000:00/0000:03:00.0";
const FILES: Readonly<Record<string, string | { readonly link: string }>> = {
  "sys/class/drm/card0": { link: "../../devices/pci0000:00/0000:03:00.0/drm/card0" },
  [`${PCI}/drm/card0/device`]: { link: "../../../0000:03:00.0" },
  [`${PCI}/driver`]: { link: "../../../bus/pci/drivers/amdgpu" },
  "sys/bus/pci/drivers/amdgpu/": "",
  [`${PCI}/device`]: "0x73bf\n",
  [`${PCI}/gpu_busy_percent`]: "87\n",
  [`${PCI}/mem_busy_percent`]: "12\n",
  [`${PCI}/mem_info_vram_total`]: "17163091968\n",
  [`${PCI}/pcie_replay_count`]: "3\n",
  [`${PCI}/power/runtime_status`]: "active\n",
  [`${PCI}/pp_dpm_mclk`]: "0: 96Mhz \n1: 1000Mhz *\n",
  [`${PCI}/product_name`]: "Example Pro\n",
  [`${PCI}/subsystem_device`]: "0x0e3a\n",
  [`${PCI}/subsystem_vendor`]: "0x1da2\n",
  [`${PCI}/unique_id`]: "1122334455667788\n",
  [`${PCI}/vbios_version`]: "113-D4120500-101\n",
  [`${PCI}/vendor`]: "0x1002\n",
};
const run = (files: typeof FILES) => collectOnce(gpu, {}, fixtureHost(temporaryTree(files)));

test("identity, load, memory and clocks in base units", async () => {
  const { lines, types } = await run(FILES);
  expect(lines).toEqual([
    'node_gpu_busy_ratio{gpu="0000:03:00.0"} 0.87',
    'node_gpu_frequency_hertz{domain="mclk",gpu="0000:03:00.0"} 1000000000',
    'node_gpu_frequency_max_hertz{domain="mclk",gpu="0000:03:00.0"} 1000000000',
    'node_gpu_frequency_min_hertz{domain="mclk",gpu="0000:03:00.0"} 96000000',
    'node_gpu_info{card="card0",device_id="0x73bf",driver="amdgpu",gpu="0000:03:00.0",model="Example Pro",subsystem_device_id="0x0e3a",subsystem_vendor_id="0x1da2",unique_id="1122334455667788",vbios_version="113-D4120500-101",vendor="amd",vendor_id="0x1002"} 1',
    'node_gpu_memory_busy_ratio{gpu="0000:03:00.0"} 0.12',
    'node_gpu_memory_vram_size_bytes{gpu="0000:03:00.0"} 17163091968',
    'node_gpu_pcie_replays_total{gpu="0000:03:00.0"} 3',
    'node_gpu_suspended{gpu="0000:03:00.0"} 0',
  ]);
  expect(types.get("node_gpu_pcie_replays_total")).toBe("counter");
  expect(types.get("node_gpu_info")).toBe("gauge");
});

test("a GPU that sleeps has its identity and nothing that would wake it", async () => {
  const { samples } = await run({ ...FILES, [`${PCI}/power/runtime_status`]: "suspended\n" });
  expect(samples.map(({ name, value }) => `${name} ${value}`)).toEqual(["node_gpu_info 1", "node_gpu_suspended 1"]);
});

test("a GPU of NVIDIA's driver", async () => {
  const { lines } = await run({
    "proc/driver/nvidia/gpus/0000:65:00.0/information":
      "Model: \t\t NVIDIA A100\nGPU UUID: \t GPU-1\nVideo BIOS: \t 92.00\n",
    "sys/bus/pci/devices/0000:65:00.0/vendor": "0x10de\n",
    "sys/bus/pci/devices/0000:65:00.0/device": "0x20b0\n",
  });
  expect(lines).toEqual([
    'node_gpu_info{card="",device_id="0x20b0",driver="",gpu="0000:65:00.0",model="NVIDIA A100",subsystem_device_id="",subsystem_vendor_id="",unique_id="GPU-1",vbios_version="92.00",vendor="nvidia",vendor_id="0x10de"} 1',
  ]);
});

test("no GPU is no data, with connectors and folders or without", async () => {
  await expect(run({})).rejects.toThrow(NoDataError);
  await expect(
    run({ "sys/class/drm/version": "drm 1.1.0 20060810\n", "proc/driver/nvidia/gpus/": "" }),
  ).rejects.toThrow(NoDataError);
});

test("it is off unless asked for, says that it is not in node_exporter, and takes none of its names", () => {
  expect(gpu.enabledByDefault).toBe(false);
  expect(gpu.help).toContain("not in node_exporter");
  for (const family of gpu.families) expect(family.kind === "static" && family.name).toMatch(/^node_gpu_/);
  const names = [...GPU_NUMBERS, ...DOMAIN_NUMBERS].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
