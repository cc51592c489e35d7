import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "../host-endian.ts";
import type { Kernel } from "../kernel.ts";
import { SystemError } from "../system-error.ts";
import { encodeRequest, MESSAGE_FLAG, MESSAGE_TYPE, splitMessages } from "./messages.ts";

/** What is asked for. */
export interface NetlinkRequest {
  /** What a failure names, such as `RTM_GETLINK`. */
  readonly name: string;
  readonly type: number;
  readonly body: Buffer;
}

/** Makes a row of a message whose body lies from `start` to `end`; undefined leaves it out. Gets the reused buffer. */
export type MessageDecoder<Row> = (data: Buffer, start: number, end: number) => Row | undefined;

/** Asks the kernel questions on one socket. Its functions throw SystemError with what the kernel answers instead. */
export interface NetlinkConnection {
  /** All objects of a kind. */
  dump<Row>(request: NetlinkRequest, decode: MessageDecoder<Row>): readonly Row[];
  /** What is asked for by name. */
  get<Row>(request: NetlinkRequest, decode: MessageDecoder<Row>): readonly Row[];
}

/** Time that all questions on one connection may take together. */
const DEADLINE_MS = 1000;
/** A list that changes while it is being read may have gaps: it is read again, and the last reading taken. */
const ATTEMPTS = 3;

/** By its name the runner reports a timeout. */
class TimeoutError extends Error {
  override readonly name: string = "TimeoutError";
}

interface Reply<Row> {
  readonly rows: Row[];
  isInterrupted: boolean;
  isComplete: boolean;
}

/** The error number in NLMSG_ERROR and NLMSG_DONE, 0 for success; NLMSG_DONE may come without one. */
function errorNumber(data: Buffer, start: number, end: number): number {
  return end - start < 4 ? 0 : -hostEndian.i32(data, start);
}

/** Adds a datagram's messages to the reply; those of earlier requests, which were given up, are passed over. */
function addMessages<Row>(
  data: Buffer,
  reply: Reply<Row>,
  { name, sequence }: { readonly name: string; readonly sequence: number },
  decode: MessageDecoder<Row>,
): void {
  for (const message of splitMessages(data)) {
    const { type, start, end } = message;
    if (message.sequence !== sequence || type === MESSAGE_TYPE.noop) continue;
    if ((message.flags & MESSAGE_FLAG.dumpInterrupted) !== 0) reply.isInterrupted = true;
    if (type === MESSAGE_TYPE.overrun) throw new ParseError("netlink", 0, "the kernel lost data");
    if (type === MESSAGE_TYPE.error || type === MESSAGE_TYPE.done) {
      const number = errorNumber(data, start, end);
      if (number !== 0) throw new SystemError(name, number);
      reply.isComplete = true;
      return;
    }
    const row = decode(data, start, end);
    if (row !== undefined) reply.rows.push(row);
  }
}

/**
 * Opens a connection, lets `ask` use it, and closes it. It is opened for each scrape, since that costs three quick
 * system calls, and what a request that was given up left behind is gone with it.
 */
export function withNetlink<Result>(
  kernel: Kernel,
  protocol: number,
  ask: (connection: NetlinkConnection) => Result,
): Result {
  const deadline = performance.now() + DEADLINE_MS;
  const socket = kernel.openNetlinkSocket(protocol);
  let sequence = 0;

  function run<Row>({ name, type, body }: NetlinkRequest, flags: number, decode: MessageDecoder<Row>): Reply<Row> {
    sequence += 1;
    socket.send(encodeRequest(type, flags, sequence, body));
    const reply: Reply<Row> = { rows: [], isInterrupted: false, isComplete: false };
    while (!reply.isComplete) {
      const left = deadline - performance.now();
      const data = left > 0 ? socket.receive(left) : undefined;
      if (data === undefined) throw new TimeoutError(`${name}: the kernel took longer than ${DEADLINE_MS} ms`);
      addMessages(data, reply, { name, sequence }, decode);
    }
    return reply;
  }

  try {
    return ask({
      dump(request, decode) {
        let reply = run(request, MESSAGE_FLAG.dump, decode);
        for (let attempt = 1; reply.isInterrupted && attempt < ATTEMPTS; attempt += 1) {
          reply = run(request, MESSAGE_FLAG.dump, decode);
        }
        return reply.rows;
      },
      // With an acknowledgement behind the answer, which tells where it ends.
      get: (request, decode) => run(request, MESSAGE_FLAG.ack, decode).rows,
    });
  } finally {
    socket.close();
  }
}
