import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { withNetlink } from "../../../src/native/netlink/connection.ts";
import { decodeQdisc, listRootQdiscs } from "../../../src/native/netlink/qdiscs.ts";
import { attributes, DONE, fakeKernel, text, u32, u64 } from "../../support/fake-kernel.ts";
import { expectOnlyParseErrors } from "../../support/mutated-messages.ts";

const ROOT = 0xffff_ffff;

/** struct tcmsg: family, padding, index, handle, parent, info. */
const head = (index: number, parent: number): Buffer =>
  Buffer.concat([u32(0), u32(index), u32(0x8001_0000), u32(parent), u32(2)]);

/** struct tc_stats. */
const OLD_STATS = Buffer.concat([u64(11n), u32(12), u32(13), u32(14), u32(15), u32(16), u32(17), u32(18), u32(0)]);
const BASIC = Buffer.concat([u64(5_000_000_000n), u32(21), u32(0)]);
/** Length, backlog, drops, requeues, overlimits. */
const QUEUE = Buffer.concat([u32(22), u32(23), u32(24), u32(25), u32(26)]);

const FQ = Buffer.concat([
  head(4, ROOT),
  attributes([1, text("fq_codel")], [3, OLD_STATS], [7, attributes([1, BASIC], [3, QUEUE], [4, Buffer.alloc(40)])]),
]);

test("counters of the newer attribute", () => {
  expect(decodeQdisc(FQ, 0, FQ.length)).toEqual({
    deviceIndex: 4,
    parent: 0,
    kind: "fq_codel",
    bytes: 5_000_000_000,
    packets: 21,
    queueLength: 22,
    backlog: 23,
    drops: 24,
    requeues: 25,
    overlimits: 26,
  });
});

test("counters of the older attribute, which knows no requeues", () => {
  const data = Buffer.concat([head(2, 0x10001), attributes([1, text("pfifo_fast")], [3, OLD_STATS])]);
  expect(decodeQdisc(data, 0, data.length)).toEqual({
    deviceIndex: 2,
    parent: 0x10001,
    kind: "pfifo_fast",
    bytes: 11,
    packets: 12,
    drops: 13,
    overlimits: 14,
    queueLength: 17,
    backlog: 18,
    requeues: 0,
  });
});

test("what the newer attribute leaves out is zero, even if the older one has it", () => {
  const data = Buffer.concat([head(2, ROOT), attributes([3, OLD_STATS], [7, attributes([1, BASIC])])]);
  expect(decodeQdisc(data, 0, data.length)).toMatchObject({ packets: 21, drops: 0, backlog: 0, kind: "" });
});

test.each([
  ["its head is cut short", FQ.subarray(0, 19)],
  ["its counters are cut short", Buffer.concat([head(1, ROOT), attributes([3, OLD_STATS.subarray(0, 35)])])],
  ["the newer counters are", Buffer.concat([head(1, ROOT), attributes([7, attributes([3, QUEUE.subarray(0, 16)])])])],
])("refuses a message when %s", (_what, data) => {
  expect(() => decodeQdisc(data, 0, data.length)).toThrow(ParseError);
});

test("throws nothing but ParseError on any bytes", () => {
  expectOnlyParseErrors(decodeQdisc, FQ);
});

test("only those at the root are listed", () => {
  const child = Buffer.concat([head(4, 0x8001_0001), attributes([1, text("pfifo")])]);
  const ingress = Buffer.concat([head(4, 0xffff_fff1), attributes([1, text("clsact")])]);
  const kernel = fakeKernel(() => [
    [
      { type: 36, body: FQ },
      { type: 36, body: child },
      { type: 36, body: ingress },
    ],
    [DONE],
  ]);
  expect(withNetlink(kernel, 0, listRootQdiscs).map(({ kind }) => kind)).toEqual(["fq_codel"]);
});
