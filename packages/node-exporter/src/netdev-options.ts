import type { OptionSpecs } from "@sightglass/metrics-registry";

/** Options of netdev that mean the same on every platform. */
export const NETDEV_OPTIONS = {
  include: {
    flag: "collector.netdev.device-include",
    type: "regex",
    default: "",
    aliases: ["collector.netdev.device-whitelist"],
    help: "Devices to expose; not together with device-exclude.",
  },
  exclude: {
    flag: "collector.netdev.device-exclude",
    type: "regex",
    default: "",
    aliases: ["collector.netdev.device-blacklist"],
    help: "Devices to leave out; not together with device-include.",
  },
  addressInfo: {
    flag: "collector.netdev.address-info",
    type: "boolean",
    default: false,
    help: "Expose the addresses of each device.",
  },
} as const satisfies OptionSpecs;
