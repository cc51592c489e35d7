import { expect, test } from "vitest";
import { dimmLabel } from "../../src/sysfs/dimm-label.ts";

test.each([
  ["mc#0csrow#1channel#0 ", "mc0_csrow1_channel0"],
  ["CPU_SrcID#0_MC#0_Chan#1_DIMM#0", "CPU_SrcID0_MC0_Chan1_DIMM0"],
  ["DIMM_A1", "DIMM_A1"],
  ["", ""],
  [undefined, "unknown"],
])("%j becomes %j", (text, label) => {
  expect(dimmLabel(text)).toBe(label);
});
