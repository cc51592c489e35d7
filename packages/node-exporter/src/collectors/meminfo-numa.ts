import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { legacyName, rememberNames } from "../name-selection.ts";
import { parseNodeMeminfo } from "../sysfs/node-meminfo.ts";
import { parseNumastat } from "../sysfs/numastat.ts";

interface NodeSample {
  readonly name: string;
  readonly node: string;
  readonly value: number;
}

const NODES = "devices/system/node";
const PREFIX = "node_memory_numa_";
const NODE_FOLDER = /^node(\d+)/;

/** `Active(anon)` becomes `Active_anon`. */
const gaugeName = rememberNames((field) => PREFIX + legacyName(field.replace(/\((.*)\)/, "_$1")));
const counterName = rememberNames((field) => `${PREFIX}${legacyName(field)}_total`);

export const meminfoNuma: CollectorDefinition<Host> = defineCollector({
  name: "meminfo_numa",
  help: "How the memory of each NUMA node is used, from meminfo and numastat in /sys/devices/system/node/node*.",
  enabledByDefault: false,
  read: ({ sys }: Host) => {
    const gauges: NodeSample[] = [];
    const counters: NodeSample[] = [];
    for (const entry of sys.listIfPresent(NODES)) {
      const number = NODE_FOLDER.exec(entry)?.[1];
      if (number === undefined) continue;
      const meminfo = `${NODES}/${entry}/meminfo`;
      for (const { node, field, value } of parseNodeMeminfo(sys.hot(meminfo, 0), meminfo)) {
        gauges.push({ name: gaugeName(field) as string, node, value });
      }
      const numastat = `${NODES}/${entry}/numastat`;
      for (const { field, value } of parseNumastat(sys.hot(numastat, 0), numastat)) {
        counters.push({ name: counterName(field) as string, node: number, value });
      }
    }
    return { gauges, counters };
  },
  families: (family) => [
    family.dynamic({
      prefix: "node_memory_numa_",
      type: "gauge",
      labels: ["node"],
      help: "A field of a node's memory information, in bytes where the kernel gives a unit.",
      helpFor: (name) => `Field ${name.slice(PREFIX.length)} of the node's meminfo.`,
      samples: ({ gauges }, emit) => {
        for (let at = 0; at < gauges.length; at += 1) {
          const { name, node, value } = gauges[at] as NodeSample;
          emit(name, value, node);
        }
      },
    }),
    family.dynamic({
      prefix: "node_memory_numa_",
      type: "counter",
      labels: ["node"],
      help: "A counter of a node's page allocations.",
      helpFor: (name) => `Pages counted as ${name.slice(PREFIX.length, -"_total".length)} in the node's numastat.`,
      samples: ({ counters }, emit) => {
        for (let at = 0; at < counters.length; at += 1) {
          const { name, node, value } = counters[at] as NodeSample;
          emit(name, value, node);
        }
      },
    }),
  ],
});
