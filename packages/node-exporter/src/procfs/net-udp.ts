import { ParseError } from "@sightglass/metrics-registry";
import { parseHex } from "./fields.ts";

/** Bytes that wait in the queues of all UDP sockets. */
export interface UdpQueues {
  readonly transmit: number;
  readonly receive: number;
}

/**
 * Sums the queues of /proc/net/udp or /proc/net/udp6: a header, then a line for each socket with
 * `sl: local remote state TX:RX …`. A host can have thousands of sockets, so lines are scanned, not split. Throws ParseError.
 */
export function parseUdpQueues(text: string, path: string): UdpQueues {
  let transmit = 0;
  let receive = 0;
  let start = text.indexOf("\n") + 1;
  if (start === 0) return { transmit, receive };
  for (let line = 2; start < text.length; line += 1) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const queues = fifthField(text, start, end);
    const colon = queues?.indexOf(":") ?? -1;
    if (queues === undefined || colon === -1) throw new ParseError(path, line, "expected TX:RX in the fifth column");
    transmit += parseHex(queues.slice(0, colon), path, line);
    receive += parseHex(queues.slice(colon + 1), path, line);
    start = end + 1;
  }
  return { transmit, receive };
}

/** After `sl: `, three columns of fixed meaning precede the queues, each followed by one space. */
function fifthField(text: string, start: number, end: number): string | undefined {
  let at = text.indexOf(": ", start);
  if (at === -1 || at >= end) return undefined;
  at += 2;
  for (let field = 0; field < 3; field += 1) {
    at = text.indexOf(" ", at) + 1;
    if (at === 0 || at > end) return undefined;
  }
  const space = text.indexOf(" ", at);
  return space === -1 || space > end ? undefined : text.slice(at, space);
}
