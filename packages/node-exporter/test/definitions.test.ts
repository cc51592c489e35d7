import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CollectorDefinition } from "@sightglass/metrics-registry";
import { collectorContractProblems, evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { describe, expect, test } from "vitest";
import { collectors } from "../src/collectors/index.ts";
import { cpu } from "../src/collectors/cpu.ts";
import { cpufreq } from "../src/collectors/cpufreq.ts";
import { nodeExporter } from "../src/program.ts";
import { collectOnce, fixtureHost } from "./support/collect.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

/** Upstream's names that break a rule of the metric linter, each kept because series have to match. */
const EXEMPT = [
  "entropy: node_entropy_available_bits",
  "entropy: node_entropy_pool_size_bits",
  "hwmon: dynamic",
  "perf: dynamic",
  "powersupplyclass: node_power_supply_charge_counter",
  "supervisord: node_supervisord_start_time_seconds",
  "systemd: node_systemd_socket_refused_connections_total",
  "wifi: node_wifi_station_receive_bits_per_second",
  "wifi: node_wifi_station_transmit_bits_per_second",
];

const nameOf = (family: CollectorDefinition["families"][number]): string =>
  family.kind === "static" ? family.name : family.kind;

describe("names", () => {
  test("no family of fixed name falls under the prefix of another collector's names", () => {
    const statics = collectors.flatMap(({ name: collector, families }) =>
      families.flatMap((family) => (family.kind === "static" ? [{ collector, name: family.name }] : [])),
    );
    const prefixes = collectors.flatMap(({ name: collector, families }) =>
      families.flatMap((family) => (family.kind === "dynamic" ? [{ collector, prefix: family.prefix }] : [])),
    );
    expect(prefixes.length).toBeGreaterThan(3);
    const clashes = prefixes.flatMap(({ collector, prefix }) => [
      ...statics.filter((one) => one.collector !== collector && one.name.startsWith(prefix)).map(({ name }) => name),
      ...prefixes
        .filter((one) => one.collector !== collector && one.prefix.startsWith(prefix))
        .map((one) => one.prefix),
    ]);
    // Upstream's names: no field of /proc/meminfo starts with numa_.
    expect(new Set(clashes)).toEqual(new Set(["node_memory_numa_"]));
  });

  test("within a collector each name is declared once, with labels that differ", () => {
    for (const { name, families } of collectors) {
      const names = families.flatMap((family) => (family.kind === "static" ? [family.name] : []));
      expect([name, names.filter((one, index) => names.indexOf(one) !== index)]).toEqual([name, []]);
      for (const family of families) {
        if (family.kind === "foreign") continue;
        expect([nameOf(family), new Set(family.labels).size]).toEqual([nameOf(family), family.labels.length]);
      }
    }
  });

  test("no two options claim one flag, old names included", () => {
    const flags = [
      ...Object.values(nodeExporter.options),
      ...collectors.flatMap(({ options }) => Object.values(options)),
    ].flatMap(({ flag, aliases = [] }) => [flag, ...aliases]);
    const all = [...flags, ...collectors.map(({ name }) => `collector.${name}`)];
    expect(all.filter((flag, index) => all.indexOf(flag) !== index)).toEqual([]);
  });

  test("a shared option name means one thing: include and exclude are patterns, switches are booleans", () => {
    for (const { options } of collectors) {
      for (const { flag, type } of Object.values(options)) {
        if (/-(include|exclude)$/.test(flag)) expect([flag, type]).toEqual([flag, "regex"]);
      }
    }
  });
});

describe("exemptions from the metric linter", () => {
  const exempt = collectors.flatMap(({ name, families }) =>
    families.flatMap((family) => (family.lintExempt === undefined ? [] : [{ collector: name, family }])),
  );

  test("are the known ones, each with a reason", () => {
    const names = [...new Set(exempt.map(({ collector, family }) => `${collector}: ${nameOf(family)}`))];
    expect(names.toSorted()).toEqual(EXEMPT);
    for (const { family } of exempt) expect(family.lintExempt).toMatch(/node_exporter/);
  });

  test("are needed where the name is fixed: the linter objects without them", async () => {
    for (const { collector, family } of exempt) {
      if (family.kind !== "static") continue;
      const { lintExempt: _reason, ...plain } = family;
      const definition = collectors.find(({ name }) => name === collector);
      if (definition === undefined) throw new Error(collector);
      const problems = await collectorContractProblems([{ ...definition, families: [plain as typeof family] }], {
        namePrefix: "node_",
        absentSource: () => fixtureHost("/nonexistent"),
      });
      expect(problems.join("\n"), `${collector}: ${nameOf(family)}`).toMatch(
        new RegExp(`^${collector}: .* \\([a-z-]+\\)$`, "m"),
      );
    }
  });
});

test("a collector's file is where its name and help stand", () => {
  for (const { name, help } of collectors) {
    const path = join(import.meta.dirname, `../src/collectors/${name.replaceAll("_", "-")}.ts`);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(`name: "${name}"`);
    expect(text).toContain(help);
  }
});

describe("node_cpu_frequency_hertz, which two collectors declare", () => {
  const files = {
    "proc/stat": "cpu0 1 2 3 4 5 6 7 8 9 10\n",
    "proc/cpuinfo":
      "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu MHz\t\t: 799.998\nphysical id\t: 0\ncore id\t\t: 3\nflags\t\t: aes\n\n",
    "sys/devices/system/cpu/offline": "\n",
    "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_cur_freq": "1600000\n",
  };
  const ofFamily = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => line.startsWith("node_cpu_frequency_hertz{"));

  test("comes from cpuinfo only when that is asked for, in a label set that cpufreq's cannot meet", async () => {
    const host = fixtureHost(temporaryTree(files));
    expect(ofFamily((await collectOnce(cpu, {}, host)).lines)).toEqual([]);
    expect(ofFamily((await collectOnce(cpu, { info: true }, host)).lines)).toEqual([
      'node_cpu_frequency_hertz{core="3",cpu="0",package="0"} 799998000',
    ]);
    expect(ofFamily((await collectOnce(cpufreq, {}, host)).lines)).toEqual([
      'node_cpu_frequency_hertz{cpu="0"} 1600000000',
    ]);
  });

  test("has one type in both", () => {
    const declared = [cpu, cpufreq].flatMap(({ families }) =>
      families.flatMap((family) =>
        family.kind === "static" && family.name === "node_cpu_frequency_hertz" ? [family.type] : [],
      ),
    );
    expect(declared).toEqual(["gauge", "gauge"]);
  });
});

test("families are pure: the same data gives the same samples, and data is not changed", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/loadavg": "0.5 0.25 0.125 1/2 3\n",
      "proc/stat":
        "cpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\nctxt 6\nbtime 7\nprocesses 8\nprocs_running 9\nprocs_blocked 10\n",
      "proc/vmstat": "pgpgin 5\noom_kill 1\n",
      "proc/meminfo": "MemTotal: 5 kB\nMemFree: 4 kB\n",
    }),
  );
  for (const definition of collectors.filter(({ name }) =>
    ["cpu", "loadavg", "meminfo", "stat", "vmstat"].includes(name),
  )) {
    const options = Object.fromEntries(
      Object.entries(definition.options).map(([name, { type, default: value }]) => [
        name,
        type === "regex" ? undefined : value,
      ]),
    );
    const state = definition.setup(options as never, host);
    const data = await definition.read(host, new AbortController().signal, state as never);
    const before = JSON.stringify(data);
    const first = evaluateFamilies(definition.families, data);
    expect(
      first.some(({ points }) => points.length > 0),
      definition.name,
    ).toBe(true);
    expect(evaluateFamilies(definition.families, data)).toEqual(first);
    expect(JSON.stringify(data)).toBe(before);
  }
});
