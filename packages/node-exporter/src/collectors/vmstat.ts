import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createFieldReader, emitFields } from "../field-reader.ts";
import { legacyName, takes } from "../name-selection.ts";
import type { Host } from "../host.ts";
import { parseVmstat } from "../procfs/vmstat.ts";

/** The kernel writes one line at once, a field and at most twenty digits. */
const LINE_BYTES = 128;

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
  setup: (options, _host: Host) => {
    const nameOf = (field: string): string | undefined =>
      takes(options.fields, field) ? `node_vmstat_${legacyName(field)}` : undefined;
    return createFieldReader((text) => parseVmstat(text, nameOf));
  },
  read: (host: Host, _signal, readFields) => readFields(host.proc.hot("vmstat", LINE_BYTES)),
  families: (family) => [
    family.dynamic({
      prefix: "node_vmstat_",
      type: "unknown",
      help: "A counter or gauge of the kernel's virtual memory statistics.",
      helpFor: (name) => `Field ${name.slice("node_vmstat_".length)} of /proc/vmstat.`,
      samples: emitFields,
    }),
  ],
});
