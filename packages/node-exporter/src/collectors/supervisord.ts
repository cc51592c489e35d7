import { defineCollector } from "@sightglass/metrics-registry";
import { warnOfDeprecation } from "../deprecation.ts";
import type { Host } from "../host.ts";
import { createSupervisordCall, type SupervisordCall } from "../supervisord/call-supervisord.ts";
import { parseProcessInfos, type ProcessInfo } from "../supervisord/process-infos.ts";

const LABELS = ["name", "group"] as const;
/** Starting, running and stopping. */
const RUNNING_STATES: ReadonlySet<number> = new Set([10, 20, 40]);

const isUp = ({ state }: ProcessInfo): boolean => RUNNING_STATES.has(state);

/** Processes under supervisord. */
export const supervisord = defineCollector({
  name: "supervisord",
  help: "State of processes under supervisord, over its XML-RPC interface.",
  enabledByDefault: false,
  options: {
    url: {
      flag: "collector.supervisord.url",
      type: "string",
      default: "http://localhost:9001/RPC2",
      env: "SUPERVISORD_URL",
      placeholder: "URL",
      help: "Where supervisord listens: an http or https URL, or unix: followed by the path of its socket.",
    },
  },
  setup: ({ url }, host: Host): SupervisordCall => {
    const call = createSupervisordCall(url);
    warnOfDeprecation(host, "supervisord");
    return call;
  },
  read: async (_host: Host, signal, call): Promise<readonly ProcessInfo[]> => parseProcessInfos(await call(signal)),
  families: (family) => [
    family({
      name: "node_supervisord_up",
      type: "gauge",
      labels: LABELS,
      help: "Whether the process is starting, running or stopping (1) or is not (0).",
      samples: (processes, emit) => {
        for (const process of processes) emit(isUp(process) ? 1 : 0, process.name, process.group);
      },
    }),
    family({
      name: "node_supervisord_state",
      type: "gauge",
      labels: LABELS,
      help: "State of the process by supervisord's number for it, such as 20 for running.",
      samples: (processes, emit) => {
        for (const { state, name, group } of processes) emit(state, name, group);
      },
    }),
    family({
      name: "node_supervisord_exit_status",
      type: "gauge",
      labels: LABELS,
      help: "Exit status of the process when it last ended.",
      samples: (processes, emit) => {
        for (const { exitStatus, name, group } of processes) emit(exitStatus, name, group);
      },
    }),
    family({
      name: "node_supervisord_start_time_seconds",
      type: "counter",
      labels: LABELS,
      help: "Unix time at which the process was last started, for those that are up.",
      lintExempt: "node_exporter calls this time a counter.",
      samples: (processes, emit) => {
        for (const process of processes) if (isUp(process)) emit(process.start, process.name, process.group);
      },
    }),
  ],
});
