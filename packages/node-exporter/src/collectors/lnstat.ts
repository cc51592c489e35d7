import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { rememberNames } from "../name-selection.ts";
import { parseLnstat, type LnstatCounters } from "../procfs/lnstat.ts";

interface Subsystem extends LnstatCounters {
  readonly subsystem: string;
  /** Metric names by position of the counters. */
  readonly families: readonly string[];
}

const FOLDER = "net/stat";
/** The kernel writes the line of one CPU at once. */
const LINE_BYTES = 512;

export const lnstat: CollectorDefinition<Host> = defineCollector({
  name: "lnstat",
  help: "Counters of the kernel's network caches by CPU, from the files of /proc/net/stat.",
  enabledByDefault: false,
  setup: (_options, _host: Host) => rememberNames((counter) => `node_lnstat_${counter}_total`),
  read: ({ proc }: Host, _signal, nameOf): readonly Subsystem[] =>
    proc.listIfPresent(FOLDER).map((subsystem) => {
      const path = `${FOLDER}/${subsystem}`;
      const counters = parseLnstat(proc.hot(path, LINE_BYTES), path);
      return { ...counters, subsystem, families: counters.names.map((name) => nameOf(name) ?? name) };
    }),
  families: (family) => [
    family.dynamic({
      prefix: "node_lnstat_",
      type: "counter",
      labels: ["subsystem", "cpu"],
      help: "Counter of a network cache, named by the kernel.",
      samples: (subsystems, emit) => {
        for (let at = 0; at < subsystems.length; at += 1) {
          const { subsystem, families, rows } = subsystems[at] as Subsystem;
          for (let row = 0; row < rows.length; row += 1) {
            const values = rows[row] as readonly number[];
            const cpu = String(row);
            for (let column = 0; column < values.length; column += 1) {
              emit(families[column] as string, values[column] as number, subsystem, cpu);
            }
          }
        }
      },
    }),
  ],
});
