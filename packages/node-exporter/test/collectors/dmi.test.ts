import { rmSync } from "node:fs";
import { join } from "node:path";
import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { dmi } from "../../src/collectors/dmi.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "sys/class/dmi/id/bios_vendor": "SeaBIOS\n",
  "sys/class/dmi/id/sys_vendor": "QEMU\n",
  "sys/class/dmi/id/chassis_asset_tag": "\n",
  "sys/class/dmi/id/chassis_type": "1\n",
  "sys/class/dmi/id/modalias": "dmi:bvn\n",
};

test("a label for each field that can be read, empty ones among them", async () => {
  const run = await collectOnce(dmi, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(['node_dmi_info{bios_vendor="SeaBIOS",chassis_asset_tag="",system_vendor="QEMU"} 1']);
  expect(run.types.get("node_dmi_info")).toBe("gauge");
});

test("is read once: firmware does not change", async () => {
  const folder = temporaryTree(FILES);
  const instance = instantiate(dmi, {}, fixtureHost(folder));
  const first = (await instance.collect()).lines;
  expect(first).toHaveLength(1);
  rmSync(join(folder, "sys"), { recursive: true });
  expect((await instance.collect()).lines).toEqual(first);
});

test("a machine without DMI has no data", async () => {
  await expect(collectOnce(dmi, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
