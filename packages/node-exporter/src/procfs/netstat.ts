import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd, parseNumber, splitFields } from "./fields.ts";

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
  let start = 0;
  for (let line = 1; start < text.length; line += 2) {
    const headerEnd = lineEnd(text, start);
    const header = text.slice(start, headerEnd);
    const colon = header.indexOf(":");
    if (colon === -1) throw new ParseError(path, line, "expected a protocol and a colon");
    const valuesEnd = lineEnd(text, headerEnd + 1);
    const values = text.slice(headerEnd + 1, valuesEnd);
    if (!values.startsWith(header.slice(0, colon + 1))) {
      throw new ParseError(path, line + 1, `expected the values of ${header.slice(0, colon)}`);
    }
    tables.push({ header, values, line: line + 1 });
    start = valuesEnd + 1;
  }
  return tables;
}

/** The fields of a header line as `Protocol_Name`, by column: the first, which holds the protocol, is empty. */
export function netstatFields(header: string): readonly string[] {
  const [protocol = "", ...names] = splitFields(header);
  return ["", ...names.map((name) => `${protocol.slice(0, -1)}_${name}`)];
}

/** Some columns of the lines of values that belong to one header. */
export interface NetstatColumns {
  /** Names of the columns that were asked for, in their order. */
  readonly names: readonly string[];
  /** Their numbers, which are `names.length`. Throws ParseError. */
  readonly read: (table: ProtocolTable, path: string) => readonly number[];
}

/**
 * Prepares reading the columns of a header to which `nameOf` gives a name. Of several hundred columns a scrape wants
 * some forty, so a pattern made for the header steps over the others: it costs a tenth of splitting the line.
 */
export function netstatColumns(header: string, nameOf: (field: string) => string | undefined): NetstatColumns {
  const fields = netstatFields(header);
  const names: string[] = [];
  let source = "^[^ ]+";
  let skipped = 0;
  for (const field of fields.slice(1)) {
    const name = nameOf(field);
    if (name === undefined) skipped += 1;
    else {
      source += `(?: [^ ]+){${skipped}} ([^ ]+)`;
      names.push(name);
      skipped = 0;
    }
  }
  const pattern = new RegExp(`${source}(?: [^ ]+){${skipped}} *$`);
  return {
    names,
    read: ({ values, line }, path) => {
      const match = pattern.exec(values);
      if (match === null) {
        throw new ParseError(path, line, `expected ${fields.length} columns, found ${splitFields(values).length}`);
      }
      const numbers: number[] = [];
      for (let index = 1; index <= names.length; index += 1) numbers.push(parseNumber(match[index], path, line));
      return numbers;
    },
  };
}
