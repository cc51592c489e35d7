import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { planChip } from "../../src/hwmon/chip-plan.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const CHIP = { folder: "class/hwmon/hwmon0", label: "chip", driverName: undefined };

const plan = (files: Readonly<Record<string, string>>, isIgnored: (name: string) => boolean = () => false) => {
  const tree = Object.fromEntries(Object.entries(files).map(([path, text]) => [`${CHIP.folder}/${path}`, text]));
  return planChip(createFileTree(temporaryTree(tree)), CHIP, isIgnored);
};

test("plans the files of sensors, in the chip's folder and its device's, and no other", () => {
  const { values } = plan({
    temp1_input: "1",
    name: "x",
    uevent: "x",
    "power/control": "auto",
    "device/fan1_input": "1",
    "device/vendor": "x",
  });
  expect(values.map(({ name, sensor, path }) => [name, sensor, path])).toEqual([
    ["node_hwmon_temp_celsius", "temp1", "class/hwmon/hwmon0/temp1_input"],
    ["node_hwmon_fan_rpm", "fan1", "class/hwmon/hwmon0/device/fan1_input"],
  ]);
});

test("chip settings have families of their own", () => {
  const { values } = plan({ beep_enable: "1", vrm: "90", update_interval: "1500", beep_mask: "3" });
  expect(values.map(({ name, sensor, scale }) => [name, sensor, scale(1), scale(2)])).toEqual([
    ["node_hwmon_beep_enabled", "beep_enable0", 1, 0],
    ["node_hwmon_update_interval_seconds", "update_interval0", 0.001, 0.002],
    ["node_hwmon_voltage_regulator_version", "vrm0", 1, 2],
  ]);
});

test("labels are no values; a frequency is named by its label and left out without one", () => {
  const { values, labels } = plan({
    temp1_label: "Core 0\n",
    freq1_input: "1",
    freq1_label: "sclk\n",
    freq2_input: "2",
  });
  expect(labels).toEqual([
    { sensor: "freq1", label: "sclk" },
    { sensor: "temp1", label: "Core 0" },
  ]);
  expect(values.map(({ name, sensor }) => [name, sensor])).toEqual([["node_hwmon_freq_freq_mhz", "sclk"]]);
});

test("the filter gets chip and sensor", () => {
  const asked: string[] = [];
  const { values } = plan(
    { temp1_input: "1", temp2_input: "1" },
    (name) => asked.push(name) > 0 && name === "chip;temp2",
  );
  expect(asked).toEqual(["chip;temp1", "chip;temp2"]);
  expect(values.map(({ sensor }) => sensor)).toEqual(["temp1"]);
});

test("a chip that vanished has an empty plan", () => {
  expect(plan({})).toMatchObject({ values: [], labels: [] });
});
