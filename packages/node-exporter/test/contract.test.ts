import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeCollectorContract } from "@sightglass/metrics-registry/testing";
import { afterAll, describe, test } from "vitest";
import { collectors } from "../src/collectors/index.ts";
import { fixtureHost } from "./support/collect.ts";

const SOURCES = join(import.meta.dirname, "../src");
const empty = mkdtempSync(join(tmpdir(), "sightglass-"));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

const sourceTexts = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => readFileSync(join(SOURCES, path), "utf8"))
  .join("\n");

describeCollectorContract(collectors, {
  describe,
  test,
  namePrefix: "node_",
  absentSource: () => fixtureHost(empty),
  sourceText: () => sourceTexts,
  alwaysPresent: {
    ntp: "It asks a server over the network, which the machine of the test may have.",
    selinux: "Its absence is what it reports.",
    supervisord: "So does it.",
    textfile: "Without a folder it reports that nothing failed.",
    time: "The clock is always there.",
    uname: "So is the kernel's name.",
  },
  mandatorySource: [
    "arp",
    "buddyinfo",
    "cpu",
    "cpufreq",
    "diskstats",
    "entropy",
    "filefd",
    "filesystem",
    "interrupts",
    "loadavg",
    "meminfo",
    "mountstats",
    "netdev",
    "netstat",
    "processes",
    "softirqs",
    "softnet",
    "stat",
    "vmstat",
    "zoneinfo",
  ],
  sharedFamilies: {
    node_cpu_frequency_hertz: "/proc/cpuinfo has it where cpufreq does not exist; node_exporter uses one name too.",
  },
  foreignFlags: ["collector.netclass_rtnl.with-stats", "collector.powersupply.ignored-supplies"],
});
