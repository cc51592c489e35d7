import { NoDataError } from "@sightglass/metrics-registry";
import { evaluateFamilies } from "@sightglass/metrics-registry/testing";
import { describe, expect, test } from "vitest";
import { perf } from "../../src/collectors/perf.ts";
import type { Host } from "../../src/host.ts";
import { PROFILERS } from "../../src/native/perf-profilers.ts";
import { collectOnce, fixtureHost, instantiate } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

function linesOf(data: object): readonly string[] {
  return evaluateFamilies(perf.families, data).flatMap(({ name, type, points }) =>
    points.map((point) => {
      const labels = point.labels.map(([label, value]) => `${label}="${value}"`).join(",");
      return `${type} ${name}{${labels}} ${"value" in point ? point.value : "?"}`;
    }),
  );
}

test("an event has its family whatever its place in the session", () => {
  const positions = PROFILERS.map(({ name }) => (name === "MajorFault" ? 1 : name === "LLReadMiss" ? 0 : undefined));
  const events = [
    [{ cpu: "0", value: 5 }],
    [
      { cpu: "0", value: 6 },
      { cpu: "12", value: 7 },
    ],
  ];
  expect(linesOf({ positions, events, tracepoints: [], tracepointFamilies: [] })).toEqual([
    'counter node_perf_major_faults_total{cpu="0"} 6',
    'counter node_perf_major_faults_total{cpu="12"} 7',
    'counter node_perf_cache_ll_read_misses_total{cpu="0"} 5',
  ]);
});

test("a tracepoint has the family of its name, on each CPU", () => {
  const data = {
    positions: [],
    events: [],
    tracepointFamilies: ["node_perf_sched_sched_switch", "node_perf_kvm_kvm_exit"],
    tracepoints: [
      { cpu: "0", values: [1, 2] },
      { cpu: "1", values: [3, 4] },
    ],
  };
  expect(linesOf(data).toSorted()).toEqual([
    'counter node_perf_kvm_kvm_exit{cpu="0"} 2',
    'counter node_perf_kvm_kvm_exit{cpu="1"} 4',
    'counter node_perf_sched_sched_switch{cpu="0"} 1',
    'counter node_perf_sched_sched_switch{cpu="1"} 3',
  ]);
});

describe("faults of flags stop the start", () => {
  const host = fixtureHost("/nonexistent");
  test.each([
    [{ cpus: "0-" }, "--collector.perf.cpus=0-"],
    [{ tracepoints: ["sched"] }, "invalid tracepoint config sched"],
  ])("%j", (options, message) => {
    expect(() => instantiate(perf, options, host)).toThrow(message);
  });

  test("as does a tracepoint that cannot be had", () => {
    const untraced = fixtureHost(temporaryTree({ "proc/self/mountinfo": "20 1 0:5 / /proc rw - proc proc rw\n" }));
    expect(() => instantiate(perf, { cpus: "0", tracepoints: ["sched:sched_switch"] }, untraced)).toThrow(
      "collector perf: tracefs is not mounted",
    );
  });

  test("while an unknown profiler is told of and passed over", () => {
    const warnings: string[] = [];
    const warned: Host = { ...host, warn: (message) => void warnings.push(message) };
    instantiate(perf, { software: ["PageFault", "NoSuch"], cache: ["CpuCycles"] }, warned);
    expect(warnings).toEqual(["Unknown software profiler: NoSuch", "Unknown cache profiler: CpuCycles"]);
  });
});

test("without a list of CPUs there is no data, and the reason names the flag that would help", async () => {
  const run = collectOnce(perf, {}, fixtureHost(temporaryTree({})));
  await expect(run).rejects.toThrow(NoDataError);
  await expect(run).rejects.toThrow("--collector.perf.cpus");
});

test("a broken list of CPUs fails the collector and not the start", async () => {
  const host = fixtureHost(temporaryTree({ "sys/devices/system/cpu/online": "0-x\n" }));
  await expect(collectOnce(perf, {}, host)).rejects.toThrow("devices/system/cpu/online");
});

test("nothing is opened when everything is disabled", async () => {
  const host = fixtureHost(temporaryTree({ "sys/devices/system/cpu/online": "0\n" }));
  const options = { noHardware: true, noSoftware: true, noCache: true };
  expect((await collectOnce(perf, options, host)).samples).toEqual([]);
});

test("what is open is given up with the host", () => {
  const releases: (() => void)[] = [];
  const host = fixtureHost(temporaryTree({ "sys/devices/system/cpu/online": "0\n" }));
  const options = { noHardware: true, noSoftware: true, noCache: true };
  instantiate(perf, options, { ...host, onClose: (release) => void releases.push(release) });
  expect(releases).toHaveLength(1);
});
