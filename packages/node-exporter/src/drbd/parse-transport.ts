/** What waits in the two streams to a peer. Undefined where the transport does not tell, or is not connected. */
export interface DrbdTransport {
  /** `tcp`, `rdma` or `lb-tcp`; undefined for a text that does not name it. */
  readonly type: string | undefined;
  readonly unreadBytes: number | undefined;
  readonly unacknowledgedBytes: number | undefined;
}

const TYPE = /^transport_type: (\S+)$/m;
const UNREAD = /^unread receive buffer: (\d+) Byte$/gm;
const UNACKNOWLEDGED = /^unacked send buffer: (\d+) Byte$/gm;

function sumOf(text: string, pattern: RegExp): number | undefined {
  let sum: number | undefined;
  for (const [, bytes] of text.matchAll(pattern)) sum = (sum ?? 0) + Number(bytes);
  return sum;
}

/**
 * Parses `transport` of a connection of DRBD 9 (drbd_debugfs.c, connection_transport_show; drbd_transport_tcp.c): the
 * buffers of the data and of the control stream are summed. What is not there is undefined; it never throws.
 */
export function parseDrbdTransport(text: string): DrbdTransport {
  return {
    type: TYPE.exec(text)?.[1],
    unreadBytes: sumOf(text, UNREAD),
    unacknowledgedBytes: sumOf(text, UNACKNOWLEDGED),
  };
}
