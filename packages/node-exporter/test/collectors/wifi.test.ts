import { DeniedError, NoDataError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { wifi } from "../../src/collectors/wifi.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import {
  attributes,
  DONE,
  failure,
  fakeKernel,
  text,
  u16,
  u32,
  u64,
  u8,
  type Attribute,
  type Responder,
} from "../support/fake-kernel.ts";
import { familyAnswer, REQUEST } from "../support/netlink-answers.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const answer = (...list: readonly Attribute[]) => ({
  type: 30,
  body: Buffer.concat([Buffer.alloc(4), attributes(...list)]),
});

const SSID = Buffer.concat([Buffer.from([0, 4]), Buffer.from("Home")]);
const STATION = attributes(
  [16, u32(60)],
  [1, u32(250)],
  [14, attributes([1, u16(540)])],
  [8, attributes([5, u32(1300)])],
  [23, u64(1001n)],
  [24, u64(1002n)],
  [7, u8(0xd8)],
  [11, u32(3)],
  [12, u32(4)],
  [18, u32(5)],
  [10, u32(6)],
  [9, u32(7)],
);

/** wlan0 belongs to a network, wlan1 is an access point without clients, and a third device has no name. */
const KERNEL: Responder = ({ type, body }) => {
  if (type === REQUEST.family) return familyAnswer(30);
  const device = body.length > 4 ? body.readUInt32LE(8) : 0;
  const [command] = body;
  if (command === 5) {
    return [
      [
        answer([3, u32(3)], [4, text("wlan0")], [38, u32(2412)]),
        answer([3, u32(4)], [4, text("wlan1")], [38, u32(5180)]),
        answer([3, u32(5)]),
        DONE,
      ],
    ];
  }
  const isScan = command === 32;
  if (device !== 3) return [[isScan ? DONE : failure(95)]];
  const network = attributes([1, Buffer.from("001122334455", "hex")], [6, SSID], [9, u32(1)]);
  const station = answer([6, Buffer.from("aabbccddeeff", "hex")], [21, STATION]);
  return [[isScan ? answer([47, network]) : station, DONE]];
};

const collect = (respond: Responder, options: Readonly<Record<string, unknown>> = {}) =>
  collectOnce(wifi, options, { ...fixtureHost(temporaryTree({})), kernel: fakeKernel(respond) });

test("devices, the network and the stations of one", async () => {
  const run = await collect(KERNEL);
  const labels = '{device="wlan0",mac_address="aa:bb:cc:dd:ee:ff"}';
  expect(run.lines).toEqual(
    [
      'node_wifi_interface_frequency_hertz{device="wlan0"} 2412000000',
      'node_wifi_interface_frequency_hertz{device="wlan1"} 5180000000',
      'node_wifi_station_info{bssid="00:11:22:33:44:55",device="wlan0",mode="client",ssid="Home"} 1',
      `node_wifi_station_connected_seconds_total${labels} 60`,
      `node_wifi_station_inactive_seconds${labels} 0.25`,
      `node_wifi_station_receive_bits_per_second${labels} 54000000`,
      `node_wifi_station_transmit_bits_per_second${labels} 130000000`,
      `node_wifi_station_receive_bytes_total${labels} 1001`,
      `node_wifi_station_transmit_bytes_total${labels} 1002`,
      `node_wifi_station_signal_dbm${labels} -40`,
      `node_wifi_station_transmit_retries_total${labels} 3`,
      `node_wifi_station_transmit_failed_total${labels} 4`,
      `node_wifi_station_beacon_loss_total${labels} 5`,
      `node_wifi_station_transmitted_packets_total${labels} 6`,
      `node_wifi_station_received_packets_total${labels} 7`,
    ].toSorted(),
  );
  const gauges = [...run.types].filter(([, type]) => type === "gauge").map(([name]) => name);
  expect(gauges.toSorted()).toEqual([
    "node_wifi_interface_frequency_hertz",
    "node_wifi_station_inactive_seconds",
    "node_wifi_station_info",
    "node_wifi_station_receive_bits_per_second",
    "node_wifi_station_signal_dbm",
    "node_wifi_station_transmit_bits_per_second",
  ]);
});

test.each([
  [0, "client"],
  [1, "client"],
  [2, "unknown"],
  [3, "ad-hoc"],
  [9, "unknown"],
])("a recorded network of status %i is joined as %s", async (status, mode) => {
  const fixtures = temporaryTree({
    "interfaces.json": '[{"name": "wlan7"}]',
    "wlan7/bss.json": JSON.stringify({ ssid: "x", bssid: "AQID", status }),
  });
  const { lines } = await collect(() => [], { fixtures });
  expect(lines).toEqual([
    'node_wifi_interface_frequency_hertz{device="wlan7"} 0',
    `node_wifi_station_info{bssid="01:02:03",device="wlan7",mode="${mode}",ssid="x"} 1`,
  ]);
});

describe("no answer", () => {
  test("of a kernel without wireless devices is no data", async () => {
    await expect(collect(() => [[failure(2)]])).rejects.toThrow(NoDataError);
  });

  test("of a kernel that refuses is denied", async () => {
    await expect(collect(() => [[failure(1)]])).rejects.toThrow(DeniedError);
  });

  test("of files without a running kernel is no data", async () => {
    await expect(collectOnce(wifi, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  });
});
