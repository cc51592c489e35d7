import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { ethtoolMetricName, sanitizeStatistic } from "../../src/native/ethtool-names.ts";

test.each([
  ["port.rx_errors", "port_rx_errors", "node_ethtool_port_received_errors"],
  ["rx_errors", "rx_errors", "node_ethtool_received_errors"],
  ["Queue[0] AllocFails", "Queue_0_AllocFails", "node_ethtool_queue_0_allocfails"],
  ["Tx LPI entry count", "Tx_LPI_entry_count", "node_ethtool_transmitted_lpi_entry_count"],
  ["[3]: tx_bytes", "_3_tx_bytes", "node_ethtool_3_transmitted_bytes"],
  ["     err", "_err", "node_ethtool_err"],
  ["rx", "rx", "node_ethtool_received"],
  ["rxtx_rx", "rxtx_rx", "node_ethtool_rxtx_received"],
  // A word ends where the next begins, so that of two in a row only the first is seen.
  ["rx_rx_tx", "rx_rx_tx", "node_ethtool_received_rx_transmitted"],
  ["a__-__b", "a_b", "node_ethtool_a_b"],
  ["\u00E9\u00E9x", "_x", "node_ethtool_x"],
])("%j", (statistic, sanitized, name) => {
  expect(sanitizeStatistic(statistic)).toBe(sanitized);
  expect(ethtoolMetricName(sanitized)).toBe(name);
});

test("a statistic without any letter or digit has no name", () => {
  expect(ethtoolMetricName(sanitizeStatistic("[]: -"))).toBeUndefined();
});

test("any text comes to a valid metric name or none", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      expect(ethtoolMetricName(sanitizeStatistic(text)) ?? "node_ethtool_x").toMatch(
        /^node_ethtool_[0-9a-z][0-9a-z_]*$/,
      );
    }),
  );
});
