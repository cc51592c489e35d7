import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { createFieldReader, type FieldValues } from "../field-reader.ts";
import { legacyName, rememberNames } from "../name-selection.ts";
import { machinePageSize } from "../page-size.ts";
import { parseSockstat } from "../procfs/sockstat.ts";

const PREFIX = "node_sockstat_";
/** What node_exporter knows of a protocol's line; other keys are left out. */
const KEYS = new Set(["inuse", "orphan", "tw", "alloc", "mem", "memory"]);
const USED = "node_sockstat_sockets_used";

function countName(protocol: string, key: string): string | undefined {
  if (protocol === "sockets") return key === "used" ? USED : undefined;
  return KEYS.has(key) ? `${PREFIX}${legacyName(protocol)}_${key}` : undefined;
}

/** Memory stays in pages here, as it is exposed in these and in bytes. */
function createReader(path: string): (host: Host) => FieldValues | undefined {
  const readFields = createFieldReader((text) => parseSockstat(text, path, countName));
  // Either file is absent where the kernel runs without that version of IP.
  return (host) => ifPresent(() => readFields(host.proc.hot(path, 0)));
}

export const sockstat: CollectorDefinition<Host> = defineCollector({
  name: "sockstat",
  help: "Sockets by protocol and their memory, from /proc/net/sockstat and /proc/net/sockstat6.",
  enabledByDefault: true,
  setup: (_options, _host: Host) => ({
    version4: createReader("net/sockstat"),
    version6: createReader("net/sockstat6"),
    bytesNames: rememberNames((name) => (name.endsWith("_mem") ? `${name}_bytes` : undefined)),
  }),
  read: (host: Host, _signal, { version4, version6, bytesNames }) => ({
    readings: [version4(host), version6(host)],
    bytesNames,
    pageSize: machinePageSize(),
  }),
  families: (family) => [
    family({
      name: USED,
      type: "gauge",
      help: "Sockets of all protocols that are in use in this network namespace.",
      samples: ({ readings }, emit) => {
        const used = readings[0]?.values[readings[0].names.indexOf(USED)];
        if (used !== undefined) emit(used);
      },
    }),
    family.dynamic({
      prefix: PREFIX,
      type: "gauge",
      help: "Sockets of a protocol by state, or the memory that they hold.",
      helpFor: (name) => `Socket statistic ${name.slice(PREFIX.length)}: sockets in that state, or memory.`,
      samples: ({ readings, bytesNames, pageSize }, emit) => {
        for (const reading of readings) {
          if (reading === undefined) continue;
          const { names, values } = reading;
          for (let index = 0; index < names.length; index += 1) {
            const name = names[index] as string;
            const value = values[index] as number;
            if (name === USED) continue;
            emit(name, value);
            const bytesName = bytesNames(name);
            if (bytesName !== undefined) emit(bytesName, value * pageSize);
          }
        }
      },
    }),
  ],
});
