import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { parseUint64 } from "../sysfs/uint64.ts";

interface FibreChannelHost {
  readonly name: string;
  /** By position in INFO. */
  readonly info: readonly string[];
  /** By position in COUNTERS. */
  readonly counters: readonly (number | undefined)[];
}

const CLASS = "class/fc_host";

/** Attributes that the info family has as labels; those that hold a hexadecimal number lose its prefix. */
const INFO = [
  { attribute: "speed", isHexadecimal: false },
  { attribute: "port_state", isHexadecimal: false },
  { attribute: "port_type", isHexadecimal: false },
  { attribute: "port_id", isHexadecimal: true },
  { attribute: "port_name", isHexadecimal: true },
  { attribute: "fabric_name", isHexadecimal: true },
  { attribute: "symbolic_name", isHexadecimal: false },
  { attribute: "supported_classes", isHexadecimal: false },
  { attribute: "supported_speeds", isHexadecimal: false },
  { attribute: "dev_loss_tmo", isHexadecimal: false },
] as const;

const PORT_STATE = 1;
/** `0x` */
const PREFIX_LENGTH = 2;

/** Counters of FC-HBA (fc_host_statistics of scsi_transport_fc.h), by family. */
const COUNTERS = [
  ["node_fibrechannel_dumped_frames_total", "dumped_frames", "Frames that the port dropped for want of buffers."],
  ["node_fibrechannel_error_frames_total", "error_frames", "Frames that arrived with an error."],
  ["node_fibrechannel_fcp_packet_aborts_total", "fcp_packet_aborts", "SCSI commands over the port that were aborted."],
  ["node_fibrechannel_invalid_crc_total", "invalid_crc_count", "Frames that arrived with a wrong checksum."],
  [
    "node_fibrechannel_invalid_tx_words_total",
    "invalid_tx_word_count",
    "Transmission words that arrived with a wrong coding.",
  ],
  ["node_fibrechannel_link_failure_total", "link_failure_count", "Times that the port's link failed."],
  ["node_fibrechannel_loss_of_signal_total", "loss_of_signal_count", "Times that the port lost the signal."],
  [
    "node_fibrechannel_loss_of_sync_total",
    "loss_of_sync_count",
    "Times that the port lost the synchronisation on words.",
  ],
  [
    "node_fibrechannel_nos_total",
    "nos_count",
    "Not-operational sequences (NOS) that the port received from the other end.",
  ],
  ["node_fibrechannel_rx_frames_total", "rx_frames", "Frames that the port received."],
  ["node_fibrechannel_rx_words_total", "rx_words", "Words of four bytes that the port received."],
  [
    "node_fibrechannel_seconds_since_last_reset_total",
    "seconds_since_last_reset",
    "Seconds since the port's statistics were reset.",
  ],
  ["node_fibrechannel_tx_frames_total", "tx_frames", "Frames that the port sent."],
  ["node_fibrechannel_tx_words_total", "tx_words", "Words of four bytes that the port sent."],
] as const;

const FILES = [
  ...INFO.map(({ attribute }) => attribute),
  ...COUNTERS.map(([, attribute]) => `statistics/${attribute}`),
] as const;

/** What an adapter says of a counter that it does not have. */
const ABSENT = 2n ** 64n - 1n;

function readHost(sys: FileTree, name: string, paths: readonly string[]): FibreChannelHost {
  const info: string[] = [];
  let isUnknown = false;
  for (let at = 0; at < INFO.length; at += 1) {
    const value = sys.attribute(paths[at] as string);
    if (at === PORT_STATE) isUnknown = value === undefined || value === "Unknown";
    const text = value ?? "";
    info.push(INFO[at]?.isHexadecimal === true && text.length > PREFIX_LENGTH ? text.slice(PREFIX_LENGTH) : text);
  }
  const counters: (number | undefined)[] = [];
  for (let at = INFO.length; at < FILES.length; at += 1) {
    // Of a disabled port there are no statistics, and node_exporter gives zeros for it.
    const path = paths[at] as string;
    const text = isUnknown ? "0" : sys.attribute(path);
    const value = text === undefined ? ABSENT : parseUint64(text, path);
    counters.push(value === ABSENT ? undefined : Number(value));
  }
  return { name, info, counters };
}

/** Ports of Fibre Channel host bus adapters. */
export const fibrechannel: CollectorDefinition<Host> = defineCollector({
  name: "fibrechannel",
  help: "State, traffic and errors of Fibre Channel ports, from /sys/class/fc_host.",
  enabledByDefault: true,
  setup: (_options, _host: Host) => createAttributePaths(CLASS, FILES),
  read: ({ sys }: Host, _signal, pathsOf) => listClass(sys, CLASS).map((name) => readHost(sys, name, pathsOf(name))),
  families: (family) => [
    family({
      name: "node_fibrechannel_info",
      type: "gauge",
      labels: ["fc_host", ...INFO.map(({ attribute }) => attribute)],
      help: "Identity, speed and state of the port as labels; the value is always 1.",
      samples: (hosts, emit) => {
        for (const { name, info } of hosts) emit(1, name, ...info);
      },
    }),
    ...COUNTERS.map(([name, , help], at) =>
      family({
        name,
        type: "counter",
        labels: ["fc_host"],
        help,
        samples: (hosts, emit) => {
          for (let index = 0; index < hosts.length; index += 1) {
            const { name: host, counters } = hosts[index] as FibreChannelHost;
            const value = counters[at];
            if (value !== undefined) emit(value, host);
          }
        },
      }),
    ),
  ],
});
