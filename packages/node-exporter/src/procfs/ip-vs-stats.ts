import { ParseError } from "@sightglass/metrics-registry";
import { parseHex, splitFields } from "./fields.ts";

/** Totals of the virtual server since it was loaded. */
export interface IpvsStats {
  readonly connections: number;
  readonly incomingPackets: number;
  readonly outgoingPackets: number;
  readonly incomingBytes: number;
  readonly outgoingBytes: number;
}

const PATH = "net/ip_vs_stats";
const COLUMNS = 5;
const TOTALS_LINE = 3;

/** Parses /proc/net/ip_vs_stats: two lines of headings, then five hexadecimal totals, then rates. Throws ParseError. */
export function parseIpvsStats(text: string): IpvsStats {
  const lines = text.split("\n", TOTALS_LINE + 1);
  if (lines.length <= TOTALS_LINE) throw new ParseError(PATH, 0, "the text is too short");
  const fields = splitFields(lines[TOTALS_LINE - 1] ?? "");
  if (fields.length !== COLUMNS) throw new ParseError(PATH, TOTALS_LINE, `expected 5 columns, found ${fields.length}`);
  return {
    connections: parseHex(fields[0], PATH, TOTALS_LINE),
    incomingPackets: parseHex(fields[1], PATH, TOTALS_LINE),
    outgoingPackets: parseHex(fields[2], PATH, TOTALS_LINE),
    incomingBytes: parseHex(fields[3], PATH, TOTALS_LINE),
    outgoingBytes: parseHex(fields[4], PATH, TOTALS_LINE),
  };
}
