import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseSingleNumber } from "../procfs/fields.ts";

const PATH = "sys/kernel/hung_task_detect_count";

export const kernelHung: CollectorDefinition<Host> = defineCollector({
  name: "kernel_hung",
  help: "Tasks that the kernel found hung, from /proc/sys/kernel/hung_task_detect_count.",
  enabledByDefault: true,
  read: (host: Host) =>
    parseSingleNumber(
      orNoData(() => host.proc.hot(PATH, 0), "this kernel does not count hung tasks (6.13 is the first that does)"),
      PATH,
    ),
  families: (family) => [
    family({
      name: "node_kernel_hung_tasks_total",
      type: "counter",
      help: "Tasks that slept uninterruptibly for longer than the kernel's limit, since boot.",
      samples: (count, emit) => emit(count),
    }),
  ],
});
