import { expect, test } from "vitest";
import { createPciDeviceNames } from "../../src/pci/device-names.ts";
import type { PciIds } from "../../src/pci/parse-ids.ts";

const DATABASE = `10de  NVIDIA Corporation
	2204  GA102 [GeForce RTX 3090]
		1043 87d9  A card of ASUS
1043  ASUSTeK Computer Inc.
C 03  Display controller
	00  VGA compatible controller
		01  8514 controller
`;

const GPU: PciIds = {
  vendor: "10de",
  device: "2204",
  subsystemVendor: "1043",
  subsystemDevice: "87d9",
  class: "030000",
};

test("names vendor, device, subsystem and class", () => {
  expect(createPciDeviceNames(() => DATABASE)([GPU])).toEqual([
    {
      vendor: "NVIDIA Corporation",
      device: "GA102 [GeForce RTX 3090]",
      subsystemVendor: "ASUSTeK Computer Inc.",
      subsystemDevice: "A card of ASUS",
      class: "VGA compatible controller",
    },
  ]);
});

test.each([
  ["030001", "8514 controller"],
  ["030002", "VGA compatible controller"],
  ["038000", "Display controller"],
  ["020000", "Unknown class (020000)"],
])("class %s is %s", (code, name) => {
  expect(createPciDeviceNames(() => DATABASE)([{ ...GPU, class: code }])[0]?.class).toBe(name);
});

test("numbers stand in for names that are not there", () => {
  expect(createPciDeviceNames(() => "")([GPU])).toEqual([
    {
      vendor: "10de",
      device: "2204",
      subsystemVendor: "1043",
      subsystemDevice: "87d9",
      class: "Unknown class (030000)",
    },
  ]);
});

test("the database is read at first and when a device comes, not for the ones that are known", () => {
  let reads = 0;
  const namesOf = createPciDeviceNames(() => {
    reads += 1;
    return DATABASE;
  });
  namesOf([]);
  expect(reads).toBe(1);
  namesOf([GPU]);
  expect(reads).toBe(2);
  expect(namesOf([GPU, GPU]).map(({ device }) => device)).toEqual([
    "GA102 [GeForce RTX 3090]",
    "GA102 [GeForce RTX 3090]",
  ]);
  namesOf([]);
  expect(reads).toBe(2);
  expect(namesOf([GPU, { ...GPU, device: "ffff" }]).map(({ device }) => device)).toEqual([
    "GA102 [GeForce RTX 3090]",
    "ffff",
  ]);
  expect(reads).toBe(3);
});
