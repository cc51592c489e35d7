import { ParseError } from "@sightglass/metrics-registry";

/** One transport of a mount: its protocol and numbers in the order of the `xprt:` line of TCP. */
export interface NfsTransport {
  readonly protocol: string;
  /** Port, binds, connects, connect idle time, idle time, sends, receives, bad XIDs, active, backlog, slots, sending, pending. */
  readonly numbers: readonly number[];
}

const TCP_COLUMNS = 10;
/** How many numbers a line has at least and at most, by version of the statistics and protocol. */
const COLUMNS: ReadonlyMap<string, readonly [min: number, max: number]> = new Map([
  ["1.0 tcp", [10, 10]],
  ["1.0 udp", [7, 7]],
  ["1.1 tcp", [13, 13]],
  ["1.1 udp", [10, 10]],
  ["1.1 rdma", [20, 31]],
]);
const NONE = [0, 0, 0] as const;

/**
 * Puts the numbers of an `xprt:` line where those of TCP stand: UDP lacks the three about connections, RDMA has others
 * instead of the last three, version 1.0 lacks these. `line` is for the ParseError that a line of another form throws.
 */
export function nfsTransport(
  version: string,
  protocol: string,
  numbers: readonly number[],
  line: number,
): NfsTransport {
  const columns = COLUMNS.get(`${version} ${protocol}`);
  if (columns === undefined) {
    throw new ParseError("self/mountstats", line, `unknown transport "${protocol}" of version "${version}"`);
  }
  if (numbers.length < columns[0] || numbers.length > columns[1]) {
    throw new ParseError("self/mountstats", line, `${protocol} transport with ${numbers.length} numbers`);
  }
  if (protocol === "udp") {
    return { protocol, numbers: [...numbers.slice(0, 2), ...NONE, ...numbers.slice(2), ...NONE].slice(0, 13) };
  }
  return {
    protocol,
    numbers: protocol === "rdma" ? [...numbers.slice(0, TCP_COLUMNS), ...NONE] : [...numbers, ...NONE].slice(0, 13),
  };
}
