import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parsePciIds, type PciIds } from "../../src/pci/parse-ids.ts";
import { mutatedText } from "../support/mutated-text.ts";

const DATABASE = `#
#	List of PCI IDs
#
1af4  Red Hat, Inc.
	1000  Virtio network device
		1af4 0001  Virtio network device of a test
		108e 0002  Somebody else's
	1001  Virtio block device
# a remark between
8086  Intel Corporation
	1000  Not the one of Red Hat
		1af4 0001  Nor this

C 02  Network controller
	00  Ethernet controller
	80  Network controller
C 01  Mass storage controller
	08  Non-Volatile memory controller
		02  NVM Express
`;

const VIRTIO: PciIds = {
  vendor: "1af4",
  device: "1000",
  subsystemVendor: "1af4",
  subsystemDevice: "0001",
  class: "020000",
};

/** Names as plain objects. */
const namesIn = (text: string, ...wanted: readonly PciIds[]) => {
  const { vendors, devices, subsystems, classes } = parsePciIds(text, wanted);
  return {
    vendors: Object.fromEntries(vendors),
    devices: Object.fromEntries(devices),
    subsystems: Object.fromEntries(subsystems),
    classes: Object.fromEntries(classes),
  };
};

const CLASSES = {
  "02": "Network controller",
  "0200": "Ethernet controller",
  "0280": "Network controller",
  "01": "Mass storage controller",
  "0108": "Non-Volatile memory controller",
  "010802": "NVM Express",
};

test("takes the wanted names, and all classes", () => {
  expect(namesIn(DATABASE, VIRTIO)).toEqual({
    vendors: { "1af4": "Red Hat, Inc." },
    devices: { "1af4:1000": "Virtio network device" },
    subsystems: { "1af4:1000:1af4:0001": "Virtio network device of a test" },
    classes: CLASSES,
  });
});

test("a subsystem's vendor is wanted as well", () => {
  const { vendors, subsystems } = namesIn(DATABASE, { ...VIRTIO, subsystemVendor: "8086" });
  expect(vendors).toEqual({ "1af4": "Red Hat, Inc.", "8086": "Intel Corporation" });
  expect(subsystems).toEqual({});
});

test("without devices there are classes only", () => {
  expect(namesIn(DATABASE)).toEqual({ vendors: {}, devices: {}, subsystems: {}, classes: CLASSES });
});

test("classes may stand ahead of the vendors", () => {
  const at = DATABASE.indexOf("C 02");
  expect(namesIn(DATABASE.slice(at) + DATABASE.slice(0, at), VIRTIO)).toEqual(namesIn(DATABASE, VIRTIO));
});

test.each([
  ["an empty text", "", {}],
  ["a truncated text", DATABASE.slice(0, DATABASE.indexOf("Virtio")), { "1af4:1000": "" }],
  ["lines that end in carriage returns", DATABASE.replaceAll("\n", "\r\n"), { "1af4:1000": "Virtio network device" }],
  ["a device ahead of every vendor", "\t1000  Nobody's\n1af4  Red Hat, Inc.\n", {}],
  ["a line with one space", "1af4 Red Hat, Inc.\n\t1000 Virtio\n1af4  Red Hat\n\t1000 Virtio\n", {}],
  ["a later name", "1af4  A\n\t1000  B\n\t1000  C\n", { "1af4:1000": "C" }],
])("takes %s", (_what, text, devices) => {
  expect(namesIn(text, VIRTIO).devices).toEqual(devices);
});

test.each(["1af4", "1af4 0001 7", ""])("a subsystem called %j is left out", (id) => {
  expect(namesIn(`1af4  A\n\t1000  B\n\t\t${id}  C\n`, VIRTIO).subsystems).toEqual({});
});

test("takes any text", () => {
  const check = (text: string): void => {
    const { vendors, devices, subsystems } = parsePciIds(text, [VIRTIO]);
    expect([vendors.size <= 1, devices.size <= 1, subsystems.size <= 1]).toEqual([true, true, true]);
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(DATABASE), check));
});
