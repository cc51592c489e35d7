import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseInterrupts, type Interrupts } from "../../src/procfs/interrupts.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADING = "           CPU0       CPU1       \n";
const TEXT = `${HEADING}  1:      17960        105  IR-IO-APIC-edge      i8042
 16:     328511     322879  IR-IO-APIC-fasteoi   ehci_hcd:usb1, mmc0
NMI:         47       5031   Non-maskable interrupts
ERR:          0
MIS:          0
`;
const all = (): boolean => true;
const plain = ({ rows }: Interrupts): readonly unknown[] =>
  rows.map(({ name, info, devices, counts }) => [name, info, devices, [...counts]]);

test("takes info and devices of numbered interrupts, the description of others, and no totals", () => {
  expect(plain(parseInterrupts(TEXT, all))).toEqual([
    ["1", "IR-IO-APIC-edge", "i8042", [17_960, 105]],
    ["16", "IR-IO-APIC-fasteoi", "ehci_hcd:usb1, mmc0", [328_511, 322_879]],
    ["NMI", "Non-maskable interrupts", "", [47, 5031]],
  ]);
});

test("takes ARM's lines, without a space behind the colon, a blank last line and several words of hardware", () => {
  const text = `${HEADING} 10: 3287008667 3310445093     GICv3  27 Level     arch_timer\nIPI0:2768808080 2844211768       Rescheduling interrupts\nErr:          0\n            \n`;
  expect(plain(parseInterrupts(text, all))).toEqual([
    ["10", "GICv3", "27 Level arch_timer", [3_287_008_667, 3_310_445_093]],
    ["IPI0", "Rescheduling interrupts", "", [2_768_808_080, 2_844_211_768]],
  ]);
});

test.each([
  ["a line without a description", "  1: 5 6\n", []],
  ["a line without a colon", "abc 1 2 x\n", []],
  ["an interrupt without devices", "  7: 5 6 IO-APIC\n", [["7", "IO-APIC", "", [5, 6]]]],
  ["a text that is cut within a description", "NMI: 5 6 Non-mas", [["NMI", "Non-mas", "", [5, 6]]]],
  ["a text that is cut within a count", "NMI: 5 6", []],
  ["a count with a sign", "  7: -5 6 IO-APIC\n", [["7", "IO-APIC", "", [-5, 6]]]],
  ["tabs", "7:\t5\t6\tIO-APIC\ta\tb\n", [["7", "IO-APIC", "a b", [5, 6]]]],
])("%s", (_what, line, rows) => {
  expect(plain(parseInterrupts(HEADING + line, all))).toEqual(rows);
});

test("without CPUs each line that has words is one without counts", () => {
  expect(plain(parseInterrupts("\n 1: a b\n 2:\n", all))).toEqual([["1", "a", "b", []]]);
});

test("what is not wanted has no counts and is asked for once, and its counts may be anything", () => {
  const asked: string[] = [];
  const wanted = ({ name, info, devices }: { name: string; info: string; devices: string }): boolean => {
    asked.push(`${name};${info};${devices}`);
    return name === "NMI";
  };
  const first = parseInterrupts(TEXT.replace("328511", "x"), wanted);
  expect(plain(first).map((row) => (row as unknown[])[3])).toEqual([[], [], [47, 5031]]);
  const second = parseInterrupts(TEXT.replaceAll("5031", "5032").replace("17960", "17961"), wanted, first);
  expect(plain(second).map((row) => (row as unknown[])[3])).toEqual([[], [], [47, 5032]]);
  expect(asked).toEqual([
    "1;IR-IO-APIC-edge;i8042",
    "16;IR-IO-APIC-fasteoi;ehci_hcd:usb1, mmc0",
    "NMI;Non-maskable interrupts;",
  ]);
});

/** Texts that follow one another, each of which must give what it gives alone. */
const FOLLOWERS: readonly (readonly [what: string, text: string])[] = [
  ["the same text", TEXT],
  ["other counts", TEXT.replace("17960", "17961").replace("5031", "9")],
  ["longer counts", TEXT.replace("105", "1000000105")],
  ["other devices", TEXT.replace("i8042", "i8042, other")],
  ["another name", TEXT.replace("NMI", "LOC")],
  ["a line more in front", TEXT.replace("  1:", "  0: 1 2 IO-APIC timer\n  1:")],
  ["a line less", TEXT.replace(/ 16:.*\n/, "")],
  ["a CPU more", TEXT.replace("CPU1", "CPU1 CPU2").replaceAll(/ {2}(IR|Non)/g, " 8 $1")],
  ["a CPU less", TEXT.replace("CPU1", "    ")],
  ["a heading that goes on", TEXT.replace("       \n", " CPU2\n").replaceAll(/ {2}(IR|Non)/g, " 8 $1")],
  ["a cut text", TEXT.slice(0, TEXT.indexOf("Non-mask") + 3)],
  ["a last line that goes on", `${TEXT.slice(0, TEXT.indexOf("Non-mask") + 3)}-other\n`],
  ["a heading only", HEADING],
  ["a heading without an end", HEADING.trimEnd()],
];

test.each(FOLLOWERS)("%s gives the same with and without a reading before", (_what, text) => {
  for (const [, earlier] of FOLLOWERS) {
    const before = parseInterrupts(earlier, all);
    expect(plain(parseInterrupts(text, all, before))).toEqual(plain(parseInterrupts(text, all)));
  }
});

test("labels and unmoved counts are the same objects in the next reading", () => {
  const first = parseInterrupts(TEXT, all);
  const second = parseInterrupts(TEXT.replace("17960", "17961"), all, first);
  expect(second.rows[1]?.counts).toBe(first.rows[1]?.counts);
  expect(second.rows[0]?.counts).not.toBe(first.rows[0]?.counts);
  expect(second.rows[0]?.counts).toEqual([17_961, 105]);
});

test.each([256, 1024, 4096])("takes the counts of %i CPUs", (cpus) => {
  const heading = Array.from({ length: cpus }, (_, cpu) => `CPU${cpu}`).join(" ");
  const counts = Array.from({ length: cpus }, (_, cpu) => cpu * 1_000_003);
  const [row] = parseInterrupts(`${heading}\n44: ${counts.join(" ")} PCI-MSI 5-edge nvme0q1\n`, all).rows;
  expect(row).toMatchObject({ name: "44", info: "PCI-MSI", devices: "5-edge nvme0q1", counts });
});

test.each([
  ["empty", "", "interrupts: expected a heading, found nothing"],
  ["malformed", `${HEADING}NMI: 1 2 ok\n  1: 5 x IO-APIC\n`, 'interrupts:3: expected a number, found "x"'],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseInterrupts(text, all)).toThrow(ParseError);
  expect(() => parseInterrupts(text, all)).toThrow(message);
});

test("throws nothing but ParseError, alone or after a sound reading", () => {
  const sound = parseInterrupts(TEXT, all);
  expect(parseProblems(TEXT, (text) => parseInterrupts(text, all))).toEqual([]);
  expect(parseProblems(TEXT, (text) => parseInterrupts(text, all, sound))).toEqual([]);
  expect(parseProblems(TEXT, (text) => parseInterrupts(text, () => false))).toEqual([]);
});
