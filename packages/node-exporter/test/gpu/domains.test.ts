import { expect, test } from "vitest";
import { createFileTree } from "../../src/create-file-tree.ts";
import { readAmdDomains, readI915Domains, readXeDomains, type GpuDomain } from "../../src/gpu/domains.ts";
import { DOMAIN_NUMBERS } from "../../src/gpu/numbers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const treeOf = (files: Readonly<Record<string, string>>) => createFileTree(temporaryTree(files));

/** Numbers by the part of the family's name that tells them apart. */
function named({ domain, numbers }: GpuDomain): unknown {
  const entries = DOMAIN_NUMBERS.flatMap(({ name }, at) =>
    numbers[at] === undefined ? [] : [[name.replace("node_gpu_", ""), numbers[at]]],
  );
  return [domain, Object.fromEntries(entries)];
}

const ALL = {
  frequency_hertz: 350e6,
  frequency_requested_hertz: 400e6,
  frequency_min_hertz: 100e6,
  frequency_max_hertz: 1300e6,
  scaling_frequency_min_hertz: 200e6,
  scaling_frequency_max_hertz: 1200e6,
  idle_residency_seconds_total: 123.456,
  throttled: 1,
};

test("i915 by tile, under its names since 5.19", () => {
  const tree = treeOf({
    "card/gt/gt0/rps_act_freq_mhz": "350\n",
    "card/gt/gt0/rps_cur_freq_mhz": "400\n",
    "card/gt/gt0/rps_RPn_freq_mhz": "100\n",
    "card/gt/gt0/rps_RP0_freq_mhz": "1300\n",
    "card/gt/gt0/rps_min_freq_mhz": "200\n",
    "card/gt/gt0/rps_max_freq_mhz": "1200\n",
    "card/gt/gt0/rc6_residency_ms": "123456\n",
    "card/gt/gt0/throttle_reason_status": "1\n",
    "card/gt/gt1/rps_act_freq_mhz": "0\n",
    "card/gt/other": "",
    // The card's own file is of the first tile, and is not counted twice.
    "card/gt_act_freq_mhz": "350\n",
  });
  expect(readI915Domains(tree, "card").map(named)).toEqual([
    ["gt0", ALL],
    ["gt1", { frequency_hertz: 0 }],
  ]);
});

test("i915 before that, where the card has one tile", () => {
  const tree = treeOf({
    "card/gt_act_freq_mhz": "350\n",
    "card/gt_cur_freq_mhz": "400\n",
    "card/gt_RPn_freq_mhz": "100\n",
    "card/gt_RP0_freq_mhz": "1300\n",
    "card/gt_min_freq_mhz": "200\n",
    "card/gt_max_freq_mhz": "1200\n",
    "card/power/rc6_residency_ms": "123456\n",
  });
  const { throttled: _throttled, ...others } = ALL;
  expect(readI915Domains(tree, "card").map(named)).toEqual([["gt0", others]]);
});

test("xe by graphics tile, whatever the physical one", () => {
  const tree = treeOf({
    "device/tile0/gt0/freq0/act_freq": "350\n",
    "device/tile0/gt0/freq0/cur_freq": "400\n",
    "device/tile0/gt0/freq0/rpn_freq": "100\n",
    "device/tile0/gt0/freq0/rp0_freq": "1300\n",
    "device/tile0/gt0/freq0/min_freq": "200\n",
    "device/tile0/gt0/freq0/max_freq": "1200\n",
    "device/tile0/gt0/freq0/throttle/status": "1\n",
    "device/tile0/gt0/gtidle/idle_residency_ms": "123456\n",
    "device/tile0/memory/freq0/max_freq": "9\n",
    "device/tile1/gt2/gtidle/idle_residency_ms": "500\n",
    "device/vendor": "0x8086\n",
  });
  expect(readXeDomains(tree, "device").map(named)).toEqual([
    ["gt0", ALL],
    ["gt2", { idle_residency_seconds_total: 0.5 }],
  ]);
});

test("amdgpu's clocks, from texts longer than an attribute is read", () => {
  const levels = Array.from({ length: 16 }, (_none, at) => `${at}: ${500 + at * 100}Mhz ${at === 15 ? "*" : ""}\n`);
  const tree = treeOf({ "device/pp_dpm_sclk": levels.join(""), "device/pp_dpm_mclk": "nothing to tell\n" });
  expect(levels.join("").length).toBeGreaterThan(128);
  expect(readAmdDomains(tree, "device").map(named)).toEqual([
    ["sclk", { frequency_hertz: 2000e6, frequency_min_hertz: 500e6, frequency_max_hertz: 2000e6 }],
    ["mclk", {}],
  ]);
});

test("a device that tells nothing has no domains", () => {
  const tree = treeOf({ "device/vendor": "0x1002\n" });
  expect(readAmdDomains(tree, "device")).toEqual([]);
  expect(readXeDomains(tree, "device")).toEqual([]);
  expect(readXeDomains(tree, "absent")).toEqual([]);
  expect(readI915Domains(tree, "card").map(named)).toEqual([["gt0", {}]]);
});

test("a number that is none costs itself alone", () => {
  const tree = treeOf({ "card/gt/gt0/rps_act_freq_mhz": "fast\n", "card/gt/gt0/rps_cur_freq_mhz": "400\n" });
  expect(readI915Domains(tree, "card").map(named)).toEqual([["gt0", { frequency_requested_hertz: 400e6 }]]);
});
