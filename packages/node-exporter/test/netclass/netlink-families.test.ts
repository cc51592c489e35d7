import { expect, test } from "vitest";
import { netlinkFamilies } from "../../src/netclass/netlink-families.ts";
import type { NetworkDevice } from "../../src/netclass/network-device.ts";

const ETH0: NetworkDevice = {
  device: "eth0",
  numbers: [],
  flags: 0x1003,
  speedBytes: undefined,
  address: "02:00:00:00:00:01",
  broadcast: "ff:ff:ff:ff:ff:ff",
  duplex: "Full",
  operstate: "up",
  ifalias: "",
  netlink: { alternativeNames: [], statistics: [] },
};

test("nothing for devices read from sysfs, and none without devices", () => {
  expect(netlinkFamilies([{ ...ETH0, netlink: undefined }])).toEqual([]);
  expect(netlinkFamilies([])).toEqual([]);
});

test("info without the administrative state", () => {
  expect(netlinkFamilies([ETH0])).toMatchObject([
    {
      name: "node_network_info",
      type: "gauge",
      points: [
        {
          value: 1,
          labels: [
            ["address", "02:00:00:00:00:01"],
            ["broadcast", "ff:ff:ff:ff:ff:ff"],
            ["device", "eth0"],
            ["duplex", "Full"],
            ["ifalias", ""],
            ["operstate", "up"],
          ],
        },
      ],
    },
  ]);
});

test("counters by their place in the kernel's struct, as gauges; what an old kernel lacks is left out", () => {
  const statistics = Array.from({ length: 23 }, (_, index) => 100 + index);
  const families = netlinkFamilies([{ ...ETH0, netlink: { alternativeNames: [], statistics } }]).slice(1);
  expect(families.map(({ name }) => name).slice(0, 4)).toEqual([
    "node_network_receive_packets_total",
    "node_network_transmit_packets_total",
    "node_network_receive_bytes_total",
    "node_network_transmit_bytes_total",
  ]);
  expect(families.map(({ points }) => points)).toEqual(
    statistics.map((value) => [{ labels: [["device", "eth0"]], value }]),
  );
  expect(new Set(families.map(({ type }) => type))).toEqual(new Set(["gauge"]));
  expect(families.at(-1)?.name).toBe("node_network_transmit_compressed_total");
});
