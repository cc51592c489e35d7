import { ParseError } from "@sightglass/metrics-registry";
import { lineEnd } from "./fields.ts";

/** Sockets by state, and what waits in their queues. */
export interface TcpSockets {
  /** Sockets by the kernel's number of the state (net/tcp_states.h, from 1 for ESTABLISHED). */
  readonly states: number[];
  sockets: number;
  transmitBytes: number;
  receiveBytes: number;
}

/** Highest state of the kernel, and some that may come. */
const MAX_STATE = 15;
const EMPTY_QUEUES = " 00000000:00000000 ";
const STATE_AND_QUEUES = /^ ([0-9A-Fa-f]{2}) ([0-9A-Fa-f]{8,}):([0-9A-Fa-f]{8,}) /;
/** Longest text that is matched for state and queues. */
const MATCHED = 48;
/** `ADDRESS:PORT`, an IPv4 address in 8 digits or an IPv6 one in 32, twice and with a space between them. */
const V4_ENDPOINTS = 27;
const V6_ENDPOINTS = 75;
const SPACE = 32;
const ZERO = 48;

/** No sockets yet. */
export function noTcpSockets(): TcpSockets {
  return { states: Array.from({ length: MAX_STATE + 1 }, () => 0), sockets: 0, transmitBytes: 0, receiveBytes: 0 };
}

/** The value of a hexadecimal digit of upper case, as the kernel writes states; 16 for anything else. */
function digit(code: number): number {
  if (code >= ZERO && code < ZERO + 10) return code - ZERO;
  return code >= 65 && code <= 70 ? code - 55 : 16;
}

/**
 * Adds the sockets of /proc/net/tcp or /proc/net/tcp6 to `into`: a header, then a line for each socket with
 * `SLOT: LOCAL REMOTE STATE TX:RX …`, all hexadecimal. Hosts have tens of thousands of sockets, so no line is split, and
 * the numbers of empty queues are not made. Throws ParseError.
 */
export function addTcpSockets(text: string, path: string, into: TcpSockets): void {
  const { states } = into;
  let sockets = 0;
  let start = text.indexOf("\n") + 1;
  if (start === 0) return;
  while (start < text.length) {
    const slot = text.indexOf(": ", start);
    let at = slot + 2 + V4_ENDPOINTS;
    if (text.charCodeAt(at) !== SPACE) at = slot + 2 + V6_ENDPOINTS;
    const state = digit(text.charCodeAt(at + 2));
    const isPlain =
      slot !== -1 && text.charCodeAt(at) === SPACE && text.charCodeAt(at + 1) === ZERO && state <= MAX_STATE;
    const end = lineEnd(text, isPlain ? at : start);
    if (!isPlain || end < at || slot > end) throw malformed(text, path, start);
    sockets += 1;
    states[state] = (states[state] as number) + 1;
    if (!text.startsWith(EMPTY_QUEUES, at + 3)) {
      const match = STATE_AND_QUEUES.exec(text.slice(at, Math.min(end, at + MATCHED)));
      if (match === null) throw malformed(text, path, start);
      into.transmitBytes += Number.parseInt(match[2] as string, 16);
      into.receiveBytes += Number.parseInt(match[3] as string, 16);
    }
    start = end + 1;
  }
  into.sockets += sockets;
}

/** Lines are counted only when one is at fault. */
function malformed(text: string, path: string, start: number): ParseError {
  const line = text.slice(0, start).split("\n").length;
  return new ParseError(path, line, "expected two addresses, a state and TX:RX behind the slot");
}
