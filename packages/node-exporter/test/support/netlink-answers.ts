import {
  attributes,
  DONE,
  failure,
  text,
  u16,
  u32,
  type Answer,
  type Attribute,
  type Responder,
} from "./fake-kernel.ts";

/** Types of requests, as the kernel numbers them. */
export const REQUEST = { link: 18, route: 26, qdisc: 38, family: 16 } as const;

/** The body of RTM_NEWLINK; `type` is the device's hardware type. */
export function linkAnswer(
  device: { readonly index: number; readonly name: string; readonly type?: number; readonly flags?: number },
  ...list: readonly Attribute[]
): Answer {
  const head = Buffer.alloc(16);
  head.writeUInt16LE(device.type ?? 1, 2);
  head.writeInt32LE(device.index, 4);
  head.writeUInt32LE(device.flags ?? 0x1003, 8);
  return { type: 16, body: Buffer.concat([head, attributes([3, text(device.name)], ...list)]) };
}

/** What generic netlink answers when a family is asked for its number. */
export const familyAnswer = (id: number): readonly (readonly Answer[])[] => [
  [{ type: 16, body: Buffer.concat([Buffer.alloc(4), attributes([1, u16(id)])]), flags: 0 }, failure(0)],
];

/** The body of ETHTOOL_MSG_LINKMODES_GET_REPLY. */
export const linkModesAnswer = (device: string, speed: number, duplex: number): Answer => ({
  type: 21,
  body: Buffer.concat([
    Buffer.alloc(4),
    attributes([1, attributes([2, text(device)])], [5, u32(speed)], [6, Buffer.from([duplex])]),
  ]),
});

/** Answers dumps by the type of the request; a request that is not foreseen is refused. */
export const dumps =
  (answers: Readonly<Record<number, readonly Answer[]>>): Responder =>
  ({ type }) => {
    const list = answers[type];
    return list === undefined ? [[failure(95)]] : [[...list, DONE]];
  };
