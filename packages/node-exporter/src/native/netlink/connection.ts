import { setImmediate } from "node:timers/promises";
import { ParseError } from "@sightglass/metrics-registry";
import { hostEndian } from "../host-endian.ts";
import type { Kernel } from "../kernel.ts";
import { SystemError } from "../system-error.ts";
import { encodeRequest, MESSAGE_FLAG, MESSAGE_TYPE, splitMessages } from "./messages.ts";
import type { NetlinkSocket } from "./socket.ts";

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

/** How long the kernel may take. */
const DEADLINE_MS = 1000;
/** After so long a long list gives the event loop its turn. */
const TURN_MS = 25;
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

/** A socket with what its requests have in common. */
interface Exchange {
  readonly socket: NetlinkSocket;
  /** How long the next datagram may be waited for. */
  readonly remainingMs: () => number;
  sequence: number;
}

/** Sends a request and receives its answer; stops after each datagram, for who wants to do something else then. */
function* exchange<Row>(
  on: Exchange,
  { name, type, body }: NetlinkRequest,
  flags: number,
  decode: MessageDecoder<Row>,
): Generator<undefined, Reply<Row>> {
  on.sequence += 1;
  on.socket.send(encodeRequest(type, flags, on.sequence, body));
  const reply: Reply<Row> = { rows: [], isInterrupted: false, isComplete: false };
  for (;;) {
    const left = on.remainingMs();
    const data = left > 0 ? on.socket.receive(left) : undefined;
    if (data === undefined) throw new TimeoutError(`${name}: the kernel took longer than ${DEADLINE_MS} ms`);
    addMessages(data, reply, { name, sequence: on.sequence }, decode);
    if (reply.isComplete) return reply;
    yield undefined;
  }
}

function* dump<Row>(
  on: Exchange,
  request: NetlinkRequest,
  decode: MessageDecoder<Row>,
): Generator<undefined, readonly Row[]> {
  let reply = yield* exchange(on, request, MESSAGE_FLAG.dump, decode);
  for (let attempt = 1; reply.isInterrupted && attempt < ATTEMPTS; attempt += 1) {
    reply = yield* exchange(on, request, MESSAGE_FLAG.dump, decode);
  }
  return reply.rows;
}

function atOnce<Result>(steps: Generator<undefined, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

async function inTurns<Result>(steps: Generator<undefined, Result>, signal: AbortSignal): Promise<Result> {
  let turn = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - turn < TURN_MS) continue;
    await setImmediate();
    signal.throwIfAborted();
    turn = performance.now();
  }
}

/**
 * Opens a connection, lets `ask` use it, and closes it. It is opened for each scrape, since that costs three quick
 * system calls, and what a request that was given up left behind is gone with it. All answers together have a second.
 */
export function withNetlink<Result>(
  kernel: Kernel,
  protocol: number,
  ask: (connection: NetlinkConnection) => Result,
): Result {
  const deadline = performance.now() + DEADLINE_MS;
  const socket = kernel.openNetlinkSocket(protocol);
  const on: Exchange = { socket, remainingMs: () => deadline - performance.now(), sequence: 0 };
  try {
    return ask({
      dump: (request, decode) => atOnce(dump(on, request, decode)),
      // With an acknowledgement behind the answer, which tells where it ends.
      get: (request, decode) => atOnce(exchange(on, request, MESSAGE_FLAG.ack, decode)).rows,
    });
  } finally {
    socket.close();
  }
}

/**
 * Reads a list that may be long, a routing table for instance, and gives the event loop its turns meanwhile. Each
 * datagram may take a second to come; how long all of it may take is the signal's to say.
 */
export async function dumpInTurns<Row>(
  socket: NetlinkSocket,
  request: NetlinkRequest,
  decode: MessageDecoder<Row>,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  try {
    signal.throwIfAborted();
    return await inTurns(dump({ socket, remainingMs: () => DEADLINE_MS, sequence: 0 }, request, decode), signal);
  } finally {
    socket.close();
  }
}
