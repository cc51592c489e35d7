import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createFieldReader, emitFields, type FieldValues } from "../field-reader.ts";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { legacyName, takes, type NameSelection } from "../name-selection.ts";
import { netstatColumns, parseNetstat, type NetstatColumns } from "../procfs/netstat.ts";
import { parseSnmp6, snmp6FieldName } from "../procfs/snmp6.ts";

const DEFAULT_FIELDS =
  "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)" +
  "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)" +
  "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)" +
  "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

/** What is known of a table by its place in its file. */
interface KnownTable {
  readonly header: string;
  readonly columns: NetstatColumns;
}

/** Makes a reader of one of the two files. Headers change only with the kernel's modules, so theirs are kept. */
function createTablesReader(path: string, nameOf: NameSelection): (host: Host) => readonly FieldValues[] {
  let known: readonly KnownTable[] = [];
  return (host) => {
    const tables = parseNetstat(host.proc.hot(path, 0), path);
    if (tables.length !== known.length || tables.some(({ header }, index) => header !== known[index]?.header)) {
      known = tables.map(({ header }) => ({ header, columns: netstatColumns(header, nameOf) }));
    }
    return tables.map((table, index) => {
      const { columns } = known[index] as KnownTable;
      return { names: columns.names, values: columns.read(table, path) };
    });
  };
}

/** Makes the pass over all readings of a scrape that lets later ones of a name replace earlier ones, as in node_exporter. */
function createRepeatsFilter(): (readings: readonly FieldValues[]) => readonly FieldValues[] {
  let seen: readonly (readonly string[])[] = [];
  let repeats = false;
  return (readings) => {
    // The names are the same arrays until a layout changes.
    if (readings.length !== seen.length || readings.some(({ names }, index) => names !== seen[index])) {
      seen = readings.map(({ names }) => names);
      repeats = new Set(seen.flat()).size < seen.flat().length;
    }
    if (!repeats) return readings;
    const last = new Map<string, number>();
    for (const reading of readings) emitFields(reading, (name, value) => void last.set(name, value));
    return [{ names: [...last.keys()], values: [...last.values()] }];
  };
}

export const netstat: CollectorDefinition<Host> = defineCollector({
  name: "netstat",
  help: "Counters of the network protocols, from /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6.",
  enabledByDefault: true,
  options: {
    fields: {
      flag: "collector.netstat.fields",
      type: "regex",
      default: DEFAULT_FIELDS,
      help: "Fields to expose, matched against Protocol_Name.",
    },
  },
  setup: (options, _host: Host) => {
    const nameOf = (field: string) => (takes(options.fields, field) ? `node_netstat_${legacyName(field)}` : undefined);
    const nameOf6 = (field: string) => {
      const name = snmp6FieldName(field);
      return name === undefined ? undefined : nameOf(name);
    };
    return {
      netstat: createTablesReader("net/netstat", nameOf),
      snmp: createTablesReader("net/snmp", nameOf),
      snmp6: createFieldReader((text) => parseSnmp6(text, nameOf6)),
      withoutRepeats: createRepeatsFilter(),
    };
  },
  read: (host: Host, _signal, state) => {
    const readings = [...state.netstat(host), ...state.snmp(host)];
    // The file is absent where IPv6 is disabled.
    const snmp6 = ifPresent(() => state.snmp6(host.proc.hot("net/snmp6", 0)));
    if (snmp6 !== undefined) readings.push(snmp6);
    return state.withoutRepeats(readings);
  },
  families: (family) => [
    family.dynamic({
      prefix: "node_netstat_",
      type: "unknown",
      help: "A counter or gauge of a network protocol.",
      helpFor: (name) => `Field ${name.slice("node_netstat_".length)} of the kernel's network protocol statistics.`,
      samples: (readings, emit) => {
        for (const reading of readings) emitFields(reading, emit);
      },
    }),
  ],
});
