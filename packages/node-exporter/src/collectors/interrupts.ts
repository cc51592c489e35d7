import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { indexLabels } from "../index-labels.ts";
import { parseInterrupts, type Interrupt, type Interrupts } from "../procfs/interrupts.ts";

interface State {
  readonly wanted: (interrupt: Omit<Interrupt, "counts">) => boolean;
  readonly includeZeros: boolean;
  last: Interrupts | undefined;
}

export const interrupts: CollectorDefinition<Host> = defineCollector({
  name: "interrupts",
  help: "Interrupts that each CPU has serviced, by number or kind, from /proc/interrupts.",
  enabledByDefault: false,
  options: {
    include: {
      flag: "collector.interrupts.name-include",
      type: "regex",
      default: "",
      help: "Interrupts to expose, matched against NAME;INFO;DEVICES.",
    },
    exclude: {
      flag: "collector.interrupts.name-exclude",
      type: "regex",
      default: "",
      help: "Interrupts to leave out, matched against NAME;INFO;DEVICES.",
    },
    includeZeros: {
      flag: "collector.interrupts.include-zeros",
      type: "boolean",
      default: true,
      help: "Expose the counts that are zero too.",
    },
  },
  setup: (options, _host: Host): State => {
    const ignored = createDeviceFilter(options);
    return {
      wanted: ({ name, info, devices }) => !ignored(`${name};${info};${devices}`),
      includeZeros: options.includeZeros,
      last: undefined,
    };
  },
  read: (host: Host, _signal, state) => {
    state.last = parseInterrupts(host.proc.hot("interrupts"), state.wanted, state.last);
    return { interrupts: state.last.rows, includeZeros: state.includeZeros };
  },
  families: (family) => [
    family({
      name: "node_interrupts_total",
      type: "counter",
      labels: ["cpu", "type", "info", "devices"],
      help: "Interrupts that a CPU has serviced since boot, by interrupt line or kind.",
      samples: ({ interrupts: rows, includeZeros }, emit) => {
        for (let at = 0; at < rows.length; at += 1) {
          const { name, info, devices, counts } = rows[at] as Interrupt;
          const cpus = indexLabels(counts.length);
          for (let cpu = 0; cpu < counts.length; cpu += 1) {
            const count = counts[cpu] as number;
            if (includeZeros || count !== 0) emit(count, cpus[cpu] as string, name, info, devices);
          }
        }
      },
    }),
  ],
});
