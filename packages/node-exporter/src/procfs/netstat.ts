import { ParseError } from "@sightglass/metrics-registry";
import { splitFields } from "./fields.ts";

/** A pair of lines of /proc/net/netstat or /proc/net/snmp. */
export interface ProtocolTable {
  /** First line, `TcpExt: SyncookiesSent SyncookiesRecv …`: the same from read to read, so that callers can remember what they made of it. */
  readonly header: string;
  /** Second line, `TcpExt: 0 1 …`. */
  readonly values: string;
  /** 1-based line of `values`. */
  readonly line: number;
}

/** Parses /proc/net/netstat and /proc/net/snmp: for each protocol a line of names and a line of values. Throws ParseError. */
export function parseNetstat(text: string, path: string): readonly ProtocolTable[] {
  const tables: ProtocolTable[] = [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (let index = 0; index < lines.length; index += 2) {
    const header = lines[index] ?? "";
    const values = lines[index + 1];
    const colon = header.indexOf(":");
    if (colon === -1) throw new ParseError(path, index + 1, "expected a protocol and a colon");
    if (values === undefined || !values.startsWith(header.slice(0, colon + 1))) {
      throw new ParseError(path, index + 2, `expected the values of ${header.slice(0, colon)}`);
    }
    tables.push({ header, values, line: index + 2 });
  }
  return tables;
}

/** The fields of a header line as `Protocol_Name`, by column: the first, which holds the protocol, is empty. */
export function netstatFields(header: string): readonly string[] {
  const [protocol = "", ...names] = splitFields(header);
  return ["", ...names.map((name) => `${protocol.slice(0, -1)}_${name}`)];
}
