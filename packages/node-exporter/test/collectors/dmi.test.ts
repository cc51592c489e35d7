import { rmSync } from "node:fs";
import { join } from "node:path";
import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
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

test("fields that exist and cannot be read are named with what would open them", async () => {
  const folder = temporaryTree({
    ...FILES,
    "sys/class/dmi/id/board_serial": "1",
    "sys/class/dmi/id/product_uuid": "2",
  });
  const host = fixtureHost(folder);
  const closed = (...files: readonly string[]) => ({
    ...host,
    sys: {
      ...host.sys,
      attribute: (path: string) => (files.some((file) => path.endsWith(file)) ? undefined : host.sys.attribute(path)),
    },
  });
  const lacking = async (source: typeof host) => {
    const data = await dmi.read(source, new AbortController().signal, dmi.setup({} as never, source) as never);
    return dmi.lacks?.(data as never);
  };
  expect(await lacking(host)).toBe("");
  expect(await lacking(closed("board_serial", "product_uuid"))).toBe(
    "board_serial, product_uuid may be read by root only: run as root or give CAP_DAC_READ_SEARCH",
  );
  await expect(lacking(closed(""))).rejects.toThrow(DeniedError);
});
