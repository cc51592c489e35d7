import { defineCollector, type CollectorDefinition, type LabelPairs } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { createPciDeviceNames, type PciDeviceNames } from "../pci/device-names.ts";
import { PCI_NUMBERS, readPciDevice, type PciDevice } from "../pci/read-device.ts";
import { readPciIdsFile } from "../pci/read-ids-file.ts";

interface Devices {
  readonly devices: readonly PciDevice[];
  /** By position in `devices`; undefined when names are not asked for. */
  readonly names: readonly PciDeviceNames[] | undefined;
}

const FOLDER = "bus/pci/devices";
const POWER_STATES = ["D0", "D1", "D2", "D3hot", "D3cold", "unknown", "error"] as const;
const LOCATION = ["segment", "bus", "device", "function"] as const;

const INFO = "node_pcidevice_info";
const INFO_HELP = "Parent, class, vendor and model of the PCI device as labels; the value is always 1.";
const INFO_LABELS = [
  ...LOCATION,
  "parent_segment",
  "parent_bus",
  "parent_device",
  "parent_function",
  "class_id",
  "vendor_id",
  "device_id",
  "subsystem_vendor_id",
  "subsystem_device_id",
  "revision",
] as const;
const NAME_LABELS = ["vendor_name", "device_name", "subsystem_vendor_name", "subsystem_device_name", "class_name"];

/** A device on a root bus has no parent that it could name. */
const NO_PARENT = { segment: "*", bus: "*", device: "*", function: "*" };

function infoValues({ location, parent = NO_PARENT, ids, revision }: PciDevice) {
  return [
    location.segment,
    location.bus,
    location.device,
    location.function,
    parent.segment,
    parent.bus,
    parent.device,
    parent.function,
    `0x${ids.class}`,
    `0x${ids.vendor}`,
    `0x${ids.device}`,
    `0x${ids.subsystemVendor}`,
    `0x${ids.subsystemDevice}`,
    `0x${revision}`,
  ] as const;
}

function namedLabels(device: PciDevice, names: PciDeviceNames): LabelPairs {
  const values = infoValues(device);
  const nameValues = [names.vendor, names.device, names.subsystemVendor, names.subsystemDevice, names.class];
  return [
    ...INFO_LABELS.map((label, at) => [label, values[at] as string] as const),
    ...NAME_LABELS.map((label, at) => [label, nameValues[at] as string] as const),
  ];
}

/** Devices of the PCI bus. */
export const pcidevice: CollectorDefinition<Host> = defineCollector({
  name: "pcidevice",
  help: "Identity, link, power state and virtual functions of PCI devices, from /sys/bus/pci/devices.",
  enabledByDefault: false,
  isSteady: true,
  options: {
    idsFile: {
      flag: "collector.pcidevice.idsfile",
      type: "string",
      default: "",
      help: "Database of PCI names (pci.ids); the usual places are tried when it is empty.",
    },
    names: {
      flag: "collector.pcidevice.names",
      type: "boolean",
      default: false,
      help: "Add the names of vendor, device and class, from the database of PCI names.",
    },
  },
  setup: ({ idsFile, names }, _host: Host) => (names ? createPciDeviceNames(() => readPciIdsFile(idsFile)) : undefined),
  read: ({ sys }: Host, _signal, namesOf): Devices => {
    const entries = listClass(sys, FOLDER);
    const devices = orNoData(
      () => entries.map((entry) => readPciDevice(sys, entry)),
      `a file of a device in ${sys.root}/${FOLDER} is missing`,
    );
    return { devices, names: namesOf?.(devices.map(({ ids }) => ids)) };
  },
  families: (family) => [
    family({
      name: "node_pcidevice_info",
      type: "gauge",
      labels: INFO_LABELS,
      help: INFO_HELP,
      samples: ({ devices, names }, emit) => {
        if (names !== undefined) return;
        for (const device of devices) emit(1, ...infoValues(device));
      },
    }),
    // With names the family has more labels.
    family.foreign({
      help: INFO_HELP,
      families: ({ devices, names }) =>
        names === undefined || devices.length === 0
          ? []
          : [
              {
                name: INFO,
                type: "gauge",
                help: INFO_HELP,
                points: devices.map((device, at) => ({
                  labels: namedLabels(device, names[at] as PciDeviceNames),
                  value: 1,
                })),
              },
            ],
    }),
    ...PCI_NUMBERS.map(({ name, help }, at) =>
      family({
        name,
        type: "gauge",
        labels: LOCATION,
        help,
        samples: ({ devices }, emit) => {
          for (let index = 0; index < devices.length; index += 1) {
            const { location, numbers } = devices[index] as PciDevice;
            emit(numbers[at] as number, location.segment, location.bus, location.device, location.function);
          }
        },
      }),
    ),
    family({
      name: "node_pcidevice_power_state",
      type: "gauge",
      labels: [...LOCATION, "state"],
      help: "1 for the power state that the device is in, 0 for the others.",
      samples: ({ devices }, emit) => {
        for (const { location, powerState } of devices) {
          if (powerState === undefined) continue;
          for (const state of POWER_STATES) {
            emit(
              powerState === state ? 1 : 0,
              location.segment,
              location.bus,
              location.device,
              location.function,
              state,
            );
          }
        }
      },
    }),
    family({
      name: "node_pcidevice_numa_node",
      type: "gauge",
      labels: LOCATION,
      help: "NUMA node that the device is next to; absent when the machine has none.",
      samples: ({ devices }, emit) => {
        for (const { location, numaNode } of devices) {
          if (numaNode === -1) continue;
          emit(numaNode, location.segment, location.bus, location.device, location.function);
        }
      },
    }),
  ],
});
