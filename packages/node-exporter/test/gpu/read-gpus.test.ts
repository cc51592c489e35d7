import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readGpus, type Gpu, type KnownGpus } from "../../src/gpu/read-gpus.ts";
import { fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NVIDIA = "proc/driver/nvidia/gpus/0000:01:00.0/information";
const CARD = "sys/class/drm/card1";
const FILES: Readonly<Record<string, string | { readonly link: string }>> = {
  [`${CARD}/device`]: { link: "../../../devices/0000:01:00.0" },
  "sys/devices/0000:01:00.0/vendor": "0x10de\n",
  "sys/devices/0000:01:00.0/power/runtime_status": "active\n",
  "sys/devices/0000:01:00.0/driver": { link: "../../bus/pci/drivers/nvidia" },
};
const read = (folder: string, known: KnownGpus = new Map()): readonly Gpu[] => readGpus(fixtureHost(folder), known);
const shortly = ({ gpu, card, driver, model }: Gpu): string => `${gpu} ${card} ${driver} ${model}`;

test("a card of NVIDIA's driver is one GPU with what the driver tells of it", () => {
  const folder = temporaryTree({ ...FILES, [NVIDIA]: "Model: A\nGPU UUID: B\nVideo BIOS: C\n" });
  expect(read(folder)).toMatchObject([
    {
      gpu: "0000:01:00.0",
      card: "card1",
      driver: "nvidia",
      vendor: "nvidia",
      model: "A",
      uniqueId: "B",
      vbiosVersion: "C",
      isSuspended: false,
    },
  ]);
});

test("a GPU without a card is one too, and a folder of it without its file is none", () => {
  const folder = temporaryTree({
    ...FILES,
    [NVIDIA.replace(":01:", ":41:")]: "Model: A\n",
    [NVIDIA.replace(":01:", ":42:").replace("information", "")]: "",
    "sys/bus/pci/devices/0000:41:00.0/power/runtime_status": "suspended\n",
  });
  const gpus = read(folder);
  expect(gpus.map(shortly)).toEqual(["0000:01:00.0 card1 nvidia ", "0000:41:00.0   A"]);
  expect(gpus[1]?.isSuspended).toBe(true);
});

test("a card that the kernel made up has no device and is none; one whose device is no link goes by its own name", () => {
  const folder = temporaryTree({
    "sys/class/drm/card7/dev": "226:7\n",
    "sys/class/drm/card8/device/vendor": "0x1002\n",
  });
  expect(read(folder).map(shortly)).toEqual(["card8 card8  "]);
  expect(read(folder)[0]?.isSuspended).toBeUndefined();
});

test("what a driver knows later is told later", async () => {
  const folder = temporaryTree({ ...FILES, [NVIDIA]: "Model: A\nGPU UUID: GPU-????????\n" });
  const known: KnownGpus = new Map();
  expect(read(folder, known)[0]?.uniqueId).toBe("");
  await writeFile(join(folder, NVIDIA), "Model: A\nGPU UUID: GPU-1\n");
  expect(read(folder, known)[0]?.uniqueId).toBe("GPU-1");
});

test("identity is read anew when another driver or device stands behind the card", async () => {
  const folder = temporaryTree(FILES);
  const known: KnownGpus = new Map();
  expect(read(folder, known).map(shortly)).toEqual(["0000:01:00.0 card1 nvidia "]);
  await rm(join(folder, "sys/devices/0000:01:00.0/driver"));
  await symlink("../../bus/pci/drivers/nouveau", join(folder, "sys/devices/0000:01:00.0/driver"));
  expect(read(folder, known).map(shortly)).toEqual(["0000:01:00.0 card1 nouveau "]);
  await mkdir(join(folder, "sys/devices/0000:09:00.0"));
  await writeFile(join(folder, "sys/devices/0000:09:00.0/vendor"), "0x8086\n");
  await rm(join(folder, CARD, "device"));
  await symlink("../../../devices/0000:09:00.0", join(folder, CARD, "device"));
  expect(read(folder, known)).toMatchObject([{ gpu: "0000:09:00.0", driver: "", vendor: "intel" }]);
  expect(known.size).toBe(1);
});
