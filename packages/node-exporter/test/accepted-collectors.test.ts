import { expect, test } from "vitest";
import { acceptedCollectors } from "../src/accepted-collectors.ts";
import { collectors } from "../src/collectors/index.ts";
import { ADDITIONS } from "./support/additions.ts";
import { runNodeExporter } from "./support/run-program.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

/** node_exporter's Linux collectors that the program lacks, with their flags; those without `=` are switches. */
const UPSTREAM = `
btrfs
drbd
ethtool --collector.ethtool.device-include=eth0 --collector.ethtool.device-exclude= --collector.ethtool.metrics-include=.*
ipvs --collector.ipvs.backend-labels=local_address,proto
lnstat
mountstats
network_route
nfs
nfsd
perf --collector.perf.cpus=0-3 --collector.perf.tracepoint=sched:sched_switch --collector.perf.tracepoint=sched:sched_kthread_stop --collector.perf.hardware-profilers=CpuCycles --collector.perf.software-profilers=PageFault --collector.perf.cache-profilers=L1DataReadHit --collector.perf.disable-hardware-profilers --collector.perf.disable-software-profilers --collector.perf.disable-cache-profilers
processes
qdisc --collector.qdisc.device-include=a --collector.qdisc.device-exclude=b --collector.qdisc.fixtures=/x --collector.qdisk.device-include=a --collector.qdisk.device-exclude=b
tcpstat
timex
wifi --collector.wifi.fixtures=/x
xfrm
`
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", ...flags] = line.split(" ");
    return { name, flags };
  });

const host = (): readonly string[] => {
  const folder = temporaryTree({ "proc/": "", "sys/": "" });
  return [`--path.procfs=${folder}/proc`, `--path.sysfs=${folder}/sys`, "--collector.disable-defaults", "--dry-run"];
};

const warnings = (stderr: string): readonly string[] =>
  stderr.split("\n").filter((line) => line.includes("level=WARN"));

test("the accepted collectors are those of node_exporter that the program lacks", () => {
  expect(acceptedCollectors.map(({ name }) => name).toSorted()).toEqual(UPSTREAM.map(({ name }) => name));
  expect(UPSTREAM.length + collectors.length - ADDITIONS.length).toBe(79);
  const own = new Set(collectors.map(({ name }) => name));
  expect(UPSTREAM.filter(({ name }) => own.has(name))).toEqual([]);
});

test("no flag is accepted that node_exporter has not", () => {
  for (const { name, flags = [], switches = [] } of acceptedCollectors) {
    const upstream = UPSTREAM.find((one) => one.name === name)?.flags ?? [];
    const names = (assigned: boolean): readonly string[] =>
      [
        ...new Set(
          upstream.filter((flag) => flag.includes("=") === assigned).map((flag) => flag.slice(2).split("=")[0]),
        ),
      ]
        .map(String)
        .toSorted();
    expect([name, flags.toSorted()]).toEqual([name, names(true)]);
    expect([name, switches.toSorted()]).toEqual([name, names(false)]);
  }
});

test("a command line that names them all works, with one warning for each that says which flags do nothing", async () => {
  const given = UPSTREAM.flatMap(({ name, flags }) => [`--collector.${name}`, ...flags]);
  const { code, stderr } = await runNodeExporter([...host(), ...given]);
  expect(code).toBe(0);
  const lines = warnings(stderr);
  expect(lines).toHaveLength(UPSTREAM.length);
  for (const { name, flags } of UPSTREAM) {
    const line = lines.find((text) => text.includes(` collector=${name} `)) ?? "";
    expect(line).toContain("not yet available");
    for (const flag of [`--collector.${name}`, ...flags]) expect(line).toContain(flag.split("=")[0]);
  }
});

test("the values may follow their flags, and switches may be negated", async () => {
  const given = UPSTREAM.flatMap(({ flags }) =>
    flags.flatMap((flag) => {
      const [name = "", ...value] = flag.split("=");
      return flag.includes("=") ? [name, value.join("=")] : [name.replace("--", "--no-")];
    }),
  );
  const { code, stderr } = await runNodeExporter([...host(), ...given]);
  expect(code).toBe(0);
  expect(warnings(stderr)).toHaveLength(UPSTREAM.filter(({ flags }) => flags.length > 0).length);
});

test("one that is switched off is not worth a word", async () => {
  const { code, stderr } = await runNodeExporter([...host(), ...UPSTREAM.map(({ name }) => `--no-collector.${name}`)]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
