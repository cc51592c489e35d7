import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createNameSelection, legacyName } from "../name-selection.ts";
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
  setup: (options, _host: Host) => createNameSelection(options.fields, (field) => `node_vmstat_${legacyName(field)}`),
  read: (host: Host, _signal, select) => {
    const fields: { readonly name: string; readonly value: number }[] = [];
    parseVmstat(host.proc.hot("vmstat"), (field, value) => {
      const name = select(field);
      if (name !== undefined) fields.push({ name, value });
    });
    return fields;
  },
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
