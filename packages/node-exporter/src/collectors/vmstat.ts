import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { legacyName, rememberNames, takes } from "../name-selection.ts";
import type { Host } from "../host.ts";
import { parseVmstat } from "../procfs/vmstat.ts";

export const vmstat: CollectorDefinition<Host> = defineCollector({
  name: "vmstat",
  help: "Paging, swapping and out-of-memory kills, from /proc/vmstat.",
  enabledByDefault: true,
  options: {
    fields: {
      flag: "collector.vmstat.fields",
      type: "regex",
      default: "^(oom_kill|pgpg|pswp|pg.*fault).*",
      help: "Fields of /proc/vmstat to expose.",
    },
  },
  setup: (options, _host: Host) =>
    rememberNames((field) => (takes(options.fields, field) ? `node_vmstat_${legacyName(field)}` : undefined)),
  read: (host: Host, _signal, select) => parseVmstat(host.proc.hot("vmstat"), select),
  families: (family) => [
    family.dynamic({
      prefix: "node_vmstat_",
      type: "unknown",
      help: "A counter or gauge of the kernel's virtual memory statistics.",
      helpFor: (name) => `Field ${name.slice("node_vmstat_".length)} of /proc/vmstat.`,
      samples: (fields, emit) => {
        for (const { name, value } of fields) emit(name, value);
      },
    }),
  ],
});
