import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import {
  ASYM_PAUSE_BIT,
  AUTONEG_BIT,
  hasMode,
  PAUSE_BIT,
  portsOf,
  speedsOf,
  type LinkSpeed,
} from "../native/ethtool-link-modes.ts";
import { createEthtoolReader, type EthtoolDevice, type EthtoolReader } from "../native/ethtool-reader.ts";
import { createStatisticsSelection } from "../native/ethtool-statistics.ts";
import { withVirtualDevices } from "../virtual-devices.ts";

const CLASS = "class/net";
/** The one file among the folders of devices. */
const BONDING_MASTERS = "bonding_masters";
const BYTES_PER_MEGABIT = 125_000;

/** In the order of COMMON_STATISTICS. */
const COMMON = [
  ["node_ethtool_received_bytes_total", "Bytes that the device received, by its driver's count."],
  ["node_ethtool_received_dropped_total", "Received packets that were dropped, by the driver's count."],
  ["node_ethtool_received_errors_total", "Received packets that were faulty, by the driver's count."],
  ["node_ethtool_received_packets_total", "Packets that the device received, by its driver's count."],
  ["node_ethtool_transmitted_bytes_total", "Bytes that the device sent, by its driver's count."],
  ["node_ethtool_transmitted_errors_total", "Packets that could not be sent, by the driver's count."],
  ["node_ethtool_transmitted_packets_total", "Packets that the device sent, by its driver's count."],
] as const;

const SPEED_FAMILIES = [
  [
    "node_network_supported_speed_bytes",
    "supported",
    "Speed of a link mode that the device can use, in bytes per second, with duplex and medium.",
  ],
  [
    "node_network_advertised_speed_bytes",
    "advertised",
    "Speed of a link mode that the device offers its peer, in bytes per second, with duplex and medium.",
  ],
] as const;

const CAPABILITIES = [
  ["node_network_autonegotiate_supported", "supported", AUTONEG_BIT, "Whether the port can negotiate its link (1)."],
  ["node_network_pause_supported", "supported", PAUSE_BIT, "Whether the port can use pause frames (1)."],
  [
    "node_network_asymmetricpause_supported",
    "supported",
    ASYM_PAUSE_BIT,
    "Whether the port can use pause frames in one direction alone (1).",
  ],
  ["node_network_autonegotiate_advertised", "advertised", AUTONEG_BIT, "Whether the port offers to negotiate (1)."],
  ["node_network_pause_advertised", "advertised", PAUSE_BIT, "Whether the port offers pause frames (1)."],
  [
    "node_network_asymmetricpause_advertised",
    "advertised",
    ASYM_PAUSE_BIT,
    "Whether the port offers pause frames in one direction alone (1).",
  ],
] as const;

interface EthtoolState {
  readonly ignores: (device: string) => boolean;
  readonly reader: EthtoolReader;
}

