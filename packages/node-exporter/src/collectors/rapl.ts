import { defineCollector, DeniedError, ParseError, PartialDataError } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { raplZoneIdentity } from "../sysfs/rapl-zone-identity.ts";

interface Zone {
  readonly folder: string;
  readonly zone: string;
  readonly index: string;
  readonly path: string;
  readonly family: string;
}

interface Reading {
  readonly zone: Zone;
  readonly joules: number;
}

interface Readings {
  readonly byName: readonly Reading[];
  readonly byLabel: readonly Reading[];
}

interface RaplState {
  readonly zoneLabel: boolean;
  entries: readonly string[];
  zones: readonly Zone[];
}

const CLASS = "class/powercap";
const MICRO = 1_000_000;

/** Zone names become part of metric names; what those do not allow turns into one underscore. */
const metricPart = (name: string): string => name.replaceAll(/_*[^0-9A-Za-z_]+_*/g, "_");

function findZones(sys: FileTree, entries: readonly string[]): readonly Zone[] {
  const zones: Zone[] = [];
  const uses = new Map<string, number>();
  for (const entry of entries) {
    const folder = `${CLASS}/${entry}`;
    const name = sys.attribute(`${folder}/name`);
    // A control type such as `intel-rapl` itself has no name and no counter.
    if (name === undefined) continue;
    const { zone, index } = raplZoneIdentity(name.trim(), uses);
    const path = `${sys.root}/${folder}`;
    zones.push({ folder, zone, index: String(index), path, family: `node_rapl_${metricPart(zone)}_joules_total` });
  }
  return zones;
}

function readJoules(sys: FileTree, { folder }: Zone): number {
  const microjoules = sys.number(`${folder}/energy_uj`);
  if (microjoules !== undefined) return microjoules / MICRO;
  try {
    // The plain read tells why there is no number.
    const text = sys.text(`${folder}/energy_uj`).trim();
    throw new ParseError(`${folder}/energy_uj`, 1, `it holds ${JSON.stringify(text.slice(0, 100))}, not a number`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new DeniedError(
      `${sys.root}/${folder}/energy_uj is readable by root only (CVE-2020-8694): run as root, give CAP_DAC_READ_SEARCH, or open the file by a udev rule`,
    );
  }
}

const samePlaces = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((entry, at) => entry === b[at]);

/** Energy counters of the processor's power domains. */
export const rapl = defineCollector({
  name: "rapl",
  help: "Energy used by package, core and memory power zones, from /sys/class/powercap.",
  enabledByDefault: true,
  options: {
    zoneLabel: {
      flag: "collector.rapl.enable-zone-label",
      type: "boolean",
      default: false,
      help: "Expose one family with the zone's name as a label instead of one family for each zone name.",
    },
  },
  setup: ({ zoneLabel }, _host: Host): RaplState => ({ zoneLabel, entries: [], zones: [] }),
  read: ({ sys }: Host, _signal, state): Readings => {
    const entries = listClass(sys, CLASS);
    if (!samePlaces(entries, state.entries)) {
      state.zones = findZones(sys, entries);
      state.entries = entries;
    }
    const readings: Reading[] = [];
    const data: Readings = state.zoneLabel ? { byName: [], byLabel: readings } : { byName: readings, byLabel: [] };
    for (const zone of state.zones) {
      try {
        readings.push({ zone, joules: readJoules(sys, zone) });
      } catch (error) {
        state.entries = [];
        throw readings.length === 0 ? error : new PartialDataError(data, error);
      }
    }
    return data;
  },
  families: (family) => [
    family.dynamic({
      prefix: "node_rapl_",
      type: "counter",
      labels: ["index", "path"],
      help: "Energy that the power zone in the name has used, in joules; wraps at the hardware counter's range.",
      samples: ({ byName }, emit) => {
        for (const { zone, joules } of byName) emit(zone.family, joules, zone.index, zone.path);
      },
    }),
    family({
      name: "node_rapl_joules_total",
      type: "counter",
      labels: ["index", "path", "rapl_zone"],
      help: "Energy that the power zone has used, in joules; wraps at the hardware counter's range.",
      samples: ({ byLabel }, emit) => {
        for (const { zone, joules } of byLabel) emit(joules, zone.index, zone.path, zone.zone);
      },
    }),
  ],
});
