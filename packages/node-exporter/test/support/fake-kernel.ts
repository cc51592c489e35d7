import type { Kernel } from "../../src/native/kernel.ts";
import { encodeAttribute, encodeU32 } from "../../src/native/netlink/attributes.ts";
import type { NetlinkSocket } from "../../src/native/netlink/socket.ts";

/** A message of the kernel without its head. */
export interface Answer {
  readonly type: number;
  readonly body: Buffer;
  readonly flags?: number;
}

/** What the kernel answers to a request: its messages, each list in a datagram of its own. */
export type Responder = (request: {
  readonly type: number;
  readonly flags: number;
  readonly body: Buffer;
}) => readonly (readonly Answer[])[];

const NLM_F_MULTI = 0x2;

/** A message with its head, padded to four bytes. */
export function message({ type, body, flags = NLM_F_MULTI }: Answer, sequence: number): Buffer {
  const whole = Buffer.alloc((16 + body.length + 3) & ~3);
  whole.writeUInt32LE(16 + body.length, 0);
  whole.writeUInt16LE(type, 4);
  whole.writeUInt16LE(flags, 6);
  whole.writeUInt32LE(sequence, 8);
  body.copy(whole, 16);
  return whole;
}

/** NLMSG_DONE. */
export const DONE: Answer = { type: 3, body: Buffer.alloc(4) };

/** NLMSG_ERROR with an error number; 0 is an acknowledgement. */
export function failure(errno: number): Answer {
  const body = Buffer.alloc(20);
  body.writeInt32LE(-errno, 0);
  return { type: 2, body };
}

/** An attribute: its type and its value. */
export type Attribute = readonly [type: number, value: Buffer];

/** Attributes one after the other. */
export const attributes = (...list: readonly Attribute[]): Buffer =>
  Buffer.concat(list.map(([type, value]) => encodeAttribute(type, value)));

export const u8 = (value: number): Buffer => Buffer.from([value]);
export const u32 = encodeU32;
export const text = (value: string): Buffer => Buffer.from(`${value}\0`);

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value, 0);
  return bytes;
}

export function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value, 0);
  return bytes;
}

/** A kernel whose sockets answer as they are told, and that has no other call. */
export function fakeKernel(respond: Responder): Kernel & { readonly openSockets: () => number } {
  let open = 0;
  return {
    openSockets: () => open,
    readClock() {
      throw new Error("no clock");
    },
    openNetlinkSocket(): NetlinkSocket {
      open += 1;
      const waiting: Buffer[] = [];
      return {
        send(request) {
          const sequence = request.readUInt32LE(8);
          const asked = {
            type: request.readUInt16LE(4),
            flags: request.readUInt16LE(6),
            body: request.subarray(16, request.readUInt32LE(0)),
          };
          for (const datagram of respond(asked)) {
            waiting.push(Buffer.concat(datagram.map((answer) => message(answer, sequence))));
          }
        },
        receive: () => waiting.shift(),
        close() {
          open -= 1;
        },
      };
    },
  };
}
