import { expect, test } from "vitest";
import { COMMON_STATISTICS, createStatisticsSelection, selectStatistics } from "../../src/native/ethtool-statistics.ts";
import { matcher } from "../support/collect.ts";
import { statisticsSelector } from "../support/select-statistics.ts";

const counters = (...names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, at) => [name, at + 1]));

test("common statistics have places of their own, all others names", () => {
  const { common, names, values } = statisticsSelector(undefined)(counters("tx_packets", "rx_bytes", "peer_ifindex"));
  expect(COMMON_STATISTICS.map((name, at) => [name, common[at]]).filter(([, value]) => value !== undefined)).toEqual([
    ["rx_bytes", 2],
    ["tx_packets", 1],
  ]);
  expect([names, values]).toEqual([["node_ethtool_peer_ifindex"], [3]]);
});

test("another spelling of a common statistic is not that one", () => {
  const { common, names } = statisticsSelector(undefined)(counters("Rx_Bytes"));
  expect(common.every((value) => value === undefined)).toBe(true);
  expect(names).toEqual(["node_ethtool_received_bytes"]);
});

test("statistics that come to one name are left out, however many they are", () => {
  const select = statisticsSelector(undefined);
  expect(select(counters("a b", "a_b", "c")).names).toEqual(["node_ethtool_c"]);
  expect(select(counters("a b", "a_b", "a.b")).names).toEqual([]);
  expect(select(counters("rx_bytes", "RX bytes")).common[0]).toBeUndefined();
  // Another device has one of them alone.
  expect(select(counters("a_b")).names).toEqual(["node_ethtool_a_b"]);
});

test("those that the pattern does not take are no clash", () => {
  const select = statisticsSelector(matcher("^[a-z_]+$"));
  expect(select(counters("A_b", "a_b")).names).toEqual(["node_ethtool_a_b"]);
});

test("devices with the same names share a plan, however many kinds there are", () => {
  const select = createStatisticsSelection(undefined);
  const first = select(["a", "b"]);
  expect(select(["a", "b"])).toBe(first);
  expect(select(["b", "a"])).not.toBe(first);
  for (let kind = 0; kind < 300; kind += 1) select([`kind${kind}`]);
  expect(select(["a", "b"])).toEqual(first);
});

test("no names are no plan of one empty name", () => {
  const select = createStatisticsSelection(undefined);
  expect([select([]).count, select([""]).count, select([]).count]).toEqual([0, 1, 0]);
});

test("of equal names the last counts, and those without one are left out", () => {
  const plan = createStatisticsSelection(undefined)(["q0", "", "q0", "rx_bytes", "rx_bytes"]);
  const { common, names, values } = selectStatistics(plan, Uint32Array.from([1, 0, 2, 0, 3, 0, 4, 0, 5, 1]));
  expect([names, values]).toEqual([["node_ethtool_q0"], [3]]);
  expect(common[COMMON_STATISTICS.indexOf("rx_bytes")]).toBe(2 ** 32 + 5);
});

test("counters are unsigned numbers of 64 bits", () => {
  const plan = createStatisticsSelection(undefined)(["all"]);
  expect(selectStatistics(plan, Uint32Array.from([0xffff_ffff, 0xffff_ffff])).values).toEqual([2 ** 64]);
});
