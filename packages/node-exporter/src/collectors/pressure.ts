import { defineCollector, NoDataError, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { hasCode, ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parsePressure, type PressureTotals } from "../procfs/pressure.ts";

/** Stalls of one resource, `cpu`, `io`, `memory` or `irq`, with the kinds of stall that upstream exposes. */
const RESOURCES = [
  { resource: "cpu", path: "pressure/cpu", needsSome: true, needsFull: false },
  { resource: "io", path: "pressure/io", needsSome: true, needsFull: true },
  { resource: "memory", path: "pressure/memory", needsSome: true, needsFull: true },
  // Interrupts stall every task of a CPU at once, so the kernel counts no partial stalls.
  { resource: "irq", path: "pressure/irq", needsSome: false, needsFull: true },
] as const;

const FAMILIES = [
  ["node_pressure_cpu_waiting_seconds_total", "cpu", "some", "Time in which a task or more waited for a CPU."],
  ["node_pressure_io_waiting_seconds_total", "io", "some", "Time in which a task or more waited for I/O."],
  ["node_pressure_io_stalled_seconds_total", "io", "full", "Time in which all busy tasks waited for I/O at once."],
  ["node_pressure_memory_waiting_seconds_total", "memory", "some", "Time in which a task or more waited for memory."],
  [
    "node_pressure_memory_stalled_seconds_total",
    "memory",
    "full",
    "Time in which all busy tasks waited for memory at once.",
  ],
  ["node_pressure_irq_stalled_seconds_total", "irq", "full", "Time in which interrupts kept all busy tasks waiting."],
] as const;

/** By position in RESOURCES; undefined where the kernel lacks the resource, or its reading was not reached. */
type Totals = (PressureTotals | undefined)[];

/** Divided twice, as node_exporter does: the last digit depends on it. */
const seconds = (microseconds: number): number => microseconds / 1000 / 1000;

function readResource(host: Host, { path, needsSome, needsFull }: (typeof RESOURCES)[number]) {
  const totals = ifPresent(() => parsePressure(host.proc.hot(path, 0), path));
  if (totals === undefined) return undefined;
  if ((needsSome && totals.some === undefined) || (needsFull && totals.full === undefined)) {
    throw new NoDataError(`/proc/${path} lacks a line that every kernel with pressure information writes`);
  }
  return totals;
}

export const pressure: CollectorDefinition<Host> = defineCollector({
  name: "pressure",
  help: "Time that tasks were stalled for want of CPU, memory or I/O, from /proc/pressure.",
  enabledByDefault: true,
  read: (host: Host) => {
    const totals: Totals = [];
    try {
      for (const resource of RESOURCES) totals.push(readResource(host, resource));
    } catch (error) {
      const cause = hasCode(error, "EOPNOTSUPP", "ENOTSUP")
        ? new NoDataError("pressure information is switched off; the kernel parameter psi=1 switches it on")
        : error;
      throw new PartialDataError(totals, cause);
    }
    if (totals.every((one) => one === undefined))
      throw new NoDataError("this kernel has no pressure information (CONFIG_PSI)");
    return totals;
  },
  families: (family) =>
    FAMILIES.map(([name, resource, kind, help]) => {
      const at = RESOURCES.findIndex((one) => one.resource === resource);
      return family({
        name,
        type: "counter",
        help,
        samples: (totals, emit) => {
          const total = totals[at]?.[kind];
          if (total !== undefined) emit(seconds(total));
        },
      });
    }),
});
