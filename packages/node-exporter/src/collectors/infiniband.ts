import { defineCollector, ParseError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import { createDeviceFilter, type DeviceFilter } from "../device-filter.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { PORT_COUNTERS } from "../infiniband/port-counters.ts";
import { listClass } from "../list-class.ts";
import { requiredAttribute } from "../required-attribute.ts";
import { parseInfinibandRate, parseInfinibandState } from "../sysfs/infiniband-port.ts";
import { parseUint64 } from "../sysfs/uint64.ts";

interface Device {
  readonly device: string;
  readonly boardId: string;
  readonly firmwareVersion: string;
  readonly hcaType: string;
}

interface Port {
  readonly device: string;
  readonly port: string;
  readonly stateId: number;
  readonly physicalStateId: number;
  readonly rate: number;
  readonly lifespanSeconds: number | undefined;
  /** By position in PORT_COUNTERS. */
  readonly counters: readonly (number | undefined)[];
}

interface InfinibandState {
  readonly ignored: DeviceFilter;
  readonly pathsOf: (port: string) => readonly string[];
}

const CLASS = "class/infiniband";
const LIFESPAN = "hw_counters/lifespan";
const FILES = [...PORT_COUNTERS.map(([, file]) => file), LIFESPAN];
const PORT_NUMBER = /^\d{1,9}$/;

/** Counters of words of four bytes, whatever the number of lanes. */
const IN_WORDS: ReadonlySet<string> = new Set([
  "counters/port_rcv_data",
  "counters/port_xmit_data",
  "counters_ext/port_rcv_data_64",
  "counters_ext/port_xmit_data_64",
]);
const WORD_BYTES = 4n;
const MILLISECONDS = 1000n;
/** What a port without performance management says in place of a number. */
const NOT_AVAILABLE = "N/A (no PMA)";

function readCounter(sys: FileTree, path: string): bigint | undefined {
  const text = sys.attribute(path);
  return text === undefined || text.includes(NOT_AVAILABLE) ? undefined : parseUint64(text, path);
}

function readPort(sys: FileTree, device: string, entry: string, paths: readonly string[]): Port {
  const folder = `${CLASS}/${device}/ports/${entry}`;
  if (!PORT_NUMBER.test(entry)) throw new ParseError(folder, 0, "the port has no number");
  const required = <Value>(file: string, parse: (text: string, path: string) => Value): Value =>
    parse(requiredAttribute(sys, `${folder}/${file}`), `${folder}/${file}`);
  const counters: (number | undefined)[] = [];
  for (let at = 0; at < PORT_COUNTERS.length; at += 1) {
    const value = readCounter(sys, paths[at] as string);
    const inWords = IN_WORDS.has(FILES[at] as string);
    counters.push(value === undefined ? undefined : Number(inWords ? BigInt.asUintN(64, value * WORD_BYTES) : value));
  }
  const lifespan = readCounter(sys, paths[PORT_COUNTERS.length] as string);
  return {
    device,
    port: String(Number(entry)),
    stateId: required("state", parseInfinibandState),
    physicalStateId: required("phys_state", parseInfinibandState),
    rate: required("rate", parseInfinibandRate),
    // Whole seconds, as in node_exporter.
    lifespanSeconds: lifespan === undefined ? undefined : Number(lifespan / MILLISECONDS),
    counters,
  };
}

/** Ports of InfiniBand and RoCE adapters. */
export const infiniband: CollectorDefinition<Host> = defineCollector({
  name: "infiniband",
  help: "State, rate, traffic and errors of InfiniBand and RoCE ports, from /sys/class/infiniband.",
  enabledByDefault: true,
  options: {
    include: {
      flag: "collector.infiniband.device-include",
      type: "regex",
      default: "",
      help: "InfiniBand devices to expose.",
    },
    exclude: {
      flag: "collector.infiniband.device-exclude",
      type: "regex",
      default: "",
      help: "InfiniBand devices to leave out.",
    },
  },
  setup: (patterns, _host: Host): InfinibandState => ({
    ignored: createDeviceFilter(patterns),
    pathsOf: createAttributePaths(CLASS, FILES),
  }),
  read: ({ sys }: Host, _signal, { ignored, pathsOf }) => {
    const devices: Device[] = [];
    const ports: Port[] = [];
    for (const device of listClass(sys, CLASS)) {
      if (ignored(device)) continue;
      const folder = `${CLASS}/${device}`;
      devices.push({
        device,
        boardId: sys.attribute(`${folder}/board_id`) ?? "",
        firmwareVersion: requiredAttribute(sys, `${folder}/fw_ver`),
        hcaType: sys.attribute(`${folder}/hca_type`) ?? "",
      });
      for (const entry of listClass(sys, `${folder}/ports`)) {
        ports.push(readPort(sys, device, entry, pathsOf(`${device}/ports/${entry}`)));
      }
    }
    return { devices, ports };
  },
  families: (family) => [
    family({
      name: "node_infiniband_info",
      type: "gauge",
      labels: ["device", "board_id", "firmware_version", "hca_type"],
      help: "Board and firmware of the adapter as labels; the value is always 1.",
      samples: ({ devices }, emit) => {
        for (const { device, boardId, firmwareVersion, hcaType } of devices) {
          emit(1, device, boardId, firmwareVersion, hcaType);
        }
      },
    }),
    family({
      name: "node_infiniband_state_id",
      type: "gauge",
      labels: ["device", "port"],
      help: "Logical state of the port: 1 down, 2 initialising, 3 armed, 4 active, 5 active and deferred.",
      samples: ({ ports }, emit) => {
        for (const { device, port, stateId } of ports) emit(stateId, device, port);
      },
    }),
    family({
      name: "node_infiniband_physical_state_id",
      type: "gauge",
      labels: ["device", "port"],
      help: "Physical state of the port: 1 sleep, 2 polling, 3 disabled, 4 training, 5 link up, 6 recovering, 7 test.",
      samples: ({ ports }, emit) => {
        for (const { device, port, physicalStateId } of ports) emit(physicalStateId, device, port);
      },
    }),
    family({
      name: "node_infiniband_rate_bytes_per_second",
      type: "gauge",
      labels: ["device", "port"],
      help: "Rate at which the link can transfer at most.",
      samples: ({ ports }, emit) => {
        for (const { device, port, rate } of ports) emit(rate, device, port);
      },
    }),
    family({
      name: "node_infiniband_lifespan_seconds",
      type: "gauge",
      labels: ["device", "port"],
      help: "For how long the driver may answer with the counters that it has read before.",
      samples: ({ ports }, emit) => {
        for (const { device, port, lifespanSeconds } of ports) {
          if (lifespanSeconds !== undefined) emit(lifespanSeconds, device, port);
        }
      },
    }),
    ...PORT_COUNTERS.map(([name, , help], at) =>
      family({
        name,
        type: "counter",
        labels: ["device", "port"],
        help,
        samples: ({ ports }, emit) => {
          for (let index = 0; index < ports.length; index += 1) {
            const { device, port, counters } = ports[index] as Port;
            const value = counters[at];
            if (value !== undefined) emit(value, device, port);
          }
        },
      }),
    ),
  ],
});
