import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interrupts } from "../../src/collectors/interrupts.ts";
import { collectOnce, fixtureHost, instantiate, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TEXT = `           CPU0       CPU2
  1:      17960          0  IR-IO-APIC-edge      i8042
 16:          0          5  IR-IO-APIC-fasteoi   ehci_hcd:usb1, mmc0
NMI:         47       5031   Non-maskable interrupts
ERR:          9
`;
const I8042 = [
  'node_interrupts_total{cpu="0",devices="i8042",info="IR-IO-APIC-edge",type="1"} 17960',
  'node_interrupts_total{cpu="1",devices="i8042",info="IR-IO-APIC-edge",type="1"} 0',
];
const EHCI = [
  'node_interrupts_total{cpu="0",devices="ehci_hcd:usb1, mmc0",info="IR-IO-APIC-fasteoi",type="16"} 0',
  'node_interrupts_total{cpu="1",devices="ehci_hcd:usb1, mmc0",info="IR-IO-APIC-fasteoi",type="16"} 5',
];
const NMI = [
  'node_interrupts_total{cpu="0",devices="",info="Non-maskable interrupts",type="NMI"} 47',
  'node_interrupts_total{cpu="1",devices="",info="Non-maskable interrupts",type="NMI"} 5031',
];
const host = (text = TEXT) => fixtureHost(temporaryTree({ "proc/interrupts": text }));

test("exposes each count, CPUs by their position in the heading as upstream has it", async () => {
  const run = await collectOnce(interrupts, {}, host());
  expect(run.lines).toEqual([...NMI, ...EHCI, ...I8042].toSorted());
  expect(run.types.get("node_interrupts_total")).toBe("counter");
});

test.each([
  ["^NMI;", "", NMI],
  [";IR-IO-APIC-fasteoi;", "", EHCI],
  ["i8042$", "", I8042],
  ["", "IR-IO-APIC", NMI],
  ["^.{1,2};", ";ehci", I8042],
  ["nothing", "", []],
])("includes %j and excludes %j, matched against name, info and devices", async (include, exclude, lines) => {
  const options = {
    include: include === "" ? undefined : matcher(include),
    exclude: exclude === "" ? undefined : matcher(exclude),
  };
  expect((await collectOnce(interrupts, options, host())).lines).toEqual(lines);
});

test("leaves zeros out when told to", async () => {
  const run = await collectOnce(interrupts, { includeZeros: false }, host());
  expect(run.lines).toEqual([...NMI, ...EHCI.slice(1), ...I8042.slice(0, 1)].toSorted());
});

test("a count that moves, a device that comes and one that goes show in the next scrape", async () => {
  const folder = temporaryTree({ "proc/interrupts": TEXT });
  const instance = instantiate(interrupts, { exclude: matcher("NMI") }, fixtureHost(folder));
  await instance.collect();
  const next = TEXT.replace("17960", "17961").replace(/ 16:.*\n/, " 17: 1 2 PCI-MSI eth0\n");
  writeFileSync(`${folder}/proc/interrupts`, next);
  expect((await instance.collect()).lines).toEqual([
    'node_interrupts_total{cpu="0",devices="eth0",info="PCI-MSI",type="17"} 1',
    'node_interrupts_total{cpu="0",devices="i8042",info="IR-IO-APIC-edge",type="1"} 17961',
    'node_interrupts_total{cpu="1",devices="eth0",info="PCI-MSI",type="17"} 2',
    'node_interrupts_total{cpu="1",devices="i8042",info="IR-IO-APIC-edge",type="1"} 0',
  ]);
});

test("a scrape that fails costs the next one nothing", async () => {
  const folder = temporaryTree({ "proc/interrupts": TEXT });
  const instance = instantiate(interrupts, {}, fixtureHost(folder));
  const { lines } = await instance.collect();
  writeFileSync(`${folder}/proc/interrupts`, TEXT.replace("5031", "many"));
  await expect(instance.collect()).rejects.toThrow('interrupts:4: expected a number, found "many"');
  writeFileSync(`${folder}/proc/interrupts`, TEXT);
  expect((await instance.collect()).lines).toEqual(lines);
});
