import { expect, test } from "vitest";
import { parseDrbdTransport } from "../../src/drbd/parse-transport.ts";
import { parseProblems } from "../support/parse-problems.ts";

const BUFFERS = "unread receive buffer: 10 Byte\nunacked send buffer: 20 Byte\nsend buffer size: 87040 Byte\n";
const HEAD =
  "v: 0\n\ndata stream\n  corked: 0\n  unsent: 0 bytes\n  allocated: 0 bytes\ncontrol stream\n  corked: 0\n  unsent: 0 bytes\n  allocated: 0 bytes\n\ntransport_type: tcp\nv: 0\n\n";

test("sums the buffers of both streams", () => {
  expect(parseDrbdTransport(`${HEAD}data stream\n${BUFFERS}control stream\n${BUFFERS}`)).toEqual({
    type: "tcp",
    unreadBytes: 20,
    unacknowledgedBytes: 40,
  });
});

test("a transport that is not connected, or tells of no buffers, has none", () => {
  expect(parseDrbdTransport(HEAD)).toEqual({ type: "tcp", unreadBytes: undefined, unacknowledgedBytes: undefined });
  expect(parseDrbdTransport("")).toEqual({ type: undefined, unreadBytes: undefined, unacknowledgedBytes: undefined });
});

test("throws nothing", () => {
  expect(parseProblems(HEAD + BUFFERS, parseDrbdTransport)).toEqual([]);
});
