import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseSchedstat } from "../procfs/schedstat.ts";

const NANOSECONDS = 1e9;

export const schedstat: CollectorDefinition<Host> = defineCollector({
  name: "schedstat",
  help: "Time that tasks ran and waited on each CPU, from /proc/schedstat.",
  enabledByDefault: true,
  read: (host: Host) =>
    parseSchedstat(
      orNoData(() => host.proc.hot("schedstat"), "this kernel has no scheduler statistics (CONFIG_SCHEDSTATS)"),
    ),
  families: (family) => [
    family({
      name: "node_schedstat_running_seconds_total",
      type: "counter",
      labels: ["cpu"],
      help: "Time that the CPU spent running tasks.",
      samples: (rows, emit) => {
        for (const row of rows) emit(row.runningNanoseconds / NANOSECONDS, row.cpu);
      },
    }),
    family({
      name: "node_schedstat_waiting_seconds_total",
      type: "counter",
      labels: ["cpu"],
      help: "Time that tasks spent ready to run and waiting for this CPU.",
      samples: (rows, emit) => {
        for (const row of rows) emit(row.waitingNanoseconds / NANOSECONDS, row.cpu);
      },
    }),
    family({
      name: "node_schedstat_timeslices_total",
      type: "counter",
      labels: ["cpu"],
      help: "Times that a task was given this CPU.",
      samples: (rows, emit) => {
        for (const row of rows) emit(row.timeslices, row.cpu);
      },
    }),
  ],
});
