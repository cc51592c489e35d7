import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createFieldReader, emitFields } from "../field-reader.ts";
import { legacyName } from "../name-selection.ts";
import type { Host } from "../host.ts";
import { parseMeminfo } from "../procfs/meminfo.ts";

/** What node_exporter exposes since 1.9; it drops every line that its parser has no field for. */
const UPSTREAM_FIELDS =
  "Active Active(anon) Active(file) AnonHugePages AnonPages Bounce Buffers Cached CmaFree CmaTotal CommitLimit " +
  "Committed_AS DirectMap1G DirectMap2M DirectMap4k Dirty HardwareCorrupted Hugepagesize Inactive Inactive(anon) " +
  "Inactive(file) KernelStack Mapped MemAvailable MemFree MemTotal Mlocked NFS_Unstable PageTables Percpu " +
  "SReclaimable SUnreclaim Shmem ShmemHugePages ShmemPmdMapped Slab SwapCached SwapFree SwapTotal Unevictable " +
  "VmallocChunk VmallocTotal VmallocUsed Writeback WritebackTmp Zswap Zswapped HugePages_Free HugePages_Rsvd " +
  "HugePages_Surp HugePages_Total";

const PREFIX = "node_memory_";

/** `Active(anon)` becomes `Active_anon`. */
const baseName = (field: string): string => legacyName(field.replace(")", ""));

export const meminfo: CollectorDefinition<Host> = defineCollector({
  name: "meminfo",
  help: "How memory is used, from /proc/meminfo.",
  enabledByDefault: true,
  options: {
    all: {
      flag: "collector.meminfo.all",
      type: "boolean",
      default: true,
      help: "Expose every line of the kernel; otherwise the fixed list of node_exporter.",
    },
  },
  setup: (options, _host: Host) => {
    const listed = new Set(UPSTREAM_FIELDS.split(" "));
    const nameOf = (field: string, bytes: boolean): string | undefined =>
      options.all || listed.has(field) ? `${PREFIX}${baseName(field)}${bytes ? "_bytes" : ""}` : undefined;
    return createFieldReader((text) => parseMeminfo(text, nameOf));
  },
  read: (host: Host, _signal, readFields) => readFields(host.proc.hot("meminfo", 0)),
  families: (family) => [
    family.dynamic({
      prefix: PREFIX,
      type: "gauge",
      help: "A field of the kernel's memory information, in bytes where the name says so.",
      helpFor: (name) => `Field ${name.slice(PREFIX.length)} of /proc/meminfo.`,
      samples: emitFields,
    }),
  ],
});
