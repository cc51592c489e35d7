import type { NetworkData, PortablePlatform } from "./portable-source.ts";

/** A counter of network devices: its usual name, its detailed name, and where its value is. */
export interface NetworkCounter {
  readonly name: string;
  /** The name that `--collector.netdev.enable-detailed-metrics` gives it. */
  readonly detailed: string;
  readonly key: Exclude<keyof NetworkData, "iface">;
  readonly help: string;
}

const RECEIVED: NetworkCounter = {
  name: "node_network_receive_bytes_total",
  detailed: "node_network_receive_bytes_total",
  key: "rx_bytes",
  help: "Bytes received by the network device.",
};
const SENT: NetworkCounter = {
  name: "node_network_transmit_bytes_total",
  detailed: "node_network_transmit_bytes_total",
  key: "tx_bytes",
  help: "Bytes sent by the network device.",
};
const RECEIVED_BAD: NetworkCounter = {
  name: "node_network_receive_errs_total",
  detailed: "node_network_receive_errors_total",
  key: "rx_errors",
  help: "Received packets that were bad.",
};
const SENT_BAD: NetworkCounter = {
  name: "node_network_transmit_errs_total",
  detailed: "node_network_transmit_errors_total",
  key: "tx_errors",
  help: "Packets that the network device failed to send.",
};
const RECEIVED_DROPPED: NetworkCounter = {
  name: "node_network_receive_drop_total",
  detailed: "node_network_receive_dropped_total",
  key: "rx_dropped",
  help: "Received packets that were dropped.",
};
const SENT_DROPPED: NetworkCounter = {
  name: "node_network_transmit_drop_total",
  detailed: "node_network_transmit_dropped_total",
  key: "tx_dropped",
  help: "Packets dropped on their way out.",
};

const COMMON = [RECEIVED, RECEIVED_BAD, SENT, SENT_BAD];
const WITH_DROPS = [...COMMON, RECEIVED_DROPPED, SENT_DROPPED];

/** Counters by platform. The one column of drops in macOS' netstat is given by the library in both directions. */
export const NETWORK_COUNTERS: Readonly<Record<PortablePlatform, readonly NetworkCounter[]>> = {
  darwin: COMMON,
  freebsd: WITH_DROPS,
  linux: WITH_DROPS,
  windows: WITH_DROPS,
};

const isQuiet = ({ rx_bytes: received, tx_bytes: sent }: NetworkData): boolean => !received && !sent;

/** Bound of the devices that are remembered. */
const MAX_DEVICES = 4096;

/**
 * Makes the filter of rows that are a tool's silence: a device that has had traffic never goes back to none, so the
 * library then got no answer for it, and 0 would look like a counter that started anew. Each device is kept once.
 */
export function createSilenceFilter(): (rows: readonly NetworkData[]) => readonly NetworkData[] {
  const busy = new Set<string>();
  return (rows) => {
    const seen = new Set<string>();
    return rows.filter((row) => {
      const { iface } = row;
      if (iface === "" || seen.has(iface)) return false;
      seen.add(iface);
      if (isQuiet(row)) return !busy.has(iface);
      if (busy.size >= MAX_DEVICES) busy.clear();
      busy.add(iface);
      return true;
    });
  };
}
