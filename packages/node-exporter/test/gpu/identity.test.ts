import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { linkedName, readGpuIdentity } from "../../src/gpu/identity.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const FILES = {
  "gpu/vendor": "0x8086\n",
  "gpu/device": "0x9a49\n",
  "gpu/subsystem_vendor": "0x1028\n",
  "gpu/subsystem_device": "0x0a1f\n",
  "gpu/product_name": "of amdgpu alone\n",
  "gpu/unique_id": "1\n",
  "gpu/vbios_version": "2\n",
};

test("the bus tells the maker; only amdgpu tells more", () => {
  const tree = createFileTree(temporaryTree(FILES));
  const identity = {
    gpu: "0000:00:02.0",
    driver: "i915",
    vendor: "intel",
    vendorId: "0x8086",
    deviceId: "0x9a49",
    subsystemVendorId: "0x1028",
    subsystemDeviceId: "0x0a1f",
    model: "",
    uniqueId: "",
    vbiosVersion: "",
  };
  expect(readGpuIdentity(tree, "gpu", "0000:00:02.0", "i915")).toEqual(identity);
  expect(readGpuIdentity(tree, "gpu", "0000:00:02.0", "amdgpu")).toEqual({
    ...identity,
    driver: "amdgpu",
    model: "of amdgpu alone",
    uniqueId: "1",
    vbiosVersion: "2",
  });
});

test.each([
  ["0x10de", "nvidia"],
  ["0x1002", "amd"],
  ["0x1a03", ""],
  ["constructor", ""],
])("vendor %s is %j", (id, vendor) => {
  const tree = createFileTree(temporaryTree({ "gpu/vendor": `${id}\n` }));
  expect(readGpuIdentity(tree, "gpu", "a", "b").vendor).toBe(vendor);
});

test("a link's last part; nothing of what is none", () => {
  const tree = createFileTree(
    temporaryTree({ a: { link: "../../bus/pci/drivers/xe" }, b: { link: "plain" }, c: "text\n", "d/": "" }),
  );
  expect(["a", "b", "c", "d", "e", "c/f"].map((path) => linkedName(tree, path))).toEqual([
    "xe",
    "plain",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
