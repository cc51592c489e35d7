import { defineCollector, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseInteger } from "../procfs/integers.ts";

const FOLDER = "kernel/mm/ksm";

const FAMILIES = [
  {
    name: "node_ksmd_full_scans_total",
    type: "counter",
    file: "full_scans",
    scale: 1,
    help: "Times that all mergeable memory has been scanned.",
  },
  {
    name: "node_ksmd_general_profit_bytes",
    type: "gauge",
    file: "general_profit",
    scale: 1,
    help: "Memory saved by merging less what its bookkeeping takes; negative when it costs more than it saves.",
  },
  {
    name: "node_ksmd_merge_across_nodes",
    type: "gauge",
    file: "merge_across_nodes",
    scale: 1,
    help: "Whether pages of different NUMA nodes are merged (1) or not (0).",
  },
  {
    name: "node_ksmd_pages_shared",
    type: "gauge",
    file: "pages_shared",
    scale: 1,
    help: "Merged pages that are in use.",
  },
  {
    name: "node_ksmd_pages_sharing",
    type: "gauge",
    file: "pages_sharing",
    scale: 1,
    help: "Further uses of merged pages, each a page saved.",
  },
  {
    name: "node_ksmd_pages_to_scan",
    type: "gauge",
    file: "pages_to_scan",
    scale: 1,
    help: "Pages that are scanned before the scanner sleeps.",
  },
  {
    name: "node_ksmd_pages_unshared",
    type: "gauge",
    file: "pages_unshared",
    scale: 1,
    help: "Pages that have no equal and are looked at again and again.",
  },
  {
    name: "node_ksmd_pages_volatile",
    type: "gauge",
    file: "pages_volatile",
    scale: 1,
    help: "Pages that change too fast to be merged.",
  },
  {
    name: "node_ksmd_run",
    type: "gauge",
    file: "run",
    scale: 1,
    help: "State of the scanner: 0 stopped, 1 running, 2 stopped with its pages split again.",
  },
  {
    name: "node_ksmd_sleep_seconds",
    type: "gauge",
    file: "sleep_millisecs",
    scale: 1000,
    help: "Seconds that the scanner sleeps between two scans.",
  },
] as const;

export const ksmd: CollectorDefinition<Host> = defineCollector({
  name: "ksmd",
  help: "State of kernel samepage merging, from /sys/kernel/mm/ksm.",
  enabledByDefault: false,
  isSteady: true,
  read: ({ sys }: Host) => {
    const values: (number | undefined)[] = [];
    if (!sys.exists(FOLDER)) return values;
    try {
      for (const { file, scale } of FAMILIES) {
        const path = `${FOLDER}/${file}`;
        const text = ifPresent(() => sys.hot(path, 0));
        values.push(text === undefined ? undefined : parseInteger(text.trim(), path, 1) / scale);
      }
    } catch (error) {
      throw new PartialDataError(values, error);
    }
    return values;
  },
  families: (family) =>
    FAMILIES.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        help,
        samples: (values, emit) => {
          const value = values[at];
          if (value !== undefined) emit(value);
        },
      }),
    ),
});
