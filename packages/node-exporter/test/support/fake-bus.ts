import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { createFrameReader } from "../../src/dbus/frame-reader.ts";
import { decodeMessage, encodeMessage, ERROR, METHOD_RETURN, type Message } from "../../src/dbus/message.ts";
import type { Answer } from "./systemd-service.ts";
import { temporaryTree } from "./temporary-tree.ts";

/** What becomes of a call: an answer, nothing, or whatever the function writes by itself. */
export type CallHandler = (call: Message, socket: Socket) => Answer | undefined;

/** A message bus in this process. */
export interface FakeBus {
  /** As in DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  readonly path: string;
  /** All calls so far, greetings included, in their order. */
  readonly calls: Message[];
  /** Connections so far. */
  connections(): number;
  /** Ends all connections. */
  drop(): void;
}

/** How a bus behaves. */
export interface FakeBusOptions {
  readonly onCall: CallHandler;
  /** What the bus says to each line of the authentication; nothing when undefined. */
  readonly onLine?: (line: string) => string | undefined;
}

/** The reply to a call, as bytes. */
export function reply(call: Message, answer: Answer): Buffer {
  const type = answer.errorName === undefined ? METHOD_RETURN : ERROR;
  return encodeMessage({ ...answer, type, serial: call.serial + 1000, replySerial: call.serial });
}

const greet = (line: string): string | undefined => (line.startsWith("AUTH ") ? "OK 0123456789abcdef" : undefined);

/** Starts a bus on a unix socket of a temporary folder; it ends with the test. */
export async function startFakeBus({ onCall, onLine = greet }: FakeBusOptions): Promise<FakeBus> {
  const path = `${temporaryTree({ "run/": "" })}/run/bus`;
  const sockets = new Set<Socket>();
  const calls: Message[] = [];
  let connections = 0;

  function answer(frame: Buffer, socket: Socket): void {
    const call = decodeMessage(frame);
    calls.push(call);
    if (call.member === "Hello") {
      socket.write(reply(call, { signature: "s", values: [":1.1"] }));
      return;
    }
    const given = onCall(call, socket);
    if (given !== undefined) socket.write(reply(call, given));
  }

  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    const readFrames = createFrameReader();
    let lines = "";
    let isTalking = false;
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Buffer) => {
      if (isTalking) {
        readFrames(chunk, (frame) => answer(frame, socket));
        return;
      }
      lines += chunk.toString("latin1");
      for (let end = lines.indexOf("\r\n"); end >= 0 && !isTalking; end = lines.indexOf("\r\n")) {
        const line = lines.slice(0, end).replace("\0", "");
        lines = lines.slice(end + 2);
        if (line === "BEGIN") isTalking = true;
        const said = onLine(line);
        if (said !== undefined) socket.write(`${said}\r\n`);
      }
      if (isTalking && lines !== "") readFrames(Buffer.from(lines, "latin1"), (frame) => answer(frame, socket));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    drop();
    server.close();
  });
  return { address: `unix:path=${path}`, path, calls, connections: () => connections, drop };
}
