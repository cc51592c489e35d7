import { DeniedError, NoDataError, ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { qdisc } from "../../src/collectors/qdisc.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import {
  attributes,
  failure,
  fakeKernel,
  text,
  u32,
  u64,
  type Answer,
  type Responder,
} from "../support/fake-kernel.ts";
import { dumps, linkAnswer, REQUEST } from "../support/netlink-answers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const ROOT = 0xffff_ffff;

function qdiscAnswer(index: number, kind: string, first: number, parent = ROOT): Answer {
  const head = Buffer.concat([u32(0), u32(index), u32(0), u32(parent), u32(0)]);
  const basic = Buffer.concat([u64(BigInt(first)), u32(first + 1), u32(0)]);
  const queue = Buffer.concat([2, 3, 4, 5, 6].map((offset) => u32(first + offset)));
  return {
    type: 36,
    body: Buffer.concat([head, attributes([1, text(kind)], [7, attributes([1, basic], [3, queue])])]),
  };
}

const LINKS = [linkAnswer({ index: 1, name: "lo" }), linkAnswer({ index: 4, name: "eth0" })];
const KERNEL = dumps({
  [REQUEST.link]: LINKS,
  [REQUEST.qdisc]: [
    qdiscAnswer(1, "noqueue", 0),
    qdiscAnswer(4, "fq_codel", 100),
    qdiscAnswer(4, "pfifo", 200, 0x10001),
    qdiscAnswer(9, "vanished", 300),
  ],
});

const collect = (respond: Responder, options: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(qdisc, options, { ...fixtureHost(temporaryTree({})), kernel: fakeKernel(respond) });

test("counters of the disciplines at the roots of devices that are there", async () => {
  const run = await collect(KERNEL, { exclude: matcher("^lo$") });
  const labels = '{device="eth0",kind="fq_codel"}';
  expect(run.lines).toEqual(
    [
      `node_qdisc_bytes_total${labels} 100`,
      `node_qdisc_packets_total${labels} 101`,
      `node_qdisc_current_queue_length${labels} 102`,
      `node_qdisc_backlog${labels} 103`,
      `node_qdisc_drops_total${labels} 104`,
      `node_qdisc_requeues_total${labels} 105`,
      `node_qdisc_overlimits_total${labels} 106`,
    ].toSorted(),
  );
  const gauges = [...run.types].filter(([, type]) => type === "gauge").map(([name]) => name);
  expect(gauges.toSorted()).toEqual(["node_qdisc_backlog", "node_qdisc_current_queue_length"]);
});

const devicesOf = ({ lines }: { readonly lines: readonly string[] }): readonly string[] => [
  ...new Set(lines.map((line) => /device="(\w+)"/.exec(line)?.[1] ?? "")),
];

describe("devices", () => {
  test("all by default", async () => {
    expect(devicesOf(await collect(KERNEL))).toEqual(["eth0", "lo"]);
  });

  test("that are included", async () => {
    expect(devicesOf(await collect(KERNEL, { include: matcher("eth") }))).toEqual(["eth0"]);
  });

  test("cannot be chosen by both patterns", async () => {
    await expect(collect(KERNEL, { include: matcher("a"), exclude: matcher("b") })).rejects.toThrow(
      "device-exclude & device-include are mutually exclusive",
    );
  });
});

describe("recorded answers", () => {
  const results = JSON.stringify([
    { IfaceName: "wlan7", Kind: "fq", Bytes: 5 },
    { IfaceName: "eth7", Kind: "pfifo", Bytes: 6 },
  ]);

  test("stand in for the kernel's, patterns included", async () => {
    const fixtures = temporaryTree({ "results.json": results });
    const run = await collect(() => [], { fixtures, include: matcher("wlan") });
    expect(run.lines).toContain('node_qdisc_bytes_total{device="wlan7",kind="fq"} 5');
    expect(devicesOf(run)).toEqual(["wlan7"]);
  });

  test("that are broken or absent are an error", async () => {
    const broken = temporaryTree({ "results.json": results.slice(0, 20) });
    await expect(collect(() => [], { fixtures: broken })).rejects.toThrow(ParseError);
    await expect(collect(() => [], { fixtures: temporaryTree({}) })).rejects.toThrow("ENOENT");
  });
});

test("a kernel that refuses is told apart", async () => {
  await expect(collect(() => [[failure(1)]])).rejects.toThrow(DeniedError);
  await expect(collect(() => [[failure(95)]])).rejects.toMatchObject({ name: "UnsupportedError" });
  await expect(collect(() => [[failure(5)]])).rejects.toThrow("RTM_GETQDISC: input/output error");
});

test("files without a running kernel are no data", async () => {
  await expect(collectOnce(qdisc, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
