import type { Socket } from "node:net";
import { ParseError } from "@sightglass/metrics-registry";
import { answerLine, firstLine, MAX_LINE_BYTES } from "./authentication.ts";
import type { CallTemplate } from "./call-template.ts";
import { BusError, ConnectionLostError } from "./bus-error.ts";
import type { DbusValue } from "./dbus-value.ts";
import { createFrameReader } from "./frame-reader.ts";
import {
  decodeMessage,
  decodeReply,
  encodeMessage,
  ERROR,
  messageValues,
  METHOD_CALL,
  METHOD_RETURN,
  NO_REPLY_EXPECTED,
  type Message,
  type OutgoingMessage,
  type Reply,
} from "./message.ts";

/** A method to be called. `signature` and `values` are its arguments; none when absent. */
export interface MethodCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly values?: readonly DbusValue[];
}

/** A call by its template, for one object. */
export interface PreparedCall {
  readonly template: CallTemplate;
  readonly path: string;
}

/** An authenticated connection over which any number of calls may be under way. */
export interface BusConnection {
  isOpen(): boolean;
  /** The reply. Rejects with BusError when that is an error, and with what ended the connection when that ended. */
  call(call: MethodCall | PreparedCall): Promise<Reply>;
  /** Ends it; calls that wait are rejected with the reason. */
  close(reason: Error): void;
  /** Whether the process stays alive for it. */
  hold(isHeld: boolean): void;
}

/** What a connection is made of. */
export interface ConnectionOptions {
  readonly socket: Socket;
  readonly uid: number;
  /** Gives the reply to a call of the other side; without it calls are answered with an error. */
  readonly onCall?: (call: Message) => Pick<OutgoingMessage, "errorName" | "signature" | "values">;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

const UNKNOWN_METHOD = { errorName: "org.freedesktop.DBus.Error.UnknownMethod" };

function errorOf(message: Reply): BusError {
  let text: DbusValue | undefined;
  // An error's first argument is a text for people, if it is there at all.
  if (message.signature.startsWith("s")) [text] = messageValues(message);
  return new BusError(message.errorName, typeof text === "string" ? text : "");
}

/** Authenticates as `uid` over a connected socket. Rejects when that fails; `close` it to give up waiting. */
export function createBusConnection(options: ConnectionOptions): {
  readonly connection: BusConnection;
  readonly ready: Promise<void>;
} {
  const { socket, uid, onCall } = options;
  const waiting = new Map<number, Waiting>();
  const readFrames = createFrameReader();
  let outgoing: Buffer[] = [];
  let ended: Error | undefined;
  let serial = 0;
  let lines: Buffer | undefined = Buffer.alloc(0);
  let settleReady: Waiting | undefined;

  const ready = new Promise<void>((resolve, reject) => {
    settleReady = { resolve: () => resolve(), reject };
  });

  function close(reason: Error): void {
    if (ended !== undefined) return;
    ended = reason;
    socket.destroy();
    settleReady?.reject(reason);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function flush(): void {
    if (outgoing.length === 0 || ended !== undefined) return;
    const bytes = outgoing.length === 1 ? (outgoing[0] as Buffer) : Buffer.concat(outgoing);
    outgoing = [];
    socket.write(bytes);
  }

  /** Messages of one turn go out in one write. */
  function send(bytes: Buffer): void {
    if (outgoing.push(bytes) === 1) queueMicrotask(flush);
  }

  function answerCall(message: Message): void {
    const reply = onCall?.(message) ?? UNKNOWN_METHOD;
    if ((message.flags & NO_REPLY_EXPECTED) !== 0) return;
    serial += 1;
    const type = reply.errorName === undefined ? METHOD_RETURN : ERROR;
    const { sender } = message;
    send(encodeMessage({ ...reply, type, serial, replySerial: message.serial, destination: sender }));
  }

  function onFrame(frame: Buffer): void {
    if (frame[1] === METHOD_CALL) {
      answerCall(decodeMessage(frame));
      return;
    }
    const message = decodeReply(frame);
    const call = waiting.get(message.replySerial);
    // Signals, and answers to nobody.
    if (call === undefined || (message.type !== METHOD_RETURN && message.type !== ERROR)) return;
    // While the call still waits: a broken text ends the connection, and the call has to be told of it.
    const error = message.type === ERROR ? errorOf(message) : undefined;
    waiting.delete(message.replySerial);
    if (error === undefined) call.resolve(message);
    else call.reject(error);
  }

  /** Gives what follows the lines, once they are over. */
  function onLines(chunk: Buffer, before: Buffer): Buffer | undefined {
    let rest = Buffer.concat([before, chunk]);
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const { send: answer, isDone } = answerLine(rest.toString("latin1", 0, end), uid);
      rest = rest.subarray(end + 2);
      socket.write(answer, "latin1");
      if (!isDone) continue;
      lines = undefined;
      settleReady?.resolve(undefined as never);
      return rest;
    }
    if (rest.length > MAX_LINE_BYTES) throw new ParseError("D-Bus authentication", 0, "a line has no end");
    lines = rest;
    return undefined;
  }

  socket.on("data", (chunk: Buffer) => {
    try {
      const bytes = lines === undefined ? chunk : onLines(chunk, lines);
      if (bytes !== undefined && bytes.length > 0) readFrames(bytes, onFrame);
    } catch (error) {
      close(error as Error);
    }
  });
  socket.on("error", (error) => close(new ConnectionLostError(`the message bus is gone: ${error.message}`)));
  socket.on("close", () => close(new ConnectionLostError("the message bus ended the connection")));
  socket.write(firstLine(uid), "latin1");

  return {
    ready,
    connection: {
      isOpen: () => ended === undefined,
      call: (call) =>
        new Promise((resolve, reject) => {
          if (ended !== undefined) {
            reject(ended);
            return;
          }
          serial += 1;
          const bytes =
            "template" in call
              ? call.template.encode(call.path, serial)
              : encodeMessage({ ...call, type: METHOD_CALL, serial });
          waiting.set(serial, { resolve, reject });
          send(bytes);
        }),
      close,
      hold: (isHeld) => void (isHeld ? socket.ref() : socket.unref()),
    },
  };
}
