import { expect, test } from "vitest";
import { COMMON_STATISTICS, createStatisticsSelection } from "../../src/native/ethtool-statistics.ts";
import { matcher } from "../support/collect.ts";

const counters = (...names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, at) => [name, at + 1]));

test("common statistics have places of their own, all others names", () => {
  const { common, names, values } = createStatisticsSelection(undefined)(
    counters("tx_packets", "rx_bytes", "peer_ifindex"),
  );
  expect(COMMON_STATISTICS.map((name, at) => [name, common[at]]).filter(([, value]) => value !== undefined)).toEqual([
    ["rx_bytes", 2],
    ["tx_packets", 1],
  ]);
  expect([names, values]).toEqual([["node_ethtool_peer_ifindex"], [3]]);
});

test("another spelling of a common statistic is not that one", () => {
  const { common, names } = createStatisticsSelection(undefined)(counters("Rx_Bytes"));
  expect(common.every((value) => value === undefined)).toBe(true);
  expect(names).toEqual(["node_ethtool_received_bytes"]);
});

test("statistics that come to one name are left out, however many they are", () => {
  const select = createStatisticsSelection(undefined);
  expect(select(counters("a b", "a_b", "c")).names).toEqual(["node_ethtool_c"]);
  expect(select(counters("a b", "a_b", "a.b")).names).toEqual([]);
  expect(select(counters("rx_bytes", "RX bytes")).common[0]).toBeUndefined();
  // Another device has one of them alone.
  expect(select(counters("a_b")).names).toEqual(["node_ethtool_a_b"]);
});

test("those that the pattern does not take are no clash", () => {
  const select = createStatisticsSelection(matcher("^[a-z_]+$"));
  expect(select(counters("A_b", "a_b")).names).toEqual(["node_ethtool_a_b"]);
});

test("more names than are remembered are selected all the same", () => {
  const select = createStatisticsSelection(undefined);
  for (const device of ["x", "y"]) {
    const many = counters(...Array.from({ length: 20_000 }, (_, at) => `${device}${at}`));
    expect(select(many).names).toHaveLength(20_000);
  }
});
