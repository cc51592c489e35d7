import { join } from "node:path";
import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { pcidevice } from "../../src/collectors/pcidevice.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

type Files = Readonly<Record<string, string | { readonly link: string }>>;

const BRIDGE = "devices/pci0000:00/0000:00:1d.0";
const CARD = `${BRIDGE}/0000:04:00.0`;

const device = (folder: string, files: Readonly<Record<string, string>>): Files => ({
  [`sys/bus/pci/devices/${folder.split("/").at(-1)}`]: { link: `../../../${folder}` },
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`sys/${folder}/${name}`, `${text}\n`])),
});

const FILES: Files = {
  ...device(BRIDGE, {
    class: "0x060400",
    device: "0x9d18",
    revision: "0xf1",
    subsystem_device: "0x225d",
    subsystem_vendor: "0x17aa",
    vendor: "0x8086",
  }),
  ...device(CARD, {
    class: "0x010802",
    current_link_speed: "8.0 GT/s PCIe",
    current_link_width: "4",
    d3cold_allowed: "1",
    device: "0xa804",
    max_link_speed: "16.0 GT/s PCIe",
    max_link_width: "8",
    numa_node: "1",
    power_state: "D3cold",
    revision: "0x00",
    sriov_totalvfs: "7",
    subsystem_device: "0xa801",
    subsystem_vendor: "0x144d",
    vendor: "0x144d",
  }),
  "pci.ids": `144d  Samsung Electronics Co Ltd
	a804  NVMe SSD Controller SM961
		144d a801  SSD 960 PRO
8086  Intel Corporation
C 01  Mass storage controller
	08  Non-Volatile memory controller
`,
};

const collect = (files: Files, overrides: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(pcidevice, overrides, fixtureHost(temporaryTree({ "sys/": "", ...files })));

const bridgeAt = 'bus="00",device="1d",function="0",segment="0000"';
const cardAt = 'bus="04",device="00",function="0",segment="0000"';

const INFO = /^node_pcidevice_info\{/;

test("a bridge and the device behind it", async () => {
  const { lines } = await collect(FILES);
  expect(lines).toEqual(
    [
      'node_pcidevice_info{bus="00",class_id="0x060400",device="1d",device_id="0x9d18",function="0",parent_bus="*",parent_device="*",parent_function="*",parent_segment="*",revision="0xf1",segment="0000",subsystem_device_id="0x225d",subsystem_vendor_id="0x17aa",vendor_id="0x8086"} 1',
      'node_pcidevice_info{bus="04",class_id="0x010802",device="00",device_id="0xa804",function="0",parent_bus="00",parent_device="1d",parent_function="0",parent_segment="0000",revision="0x00",segment="0000",subsystem_device_id="0xa801",subsystem_vendor_id="0x144d",vendor_id="0x144d"} 1',
      `node_pcidevice_max_link_transfers_per_second{${bridgeAt}} -1`,
      `node_pcidevice_max_link_transfers_per_second{${cardAt}} 16000000000`,
      `node_pcidevice_max_link_width{${bridgeAt}} -1`,
      `node_pcidevice_max_link_width{${cardAt}} 8`,
      `node_pcidevice_current_link_transfers_per_second{${bridgeAt}} -1`,
      `node_pcidevice_current_link_transfers_per_second{${cardAt}} 8000000000`,
      `node_pcidevice_current_link_width{${bridgeAt}} -1`,
      `node_pcidevice_current_link_width{${cardAt}} 4`,
      `node_pcidevice_d3cold_allowed{${bridgeAt}} 0`,
      `node_pcidevice_d3cold_allowed{${cardAt}} 1`,
      `node_pcidevice_sriov_drivers_autoprobe{${bridgeAt}} 0`,
      `node_pcidevice_sriov_drivers_autoprobe{${cardAt}} 0`,
      `node_pcidevice_sriov_numvfs{${bridgeAt}} 0`,
      `node_pcidevice_sriov_numvfs{${cardAt}} 0`,
      `node_pcidevice_sriov_totalvfs{${bridgeAt}} 0`,
      `node_pcidevice_sriov_totalvfs{${cardAt}} 7`,
      `node_pcidevice_sriov_vf_total_msix{${bridgeAt}} 0`,
      `node_pcidevice_sriov_vf_total_msix{${cardAt}} 0`,
      `node_pcidevice_numa_node{${cardAt}} 1`,
      ...["D0", "D1", "D2", "D3hot", "D3cold", "unknown", "error"].map(
        (state) => `node_pcidevice_power_state{${cardAt},state="${state}"} ${state === "D3cold" ? 1 : 0}`,
      ),
    ].toSorted(),
  );
});

test("names are labels more, and numbers stand in for those that the database lacks", async () => {
  const folder = temporaryTree(FILES);
  const run = await collectOnce(pcidevice, { names: true, idsFile: join(folder, "pci.ids") }, fixtureHost(folder));
  expect(run.types.get("node_pcidevice_info")).toBe("gauge");
  expect(run.lines.filter((line) => INFO.test(line))).toEqual([
    'node_pcidevice_info{bus="00",class_id="0x060400",class_name="Unknown class (060400)",device="1d",device_id="0x9d18",device_name="9d18",function="0",parent_bus="*",parent_device="*",parent_function="*",parent_segment="*",revision="0xf1",segment="0000",subsystem_device_id="0x225d",subsystem_device_name="225d",subsystem_vendor_id="0x17aa",subsystem_vendor_name="17aa",vendor_id="0x8086",vendor_name="Intel Corporation"} 1',
    'node_pcidevice_info{bus="04",class_id="0x010802",class_name="Non-Volatile memory controller",device="00",device_id="0xa804",device_name="NVMe SSD Controller SM961",function="0",parent_bus="00",parent_device="1d",parent_function="0",parent_segment="0000",revision="0x00",segment="0000",subsystem_device_id="0xa801",subsystem_device_name="SSD 960 PRO",subsystem_vendor_id="0x144d",subsystem_vendor_name="Samsung Electronics Co Ltd",vendor_id="0x144d",vendor_name="Samsung Electronics Co Ltd"} 1',
  ]);
  const others = (lines: readonly string[]) => lines.filter((line) => !INFO.test(line));
  expect(others(run.lines)).toEqual(others((await collect(FILES)).lines));
});

test("a database that is not there costs the names only", async () => {
  const { lines } = await collect(FILES, { names: true, idsFile: "/nonexistent/pci.ids" });
  const infos = lines.filter((line) => INFO.test(line));
  expect(infos).toHaveLength(2);
  expect(infos[1]).toContain('vendor_name="144d"');
});

test("a database given without asking for names changes nothing", async () => {
  expect((await collect(FILES, { idsFile: "/nonexistent/pci.ids" })).lines).toEqual((await collect(FILES)).lines);
});

test("a missing number is no data, a broken one an error with its path", async () => {
  const missing = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `sys/${CARD}/vendor`));
  await expect(collect(missing)).rejects.toThrow(NoDataError);
  const run = collect({ ...FILES, [`sys/${CARD}/vendor`]: "0x\n" });
  await expect(run).rejects.toThrow(ParseError);
  await expect(run).rejects.toThrow(`${CARD}/vendor`);
});

test("without a PCI bus there is no data, and an empty one is nothing wrong", async () => {
  await expect(collect({})).rejects.toThrow(NoDataError);
  expect((await collect({ "sys/bus/pci/devices/": "" })).lines).toEqual([]);
  expect((await collect({ "sys/bus/pci/devices/": "" }, { names: true })).lines).toEqual([]);
});