/** What the drivers of network devices tell: link modes, identity and statistics of their own. */
export const ethtool: CollectorDefinition<Host> = defineCollector({
  name: "ethtool",
  help: "Link modes, driver and driver statistics of network devices, by SIOCETHTOOL for each of /sys/class/net.",
  enabledByDefault: false,
  options: {
    include: {
      flag: "collector.ethtool.device-include",
      type: "regex",
      default: "",
      help: "Network devices to ask, all others being left out.",
    },
    exclude: {
      flag: "collector.ethtool.device-exclude",
      type: "regex",
      default: "",
      help: "Network devices to leave out.",
    },
    metricsInclude: {
      flag: "collector.ethtool.metrics-include",
      type: "regex",
      default: ".*",
      help: "Statistics to expose, by their names with underscores for what a metric name does not allow.",
    },
  },
  setup: ({ include, exclude, metricsInclude }, host: Host): EthtoolState => ({
    ignores: withVirtualDevices(createDeviceFilter({ include, exclude }), host),
    reader: createEthtoolReader(createStatisticsSelection(metricsInclude)),
  }),
  read: ({ sys }: Host, signal, state) => {
    const devices = listClass(sys, CLASS).filter((device) => device !== BONDING_MASTERS);
    if (devices.length === 0) throw new Error("no network devices found");
    return state.reader.read(
      devices.filter((device) => !state.ignores(device)),
      signal,
    );
  },
  families: (family) => [
    family({
      name: "node_ethtool_info",
      type: "gauge",
      labels: ["device", "driver", "version", "firmware_version", "expansion_rom_version", "bus_info"],
      help: "Driver, firmware and bus address of the device as labels; the value is always 1.",
      samples: (devices, emit) => {
        for (let at = 0; at < devices.length; at += 1) {
          const { device, driver } = devices[at] as EthtoolDevice;
          if (driver === undefined) continue;
          emit(
            1,
            device,
            driver.driver,
            driver.version,
            driver.firmwareVersion,
            driver.expansionRomVersion,
            driver.busInfo,
          );
        }
      },
    }),
    ...COMMON.map(([name, help], position) =>
      family({
        name,
        type: "unknown",
        labels: ["device"],
        help,
        samples: (devices, emit) => {
          for (let at = 0; at < devices.length; at += 1) {
            const { device, statistics } = devices[at] as EthtoolDevice;
            const value = statistics.common[position];
            if (value !== undefined) emit(value, device);
          }
        },
      }),
    ),
    family.dynamic({
      prefix: "node_ethtool_",
      type: "unknown",
      labels: ["device"],
      help: "Statistic of the device's driver under the driver's name for it, rx and tx written out.",
      samples: (devices, emit) => {
        for (let index = 0; index < devices.length; index += 1) {
          const { device, statistics } = devices[index] as EthtoolDevice;
          const { names, values } = statistics;
          for (let at = 0; at < names.length; at += 1) emit(names[at] as string, values[at] as number, device);
        }
      },
    }),
    ...SPEED_FAMILIES.map(([name, modes, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device", "duplex", "mode"],
        help,
        samples: (devices, emit) => {
          for (let at = 0; at < devices.length; at += 1) {
            const { device, settings } = devices[at] as EthtoolDevice;
            if (settings === undefined) continue;
            const speeds = speedsOf(settings[modes]);
            for (let index = 0; index < speeds.length; index += 1) {
              const { megabits, duplex, mode } = speeds[index] as LinkSpeed;
              emit(megabits * BYTES_PER_MEGABIT, device, duplex, mode);
            }
          }
        },
      }),
    ),
    family({
      name: "node_network_supported_port_info",
      type: "gauge",
      labels: ["device", "type"],
      help: "Kind of port or medium that the device has as a label; the value is always 1.",
      samples: (devices, emit) => {
        for (let at = 0; at < devices.length; at += 1) {
          const { device, settings } = devices[at] as EthtoolDevice;
          if (settings === undefined) continue;
          const ports = portsOf(settings.supported);
          for (let index = 0; index < ports.length; index += 1) emit(1, device, ports[index] as string);
        }
      },
    }),
    ...CAPABILITIES.map(([name, modes, bit, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["device"],
        help,
        samples: (devices, emit) => {
          for (let at = 0; at < devices.length; at += 1) {
            const { device, settings } = devices[at] as EthtoolDevice;
            if (settings !== undefined) emit(hasMode(settings[modes], bit), device);
          }
        },
      }),
    ),
    family({
      name: "node_network_autonegotiate",
      type: "gauge",
      labels: ["device"],
      help: "Whether the port negotiates its link (1) or has it set (0).",
      samples: (devices, emit) => {
        for (let at = 0; at < devices.length; at += 1) {
          const { device, settings } = devices[at] as EthtoolDevice;
          if (settings !== undefined) emit(settings.autonegotiate, device);
        }
      },
    }),
  ],
});
