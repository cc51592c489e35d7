import { defineCollector, ParseError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { legacyName, rememberNames, takes, type NameSelection } from "../name-selection.ts";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseNumber } from "../procfs/fields.ts";
import { netstatFields, parseNetstat } from "../procfs/netstat.ts";
import { parseSnmp6, snmp6FieldName } from "../procfs/snmp6.ts";

const DEFAULT_FIELDS =
  "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)" +
  "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)" +
  "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)" +
  "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$";

/** Headers change only with the kernel's modules; a dozen is what there is. */
const MAX_HEADERS = 64;

interface State {
  /** Metric name of a field `Protocol_Name`. */
  readonly select: NameSelection;
  /** Metric name of a field of /proc/net/snmp6 as written there. */
  readonly select6: NameSelection;
  /** Metric name by column, for the header lines that were seen. */
  readonly headers: Map<string, readonly (string | undefined)[]>;
}

function columnsOf(header: string, { select, headers }: State): readonly (string | undefined)[] {
  let columns = headers.get(header);
  if (columns === undefined) {
    columns = netstatFields(header).map((field) => (field === "" ? undefined : select(field)));
    if (headers.size >= MAX_HEADERS) headers.clear();
    headers.set(header, columns);
  }
  return columns;
}

/** Later protocols of the same name replace earlier ones, as in node_exporter. */
function readTables(text: string, path: string, state: State, into: Map<string, number>): void {
  for (const { header, values, line } of parseNetstat(text, path)) {
    const columns = columnsOf(header, state);
    const fields = values.trimEnd().split(" ");
    if (fields.length !== columns.length) {
      throw new ParseError(path, line, `expected ${columns.length} columns, found ${fields.length}`);
    }
    for (let index = 1; index < columns.length; index += 1) {
      const name = columns[index];
      if (name !== undefined) into.set(name, parseNumber(fields[index], path, line));
    }
  }
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
  setup: (options, _host: Host): State => {
    const select = (field: string) => (takes(options.fields, field) ? `node_netstat_${legacyName(field)}` : undefined);
    const select6 = rememberNames((field) => {
      const name = snmp6FieldName(field);
      return name === undefined ? undefined : select(name);
    });
    return { select, select6, headers: new Map() };
  },
  read: (host: Host, _signal, state) => {
    const values = new Map<string, number>();
    readTables(host.proc.hot("net/netstat"), "net/netstat", state, values);
    readTables(host.proc.hot("net/snmp"), "net/snmp", state, values);
    // The file is absent where IPv6 is disabled.
    const snmp6 = ifPresent(() => host.proc.hot("net/snmp6"));
    if (snmp6 !== undefined) {
      for (const { name, value } of parseSnmp6(snmp6, state.select6)) values.set(name, value);
    }
    return values;
  },
  families: (family) => [
    family.dynamic({
      prefix: "node_netstat_",
      type: "unknown",
      help: "A counter or gauge of a network protocol.",
      helpFor: (name) => `Field ${name.slice("node_netstat_".length)} of the kernel's network protocol statistics.`,
      samples: (values, emit) => {
        for (const [name, value] of values) emit(name, value);
      },
    }),
  ],
});
