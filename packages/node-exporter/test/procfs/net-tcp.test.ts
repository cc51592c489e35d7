import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { addTcpSockets, noTcpSockets } from "../../src/procfs/net-tcp.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const REST = "00:00000000 00000000     0        0 2740 1 ffff 100 0 0 10 0";
const v4 = (slot: string, state: string, queues: string): string =>
  `${slot}: 0100007F:0016 00000000:0000 ${state} ${queues} ${REST}\n`;
const V6 = "00000000000000000000000001000000:0016";

function parse(text: string) {
  const sockets = noTcpSockets();
  addTcpSockets(text, "net/tcp", sockets);
  return sockets;
}

test("counts sockets by state and sums their queues", () => {
  const text =
    HEADER +
    v4("   0", "0A", "00000000:00000003") +
    v4("   1", "01", "00000015:00000001") +
    v4("12345", "01", "00000000:00000000") +
    v4("   3", "06", "00000001:000000FF");
  const { states, sockets, transmitBytes, receiveBytes } = parse(text);
  expect([sockets, transmitBytes, receiveBytes]).toEqual([4, 0x16, 0x1_03]);
  expect([states[10], states[1], states[6]]).toEqual([1, 2, 1]);
  expect(states.reduce((sum, count) => sum + count, 0)).toBe(4);
});

test("reads IPv6 addresses, padded lines and a last line without its newline, and adds to what is there", () => {
  const sockets = parse(HEADER + v4("   0", "01", "00000000:00000001").trimEnd().padEnd(149));
  addTcpSockets(`${HEADER}   0: ${V6} ${V6} 08 00000002:00000003 ${REST}\n`, "net/tcp6", sockets);
  expect(sockets).toMatchObject({ sockets: 2, transmitBytes: 2, receiveBytes: 4 });
  expect([sockets.states[1], sockets.states[8]]).toEqual([1, 1]);
});

test("a file with its header alone, or empty, has no sockets", () => {
  expect(parse(HEADER)).toEqual(noTcpSockets());
  expect(parse("")).toEqual(noTcpSockets());
});

test.each([
  ["with a word for a queue", HEADER + v4("   0", "01", "0000zz00:00000000"), "net/tcp:2:"],
  ["with a word for a state", HEADER + v4("   0", "zz", "00000000:00000000"), "net/tcp:2:"],
  ["that is truncated", `${HEADER}   0: 0100007F:0016 00000000:0000`, "net/tcp:2:"],
  [
    "that is truncated before another line",
    `${HEADER}${v4("   0", "01", "00000000:00000000")}   0: 0100007F:0016\n${v4("   1", "01", "00000000:00000000")}`,
    "net/tcp:3:",
  ],
  ["without slots", `${HEADER}0100007F0016 00000000 01\n`, "net/tcp:2:"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(
    parseProblems(HEADER + v4("   0", "01", "00000015:00000001") + v4("   1", "0A", "00000000:00000000"), parse),
  ).toEqual([]);
});

test("reads fifty thousand sockets without making anything for most of them", () => {
  const text = HEADER + v4("   0", "01", "00000000:00000000").repeat(50_000);
  const sockets = parse(text);
  expect(sockets.states[1]).toBe(50_000);
});
