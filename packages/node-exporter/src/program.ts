import { createRequire } from "node:module";
import { defineProgram, type Program } from "@sightglass/exporter-kit";
import { acceptedCollectors } from "./accepted-collectors.ts";
import { collectors } from "./collectors/index.ts";
import { closeHost, createHost, DEFAULT_PATHS } from "./create-host.ts";
import { VIRTUAL_DEVICES } from "./virtual-devices.ts";

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** The node exporter: node_exporter's flags and series over this host's /proc and /sys. */
export const nodeExporter: Program = defineProgram({
  name: "node_exporter",
  command: "node",
  description: "Metrics of this host from /proc and /sys, under node_exporter's names.",
  version,
  defaultListenAddress: ":9100",
  health: {
    success: "node_scrape_collector_success",
    duration: "node_scrape_collector_duration_seconds",
    status: "node_scrape_collector_status",
  },
  buildInfoFamily: "node_exporter_build_info",
  acceptedCollectors,
  options: {
    procfs: {
      flag: "path.procfs",
      type: "string",
      default: DEFAULT_PATHS.procfs,
      placeholder: "PATH",
      help: "Where the host's procfs is mounted.",
    },
    sysfs: {
      flag: "path.sysfs",
      type: "string",
      default: DEFAULT_PATHS.sysfs,
      placeholder: "PATH",
      help: "Where the host's sysfs is mounted.",
    },
    rootfs: {
      flag: "path.rootfs",
      type: "string",
      default: DEFAULT_PATHS.rootfs,
      placeholder: "PATH",
      help: "Where the host's root file system is mounted; taken off the front of mount points.",
    },
    udevData: {
      flag: "path.udev.data",
      type: "string",
      default: DEFAULT_PATHS.udevData,
      placeholder: "PATH",
      help: "Where udev keeps its database of devices.",
    },
    virtualDevices: {
      flag: "collector.net.virtual",
      type: "choice",
      default: "include",
      choices: VIRTUAL_DEVICES,
      help: "Whether netdev, netclass, ethtool and qdisc report the devices of containers, guests and tunnels.",
    },
  },
  collectors,
  createSource: (options, { log }) => createHost(options, (message, fields) => log.warn(message, fields)),
  closeSource: closeHost,
});
