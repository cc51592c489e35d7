import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { networkRoute } from "../../src/collectors/network-route.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import {
  attributes,
  failure,
  fakeKernel,
  u32,
  type Answer,
  type Attribute,
  type Responder,
} from "../support/fake-kernel.ts";
import { dumps, linkAnswer, REQUEST } from "../support/netlink-answers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const routeAnswer = (prefix: number, protocol: number, ...list: readonly Attribute[]): Answer => ({
  type: 24,
  body: Buffer.concat([Buffer.from([2, prefix, 0, 0, 254, protocol, 0, 1, 0, 0, 0, 0]), attributes(...list)]),
});

const ip = (...bytes: readonly number[]): Buffer => Buffer.from(bytes);

/** Two struct rtnexthop, the second without a gateway. */
const WAYS = Buffer.concat([
  Buffer.from([16, 0, 0, 4]),
  u32(2),
  attributes([5, ip(10, 0, 0, 9)]),
  Buffer.from([8, 0, 0, 0]),
  u32(3),
]);

const LINKS = [linkAnswer({ index: 2, name: "eth0" }), linkAnswer({ index: 3, name: "eth1" })];

const collect = (respond: Responder) =>
  collectOnce(networkRoute, {}, { ...fixtureHost(temporaryTree({})), kernel: fakeKernel(respond) });

test("a series for each way of each route, and their number by device", async () => {
  const run = await collect(
    dumps({
      [REQUEST.link]: LINKS,
      [REQUEST.route]: [
        routeAnswer(0, 16, [5, ip(10, 0, 0, 1)], [4, u32(2)], [6, u32(100)]),
        routeAnswer(24, 2, [1, ip(10, 0, 0, 0)], [7, ip(10, 0, 0, 5)], [4, u32(2)]),
        routeAnswer(16, 186, [1, ip(10, 7, 0, 0)], [9, WAYS]),
        routeAnswer(8, 99, [1, ip(11, 0, 0, 0)], [4, u32(77)]),
        { type: 24, body: Buffer.from([2, 8, 0, 0, 255, 2, 0, 2, 0, 0, 0, 0]) },
      ],
    }),
  );
  const info = (labels: string): string => `node_network_route_info{${labels}} 1`;
  expect(run.lines).toEqual(
    [
      info('dest="default",device="eth0",gw="10.0.0.1",priority="100",proto="dhcp",src="",weight=""'),
      info('dest="10.0.0.0/24",device="eth0",gw="",priority="0",proto="kernel",src="10.0.0.5",weight=""'),
      info('dest="10.7.0.0/16",device="eth0",gw="10.0.0.9",priority="0",proto="bgp",src="",weight="5"'),
      info('dest="10.7.0.0/16",device="eth1",gw="",priority="0",proto="bgp",src="",weight="1"'),
      info('dest="11.0.0.0/8",device="",gw="",priority="0",proto="unknown",src="",weight=""'),
      'node_network_routes{device="eth0"} 3',
      'node_network_routes{device="eth1"} 1',
      'node_network_routes{device=""} 1',
    ].toSorted(),
  );
  expect([...run.types.values()]).toEqual(["gauge", "gauge"]);
});

test("no route is no series", async () => {
  const run = await collect(dumps({ [REQUEST.link]: LINKS, [REQUEST.route]: [] }));
  expect(run.lines).toEqual([]);
});

test("a broken route fails the collector", async () => {
  const broken = routeAnswer(8, 2, [1, ip(1, 2)]);
  await expect(collect(dumps({ [REQUEST.link]: LINKS, [REQUEST.route]: [broken] }))).rejects.toThrow(
    "an address of 2 bytes",
  );
});

test("a kernel that refuses is told apart", async () => {
  await expect(collect(() => [[failure(13)]])).rejects.toThrow(DeniedError);
});

test("files without a running kernel are no data", async () => {
  await expect(collectOnce(networkRoute, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
