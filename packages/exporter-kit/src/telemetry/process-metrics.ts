import type { Gauge as PromClientGauge, Registry } from "prom-client";
import { readScalar, type MetricReader } from "./metric-reader.ts";
import { createProcessUsageReader } from "./process-usage.ts";
import { Counter, Gauge } from "./prom-client.ts";

/** A group of own metrics: `refresh` brings them up to date, `readers` read them then. */
export interface MetricGroup {
  readonly refresh: () => void;
  readonly readers: readonly MetricReader[];
}

/** The `process_*` metrics, under the names that every Prometheus client library gives them. */
export function createProcessMetrics(registry: Registry): MetricGroup {
  const registers = [registry];
  const readUsage = createProcessUsageReader();
  const cpu = new Counter({
    name: "process_cpu_seconds_total",
    help: "CPU time that this process has used in user and kernel mode.",
    registers,
    // The first metric of the group refreshes all, for readers that come through prom-client.
    collect: () => refresh(),
  });
  const resident = new Gauge({
    name: "process_resident_memory_bytes",
    help: "Memory of this process that is in RAM.",
    registers,
  });
  const startTime = new Gauge({
    name: "process_start_time_seconds",
    help: "Unix time at which this process started.",
    registers,
  });
  startTime.set(performance.timeOrigin / 1000);

  const usage = readUsage();
  const optional = (name: string, help: string, value: number | undefined): PromClientGauge | undefined =>
    value === undefined ? undefined : new Gauge({ name, help, registers });
  const virtual = optional(
    "process_virtual_memory_bytes",
    "Address space that this process has mapped.",
    usage.virtualBytes,
  );
  const openDescriptors = optional(
    "process_open_fds",
    "File descriptors that this process holds open.",
    usage.openDescriptors,
  );
  const maxDescriptors = optional(
    "process_max_fds",
    "File descriptors that this process may hold open.",
    usage.maxDescriptors,
  );

  function refresh(): void {
    const now = readUsage();
    // A counter cannot be set; adding up differences would drift away from the kernel's figure.
    cpu.reset();
    cpu.inc(now.cpuSeconds);
    resident.set(now.residentBytes);
    virtual?.set(now.virtualBytes ?? Number.NaN);
    openDescriptors?.set(now.openDescriptors ?? Number.NaN);
    maxDescriptors?.set(now.maxDescriptors ?? Number.NaN);
  }

  const gauges = [resident, startTime, virtual, openDescriptors, maxDescriptors];
  return { refresh, readers: [cpu, ...gauges].filter((metric) => metric !== undefined).map(readScalar) };
}
