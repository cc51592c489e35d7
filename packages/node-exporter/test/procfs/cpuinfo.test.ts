import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseCpuinfo } from "../../src/procfs/cpuinfo.ts";

test("parses x86", () => {
  const text = `processor\t: 0
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 142
model name\t: Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz
stepping\t: 10
microcode\t: 0xb4
cpu MHz\t\t: 799.998
cache size\t: 8192 KB
physical id\t: 0
core id\t\t: 2
flags\t\t: fpu vme de
bugs\t\t: mds spectre_v1
power management:

processor\t: 1
vendor_id\t: GenuineIntel
`;
  const [first, second, ...others] = parseCpuinfo(text);
  expect(first).toEqual({
    processor: "0",
    package: "0",
    core: "2",
    vendor: "GenuineIntel",
    family: "6",
    model: "142",
    modelName: "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz",
    microcode: "0xb4",
    stepping: "10",
    cacheSize: "8192 KB",
    megahertz: 799.998,
    flags: ["fpu", "vme", "de"],
    bugs: ["mds", "spectre_v1"],
  });
  expect(second).toMatchObject({ processor: "1", vendor: "GenuineIntel", modelName: "", megahertz: undefined });
  expect(others).toEqual([]);
});

test("parses ARM and POWER", () => {
  expect(parseCpuinfo("processor\t: 3\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n")).toMatchObject([
    { processor: "3", flags: ["fp", "asimd"] },
  ]);
  expect(parseCpuinfo("processor\t: 8\ncpu\t\t: POWER9\nclock\t\t: 2300.000000MHz\n")).toMatchObject([
    { processor: "8", vendor: "POWER9", megahertz: 2300 },
  ]);
});

test.each([
  ["malformed", "processor\t: zero\n"],
  ["truncated", "proc"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseCpuinfo(text)).toThrow(ParseError);
});
