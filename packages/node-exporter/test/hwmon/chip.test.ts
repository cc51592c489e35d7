import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { labelChips } from "../../src/hwmon/chip.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const labels = (
  files: Parameters<typeof temporaryTree>[0],
  entries: readonly string[],
): readonly (readonly string[])[] =>
  labelChips(
    createFileTree(temporaryTree(files)),
    entries.map((entry) => `class/hwmon/${entry}`),
  ).map(({ folder, label, driverName }) => [folder.slice("class/hwmon/".length), label, driverName ?? ""]);

test("a chip is named after the device that it sits on", () => {
  const files = {
    "class/hwmon/hwmon0": { link: "../../devices/platform/coretemp.0/hwmon/hwmon0" },
    "devices/platform/coretemp.0/hwmon/hwmon0/name": "coretemp\n",
    "devices/platform/coretemp.0/hwmon/hwmon0/device": { link: "../.." },
  };
  expect(labels(files, ["hwmon0"])).toEqual([["hwmon0", "platform_coretemp_0", "coretemp"]]);
});

test("without a device by its driver, without a driver by its number", () => {
  const files = { "class/hwmon/hwmon0/name": "nct6779\n", "class/hwmon/hwmon1/temp1_input": "1\n" };
  expect(labels(files, ["hwmon0", "hwmon1"])).toEqual([
    ["hwmon0", "nct6779", "nct6779"],
    ["hwmon1", "hwmon1", ""],
  ]);
});

test("chips of one device get the driver's name as a suffix, or their number when that is the same too", () => {
  const device = { link: "../../../devices/platform/wmi" };
  const files = {
    "devices/platform/wmi/": "",
    "class/hwmon/hwmon0/device": device,
    "class/hwmon/hwmon0/name": "asus\n",
    "class/hwmon/hwmon1/device": device,
    "class/hwmon/hwmon1/name": "sensors\n",
    "class/hwmon/hwmon2/device": device,
    "class/hwmon/hwmon2/name": "sensors\n",
    "class/hwmon/hwmon3/device": device,
  };
  expect(labels(files, ["hwmon0", "hwmon1", "hwmon2", "hwmon3"]).map(([, label]) => label)).toEqual([
    "platform_wmi_asus",
    "platform_wmi_hwmon1",
    "platform_wmi_hwmon2",
    "platform_wmi_hwmon3",
  ]);
});

test("what is no folder, or vanished, is no chip", () => {
  const files = { "class/hwmon/file": "x", "class/hwmon/dangling": { link: "../../devices/gone" } };
  expect(labels(files, ["file", "dangling", "absent"])).toEqual([]);
});
