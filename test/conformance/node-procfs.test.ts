import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CollectorDefinition } from "@sightglass/metrics-registry";
import { arp } from "../../packages/node-exporter/src/collectors/arp.ts";
import { conntrack } from "../../packages/node-exporter/src/collectors/conntrack.ts";
import { cpu } from "../../packages/node-exporter/src/collectors/cpu.ts";
import { diskstats } from "../../packages/node-exporter/src/collectors/diskstats.ts";
import { entropy } from "../../packages/node-exporter/src/collectors/entropy.ts";
import { filefd } from "../../packages/node-exporter/src/collectors/filefd.ts";
import { kernelHung } from "../../packages/node-exporter/src/collectors/kernel-hung.ts";
import { loadavg } from "../../packages/node-exporter/src/collectors/loadavg.ts";
import { mdadm } from "../../packages/node-exporter/src/collectors/mdadm.ts";
import { meminfo } from "../../packages/node-exporter/src/collectors/meminfo.ts";
import { netdev } from "../../packages/node-exporter/src/collectors/netdev.ts";
import { netstat } from "../../packages/node-exporter/src/collectors/netstat.ts";
import { pressure } from "../../packages/node-exporter/src/collectors/pressure.ts";
import { schedstat } from "../../packages/node-exporter/src/collectors/schedstat.ts";
import { sockstat } from "../../packages/node-exporter/src/collectors/sockstat.ts";
import { softnet } from "../../packages/node-exporter/src/collectors/softnet.ts";
import { stat } from "../../packages/node-exporter/src/collectors/stat.ts";
import { udpQueues } from "../../packages/node-exporter/src/collectors/udp-queues.ts";
import { vmstat } from "../../packages/node-exporter/src/collectors/vmstat.ts";
import { createFileTree } from "../../packages/node-exporter/src/create-file-tree.ts";
import type { Host } from "../../packages/node-exporter/src/host.ts";
import { collectOnce, fixtureHost, matcher } from "../../packages/node-exporter/test/support/collect.ts";

const folder = process.env["CONFORMANCE_DIR"];
if (folder === undefined || !existsSync(join(folder, "node/expected.prom"))) {
  throw new Error("set CONFORMANCE_DIR to the folder of the conformance kits: it has node/expected.prom");
}
const kit = join(folder, "node");

interface ExpectedFamily {
  readonly type: string;
  readonly lines: string[];
}

/** Families of expected.prom; `untyped` is what the model calls `unknown`. Labels there are sorted by name. */
function readExpected(): ReadonlyMap<string, ExpectedFamily> {
  const families = new Map<string, ExpectedFamily>();
  for (const line of readFileSync(join(kit, "expected.prom"), "utf8").split("\n")) {
    const [, , name = "", type = ""] = line.split(" ");
    if (line.startsWith("# TYPE ")) families.set(name, { type: type === "untyped" ? "unknown" : type, lines: [] });
    if (line === "" || line.startsWith("#")) continue;
    const space = line.lastIndexOf(" ");
    const series = line.slice(0, space);
    families.get(series.split("{", 1)[0] ?? "")?.lines.push(`${series} ${Number(line.slice(space + 1))}`);
  }
  return families;
}

const expected = readExpected();

/** Families of other collectors that begin like dynamic ones of ours. */
const FOREIGN = /^node_memory_numa_/;

function ownFamilies(definition: CollectorDefinition<Host>): ReadonlyMap<string, ExpectedFamily> {
  const owns = (name: string): boolean =>
    !FOREIGN.test(name) &&
    definition.families.some(
      (family) =>
        (family.kind === "static" && family.name === name) ||
        (family.kind === "dynamic" && name.startsWith(family.prefix)),
    );
  return new Map([...expected].filter(([name, { lines }]) => lines.length > 0 && owns(name)));
}

const options = new Map<string, Readonly<Record<string, unknown>>>([
  ["arp", { netlink: false, exclude: matcher("nope") }],
  ["stat", { softirq: true }],
  [
    "cpu",
    {
      info: true,
      bugsInclude: matcher("^(cpu_meltdown|spectre_.*|mds)$"),
      flagsInclude: matcher("^(aes|avx.?|constant_tsc)$"),
    },
  ],
]);

const host = fixtureHost(join(kit, "fixtures"));

describe.each([
  arp,
  conntrack,
  cpu,
  diskstats,
  entropy,
  filefd,
  kernelHung,
  loadavg,
  mdadm,
  meminfo,
  netstat,
  pressure,
  schedstat,
  sockstat,
  softnet,
  stat,
  udpQueues,
  vmstat,
])("$name", (definition) => {
  test("gives upstream's samples and types", async () => {
    const own = ownFamilies(definition);
    expect(own.size).toBeGreaterThan(0);
    const run = await collectOnce(definition, options.get(definition.name) ?? {}, host);
    // Upstream has a fixed list of memory fields; other lines of the kernel are kept here.
    const kept = definition.name === "meminfo" ? (name: string) => own.has(name) : () => true;
    expect(run.lines.filter((line) => kept(line.split(/[{ ]/, 1)[0] ?? ""))).toEqual(
      [...own.values()].flatMap(({ lines }) => lines).toSorted(),
    );
    expect(Object.fromEntries([...run.types].filter(([name]) => kept(name)))).toEqual(
      Object.fromEntries([...own].map(([name, { type }]) => [name, type])),
    );
  });
});

describe("netdev", () => {
  test("gives upstream's families for the one device that its run includes", async () => {
    const overlay = { ...host, proc: createFileTree(join(kit, "overlay/proc")) };
    const run = await collectOnce(netdev, { include: matcher("lo") }, overlay);
    // Packets without a handler come from sysfs, where the kit has no loopback device.
    const names = [...expected.keys()].filter(
      (name) => /^node_network_(receive|transmit)_.*_total$/.test(name) && !name.includes("nohandler"),
    );
    expect(names.length).toBe(16);
    expect([...run.types.keys()].toSorted()).toEqual(names.toSorted());
    expect([...run.types].map(([name, type]) => [name, expected.get(name)?.type === type])).toEqual(
      [...run.types.keys()].map((name) => [name, true]),
    );
    expect(run.lines).toEqual(names.map((name) => `${name}{device="lo"} 0`).toSorted());
  });

  test("gives the columns of /proc/net/dev for every device otherwise", async () => {
    const overlay = { ...host, proc: createFileTree(join(kit, "overlay/proc")) };
    const run = await collectOnce(netdev, { netlink: false, exclude: matcher("^lo$") }, overlay);
    expect(run.lines).toEqual(
      [
        "node_network_receive_bytes_total 1000",
        "node_network_receive_packets_total 10",
        "node_network_receive_errs_total 1",
        "node_network_receive_drop_total 2",
        "node_network_receive_fifo_total 3",
        "node_network_receive_frame_total 4",
        "node_network_receive_compressed_total 5",
        "node_network_receive_multicast_total 6",
        "node_network_transmit_bytes_total 2000",
        "node_network_transmit_packets_total 20",
        "node_network_transmit_errs_total 7",
        "node_network_transmit_drop_total 8",
        "node_network_transmit_fifo_total 9",
        "node_network_transmit_colls_total 10",
        "node_network_transmit_carrier_total 11",
        "node_network_transmit_compressed_total 12",
      ]
        .map((line) => line.replace(" ", '{device="eth0"} '))
        .toSorted(),
    );
  });
});
