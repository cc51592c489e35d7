import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { PCI_NUMBERS, readPciDevice } from "../../src/pci/read-device.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FOLDER = "devices/pci0000:00/0000:00:1c.4/0000:03:00.1";
const LINK = { "bus/pci/devices/0000:03:00.1": { link: `../../../${FOLDER}` } };
const IDS: Readonly<Record<string, string>> = {
  class: "0x020000\n",
  device: "0x1572\n",
  revision: "0x2\n",
  subsystem_device: "0x0\n",
  subsystem_vendor: "0x8086\n",
  vendor: "0x8086\n",
};

function read(
  files: Readonly<Record<string, string>>,
  link: Readonly<Record<string, { readonly link: string }>> = LINK,
) {
  const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  return readPciDevice(createFileTree(temporaryTree({ ...below, ...link })), "0000:03:00.1");
}

/** Numbers by the attribute that they come from. */
const numbersOf = (files: Readonly<Record<string, string>>): Readonly<Record<string, number | undefined>> => {
  const { numbers } = read({ ...IDS, ...files });
  return Object.fromEntries(PCI_NUMBERS.map(({ attribute }, at) => [attribute, numbers[at]]));
};

test("a device that has what all must have", () => {
  const { numbers, ...device } = read(IDS);
  expect(device).toEqual({
    location: { segment: "0000", bus: "03", device: "00", function: "1" },
    parent: { segment: "0000", bus: "00", device: "1c", function: "4" },
    ids: { vendor: "8086", device: "1572", subsystemVendor: "8086", subsystemDevice: "0000", class: "020000" },
    revision: "02",
    powerState: undefined,
    numaNode: -1,
  });
  expect(numbers).toEqual([-1, -1, -1, -1, 0, 0, 0, 0, 0]);
});

test("the rest where a device has it", () => {
  const given = {
    max_link_speed: "16.0 GT/s PCIe\n",
    max_link_width: "16\n",
    current_link_speed: "2.5 GT/s PCIe\n",
    current_link_width: "8\n",
    d3cold_allowed: "1\n",
    sriov_drivers_autoprobe: "3\n",
    sriov_numvfs: "4\n",
    sriov_totalvfs: "64\n",
    sriov_vf_total_msix: "1024\n",
  };
  expect(numbersOf(given)).toEqual({
    max_link_speed: 16e9,
    max_link_width: 16,
    current_link_speed: 2.5e9,
    current_link_width: 8,
    d3cold_allowed: 1,
    sriov_drivers_autoprobe: 1,
    sriov_numvfs: 4,
    sriov_totalvfs: 64,
    sriov_vf_total_msix: 1024,
  });
  const { powerState, numaNode } = read({ ...IDS, power_state: "D3hot\n", numa_node: "1\n" });
  expect([powerState, numaNode]).toEqual(["D3hot", 1]);
});

test("unknown and empty attributes are absent", () => {
  const given = {
    max_link_speed: "Unknown\n",
    max_link_width: "Unknown\n",
    current_link_width: "\n",
    sriov_numvfs: "\n",
  };
  expect(numbersOf(given)).toMatchObject({
    max_link_speed: -1,
    max_link_width: -1,
    current_link_width: -1,
    sriov_numvfs: 0,
  });
  const { powerState, numaNode } = read({ ...IDS, power_state: "\n", numa_node: "\n" });
  expect([powerState, numaNode]).toEqual([undefined, -1]);
});

test("a device on a root bus has no parent", () => {
  const folder = "devices/pci0000:00/0000:00:1f.6";
  const files = Object.fromEntries(Object.entries(IDS).map(([name, text]) => [`${folder}/${name}`, text]));
  const tree = temporaryTree({ ...files, "bus/pci/devices/0000:00:1f.6": { link: `../../../${folder}` } });
  expect(readPciDevice(createFileTree(tree), "0000:00:1f.6").parent).toBeUndefined();
});

test.each([
  ["class", "0x0200zz"],
  ["vendor", "8086"],
  ["device", "0xffffffff"],
  ["revision", ""],
  ["max_link_speed", "8.0 GB/s"],
  ["max_link_width", "x16"],
  ["sriov_totalvfs", "1.5"],
  ["d3cold_allowed", "yes"],
  ["numa_node", "none"],
])("a %s of %j is refused by its path", (attribute, text) => {
  expect(() => read({ ...IDS, [attribute]: text })).toThrow(ParseError);
  expect(() => read({ ...IDS, [attribute]: text })).toThrow(`${FOLDER}/${attribute}:1:`);
});

test.each(Object.keys(IDS))("a device without %s fails by the file system's error", (attribute) => {
  const files = Object.fromEntries(Object.entries(IDS).filter(([name]) => name !== attribute));
  expect(() => read(files)).toThrow(expect.objectContaining({ code: "ENOENT" }));
});

test("a link that leads to no PCI device is refused", () => {
  const link = { "bus/pci/devices/0000:03:00.1": { link: "../../../devices/platform/serial" } };
  expect(() => read(IDS, link)).toThrow(ParseError);
});
