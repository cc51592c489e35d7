import { defineCollector, NoDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { askKernel, kernelOf } from "../native/kernel-of.ts";
import { withNetlink } from "../native/netlink/connection.ts";
import { readRecordedWireless } from "../native/netlink/recorded-wireless.ts";
import { NETLINK_PROTOCOL } from "../native/netlink/socket.ts";
import type { Station } from "../native/netlink/wireless-details.ts";
import { listWirelessDevices, type WirelessDevice } from "../native/netlink/wireless.ts";

const MEGAHERTZ = 1e6;

/** How a device takes part in a network, by the status that nl80211 tells; 2 is not in use. */
const MODES: Readonly<Record<number, string>> = { 0: "client", 1: "client", 3: "ad-hoc" };

const LINT_EXEMPT = "node_exporter gives rates in bits";

/** Figures of a station, each a family of its own. */
const VALUES: readonly {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly key: Exclude<keyof Station, "address">;
  readonly help: string;
  readonly lintExempt?: string;
}[] = [
  {
    name: "node_wifi_station_connected_seconds_total",
    type: "counter",
    key: "connectedSeconds",
    help: "Time that the station has been connected.",
  },
  {
    name: "node_wifi_station_inactive_seconds",
    type: "gauge",
    key: "inactiveSeconds",
    help: "Time since the station was last heard of.",
  },
  {
    name: "node_wifi_station_receive_bits_per_second",
    type: "gauge",
    key: "receiveRate",
    help: "Rate at which the station is being received.",
    lintExempt: LINT_EXEMPT,
  },
  {
    name: "node_wifi_station_transmit_bits_per_second",
    type: "gauge",
    key: "transmitRate",
    help: "Rate at which is being sent to the station.",
    lintExempt: LINT_EXEMPT,
  },
  {
    name: "node_wifi_station_receive_bytes_total",
    type: "counter",
    key: "receivedBytes",
    help: "Bytes received from the station.",
  },
  {
    name: "node_wifi_station_transmit_bytes_total",
    type: "counter",
    key: "transmittedBytes",
    help: "Bytes sent to the station.",
  },
  {
    name: "node_wifi_station_signal_dbm",
    type: "gauge",
    key: "signalDbm",
    help: "Strength of the station's signal in decibels over a milliwatt.",
  },
  {
    name: "node_wifi_station_transmit_retries_total",
    type: "counter",
    key: "transmitRetries",
    help: "Packets that had to be sent to the station again.",
  },
  {
    name: "node_wifi_station_transmit_failed_total",
    type: "counter",
    key: "transmitFailed",
    help: "Packets that could not be sent to the station.",
  },
  {
    name: "node_wifi_station_beacon_loss_total",
    type: "counter",
    key: "beaconLoss",
    help: "Times that the station's beacons were missed.",
  },
  {
    name: "node_wifi_station_transmitted_packets_total",
    type: "counter",
    key: "transmittedPackets",
    help: "Packets sent to the station.",
  },
  {
    name: "node_wifi_station_received_packets_total",
    type: "counter",
    key: "receivedPackets",
    help: "Packets received from the station.",
  },
];

function readKernel(host: Host): readonly WirelessDevice[] {
  try {
    return withNetlink(kernelOf(host), NETLINK_PROTOCOL.generic, listWirelessDevices);
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw new NoDataError("the kernel has no nl80211, so no wireless device");
    throw error;
  }
}

/** Wireless devices, their network and its stations. Reading needs no capability. */
export const wifi = defineCollector({
  name: "wifi",
  help: "Wireless devices, the network that they belong to and its stations, by nl80211.",
  enabledByDefault: false,
  options: {
    fixtures: {
      flag: "collector.wifi.fixtures",
      type: "string",
      default: "",
      hidden: true,
      help: "Folder with recorded devices to expose in place of what the kernel says, for tests.",
    },
  },
  read: (host: Host, _signal, { fixtures }): readonly WirelessDevice[] =>
    fixtures === "" ? askKernel(() => readKernel(host)) : readRecordedWireless(fixtures),
  families: (family) => [
    family({
      name: "node_wifi_interface_frequency_hertz",
      type: "gauge",
      labels: ["device"],
      help: "Frequency of the channel that the device uses; 0 when it uses none.",
      samples: (devices, emit) => {
        for (const { name, frequency } of devices) emit(frequency * MEGAHERTZ, name);
      },
    }),
    family({
      name: "node_wifi_station_info",
      type: "gauge",
      labels: ["device", "bssid", "ssid", "mode"],
      help: "Network that the device belongs to, and how, as labels; the value is always 1.",
      samples: (devices, emit) => {
        for (const { name, bss } of devices) {
          if (bss !== undefined) emit(1, name, bss.bssid, bss.ssid, MODES[bss.status] ?? "unknown");
        }
      },
    }),
    ...VALUES.map(({ key, ...spec }) =>
      family({
        ...spec,
        labels: ["device", "mac_address"],
        samples: (devices, emit) => {
          for (const { name: device, stations } of devices) {
            for (const station of stations) emit(station[key], device, station.address);
          }
        },
      }),
    ),
  ],
});
