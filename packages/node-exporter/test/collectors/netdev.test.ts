import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { netdev } from "../../src/collectors/netdev.ts";
import { collectOnce, fixtureHost, matcher } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NET_DEV =
  "Inter-|   Receive\n face |bytes\n    lo: 1 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0\n" +
  "  eth0: 1000 10 1 2 3 4 5 6 2000 20 7 8 9 10 11 12\n";
const ETH0 = matcher("^eth0$");
const withDevice = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => `node_network_${line.replace(" ", '_total{device="eth0"} ')}`).toSorted();

const LEGACY = [
  "receive_bytes 1000",
  "receive_packets 10",
  "receive_errs 1",
  "receive_drop 2",
  "receive_fifo 3",
  "receive_frame 4",
  "receive_compressed 5",
  "receive_multicast 6",
  "transmit_bytes 2000",
  "transmit_packets 20",
  "transmit_errs 7",
  "transmit_drop 8",
  "transmit_fifo 9",
  "transmit_colls 10",
  "transmit_carrier 11",
  "transmit_compressed 12",
];
/** Files below a device's statistics and what netlink's detailed name for each is. */
const DETAILED: readonly (readonly [file: string, name: string])[] = [
  ["rx_packets", "receive_packets"],
  ["tx_packets", "transmit_packets"],
  ["rx_bytes", "receive_bytes"],
  ["tx_bytes", "transmit_bytes"],
  ["rx_errors", "receive_errors"],
  ["tx_errors", "transmit_errors"],
  ["rx_dropped", "receive_dropped"],
  ["tx_dropped", "transmit_dropped"],
  ["multicast", "multicast"],
  ["collisions", "collisions"],
  ["rx_length_errors", "receive_length_errors"],
  ["rx_over_errors", "receive_over_errors"],
  ["rx_crc_errors", "receive_crc_errors"],
  ["rx_frame_errors", "receive_frame_errors"],
  ["rx_fifo_errors", "receive_fifo_errors"],
  ["rx_missed_errors", "receive_missed_errors"],
  ["tx_aborted_errors", "transmit_aborted_errors"],
  ["tx_carrier_errors", "transmit_carrier_errors"],
  ["tx_fifo_errors", "transmit_fifo_errors"],
  ["tx_heartbeat_errors", "transmit_heartbeat_errors"],
  ["tx_window_errors", "transmit_window_errors"],
  ["rx_compressed", "receive_compressed"],
  ["tx_compressed", "transmit_compressed"],
  ["rx_nohandler", "receive_nohandler"],
];
const FILES = {
  "proc/net/dev": NET_DEV,
  "sys/class/net/eth0/ifalias": "up\\link\n",
  ...Object.fromEntries(
    DETAILED.map(([file], index) => [`sys/class/net/eth0/statistics/${file}`, `${100 + index}\n`] as const),
  ),
};

test("exposes the columns of /proc/net/dev and the one counter that it lacks", async () => {
  const run = await collectOnce(netdev, { include: ETH0 }, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual(withDevice([...LEGACY, "receive_nohandler 123"]));
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("without netlink there are only the columns", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const run = await collectOnce(netdev, { exclude: matcher("^lo$"), netlink: false }, host);
  expect(run.lines).toEqual(withDevice(LEGACY));
});

test("detailed names come from sysfs", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const run = await collectOnce(netdev, { include: ETH0, detailed: true }, host);
  expect(run.lines).toEqual(withDevice(DETAILED.map(([, name], index) => `${name} ${100 + index}`)));
});

test("detailed names without netlink are those of upstream's /proc reader", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  const run = await collectOnce(netdev, { include: ETH0, detailed: true, netlink: false }, host);
  expect(run.lines).toEqual(
    withDevice(LEGACY.map((line) => line.replace("_errs ", "_errors ").replace("_drop ", "_dropped "))),
  );
});

test("adds the alias as a label", async () => {
  const run = await collectOnce(netdev, { labelAlias: true }, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toContain('node_network_receive_bytes_total{device="eth0",ifalias="up\\\\link"} 1000');
  expect(run.lines).toContain('node_network_receive_bytes_total{device="lo",ifalias=""} 1');
  expect(run.lines).toHaveLength(2 * LEGACY.length + 1);
});

test("lists the addresses of this machine's devices", async () => {
  const run = await collectOnce(netdev, { addressInfo: true }, fixtureHost(temporaryTree(FILES)));
  const addresses = Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
  const listed = run.samples.filter(({ name }) => name === "node_network_address_info");
  expect(listed).toHaveLength(addresses.filter(({ cidr }) => cidr !== null).length);
});

test("refuses both patterns", async () => {
  const host = fixtureHost(temporaryTree(FILES));
  await expect(collectOnce(netdev, { include: ETH0, exclude: ETH0 }, host)).rejects.toThrow(
    "device-exclude & device-include are mutually exclusive",
  );
});
