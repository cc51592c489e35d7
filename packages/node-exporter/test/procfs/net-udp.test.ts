import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseUdpQueues } from "../../src/procfs/net-udp.ts";

const HEADER =
  "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";
const socket = (queues: string): string =>
  `   0: 0100007F:0016 00000000:0000 0A ${queues} 00:00000000 00000000     0        0 2740 1 ffff 0\n`;

test("sums the queues of all sockets", () => {
  const text = HEADER + socket("00000015:00000001") + socket("00000001:000000FF");
  expect(parseUdpQueues(text, "net/udp")).toEqual({ transmit: 0x16, receive: 0x1_00 });
});

test("reads IPv6 addresses and wide slots", () => {
  const text = `${HEADER}12345: 00000000000000000000000000000000:14E9 00000000000000000000000000000000:0000 07 00000002:00000003 00:00000000 0 0 0 1 2 ffff 0`;
  expect(parseUdpQueues(text, "net/udp6")).toEqual({ transmit: 2, receive: 3 });
});

test("a file with its header alone, or empty, has no sockets", () => {
  expect(parseUdpQueues(HEADER, "net/udp")).toEqual({ transmit: 0, receive: 0 });
  expect(parseUdpQueues("", "net/udp")).toEqual({ transmit: 0, receive: 0 });
});

test.each([
  ["malformed", HEADER + socket("000000zz:00000000")],
  ["without the queues' colon", HEADER + socket("0000000000000000")],
  ["truncated", `${HEADER}   0: 0100007F:0016 00000000:0000`],
  ["truncated before another line", `${HEADER}   0: 0100007F:0016\n${socket("00000000:00000000")}`],
])("refuses a text %s", (_what, text) => {
  expect(() => parseUdpQueues(text, "net/udp")).toThrow(ParseError);
});
