import { ParseError } from "@sightglass/metrics-registry";
import { posix } from "node:path";
import type { FileTree } from "../file-tree.ts";
import type { PciIds } from "./parse-ids.ts";
import { parsePciLinkSpeed } from "./parse-link-speed.ts";
import { parsePciLocation, type PciLocation } from "./parse-location.ts";

/** A PCI device, plain data. */
export interface PciDevice {
  readonly location: PciLocation;
  /** The bridge that it is behind; undefined for one on a root bus. */
  readonly parent: PciLocation | undefined;
  readonly ids: PciIds;
  /** Two hexadecimal digits. */
  readonly revision: string;
  /** By position in PCI_NUMBERS. */
  readonly numbers: readonly number[];
  readonly powerState: string | undefined;
  readonly numaNode: number;
}

/** An attribute of a PCI device that becomes a family. */
interface PciNumber {
  readonly name: string;
  readonly attribute: string;
  /** Value of a device that does not have the attribute or does not know it. */
  readonly absent: number;
  readonly parse: (text: string, path: string) => number | undefined;
  readonly help: string;
}

const INTEGER = /^-?\d+$/;
const HEXADECIMAL = /^0x[0-9a-f]{1,8}$/i;
const TRANSFERS_PER_GIGATRANSFER = 1e9;
const MAX_ID = 0x7fffffff;

function parseInteger(text: string, path: string): number {
  if (!INTEGER.test(text)) throw new ParseError(path, 1, `expected a whole number, found ${JSON.stringify(text)}`);
  return Number(text);
}

const parseSwitch = (text: string, path: string): number => (parseInteger(text, path) === 0 ? 0 : 1);

const parseWidth = (text: string, path: string): number | undefined =>
  text.startsWith("Unknown") ? undefined : parseInteger(text, path);

function parseSpeed(text: string, path: string): number | undefined {
  const speed = parsePciLinkSpeed(text, path);
  return speed === undefined ? undefined : speed * TRANSFERS_PER_GIGATRANSFER;
}

/** Attributes of PCI devices (Documentation/ABI/testing/sysfs-bus-pci) that every device has a sample of. */
export const PCI_NUMBERS: readonly PciNumber[] = [
  {
    name: "node_pcidevice_max_link_transfers_per_second",
    attribute: "max_link_speed",
    absent: -1,
    parse: parseSpeed,
    help: "Transfers per second that the device's link can do; -1 when it has no such link.",
  },
  {
    name: "node_pcidevice_max_link_width",
    attribute: "max_link_width",
    absent: -1,
    parse: parseWidth,
    help: "Lanes that the device's link can have; -1 when it has no such link.",
  },
  {
    name: "node_pcidevice_current_link_transfers_per_second",
    attribute: "current_link_speed",
    absent: -1,
    parse: parseSpeed,
    help: "Transfers per second that the device's link does; -1 when it has no such link.",
  },
  {
    name: "node_pcidevice_current_link_width",
    attribute: "current_link_width",
    absent: -1,
    parse: parseWidth,
    help: "Lanes that the device's link uses; -1 when it has no such link.",
  },
  {
    name: "node_pcidevice_d3cold_allowed",
    attribute: "d3cold_allowed",
    absent: 0,
    parse: parseSwitch,
    help: "Whether the device may be powered off while it is idle (1) or not (0).",
  },
  {
    name: "node_pcidevice_sriov_drivers_autoprobe",
    attribute: "sriov_drivers_autoprobe",
    absent: 0,
    parse: parseSwitch,
    help: "Whether virtual functions are given to a driver at once (1) or not (0).",
  },
  {
    name: "node_pcidevice_sriov_numvfs",
    attribute: "sriov_numvfs",
    absent: 0,
    parse: parseInteger,
    help: "Virtual functions that are switched on.",
  },
  {
    name: "node_pcidevice_sriov_totalvfs",
    attribute: "sriov_totalvfs",
    absent: 0,
    parse: parseInteger,
    help: "Virtual functions that the device can have.",
  },
  {
    name: "node_pcidevice_sriov_vf_total_msix",
    attribute: "sriov_vf_total_msix",
    absent: 0,
    parse: parseInteger,
    help: "Interrupt vectors (MSI-X) that virtual functions can share out.",
  },
];

/** A number that the device must have, in at least `width` hexadecimal digits. */
function readId(sys: FileTree, path: string, width: number): string {
  const text = sys.hot(path, 0).trim();
  const value = HEXADECIMAL.test(text) ? Number(text) : Infinity;
  if (value > MAX_ID) throw new ParseError(path, 1, `expected a number such as 0x8086, found ${JSON.stringify(text)}`);
  return value.toString(16).padStart(width, "0");
}

/** A device that does not answer for an attribute, as one that sleeps or is being removed, counts as not having it. */
function readNumber(sys: FileTree, folder: string, { attribute, parse, absent }: PciNumber): number {
  const path = `${folder}/${attribute}`;
  const text = sys.attribute(path);
  return text === undefined || text === "" ? absent : (parse(text, path) ?? absent);
}

/** Root buses, `pci0000:00`, are no devices. */
const ROOT_PREFIX = "pci";

const FOLDER = "bus/pci/devices";
const NO_NODE = -1;

/**
 * Reads the PCI device `entry` of /sys/bus/pci/devices, a link whose target ends with the parent and the device. Throws
 * the file system's error when one of the numbers that every device has is missing, and ParseError.
 */
export function readPciDevice(sys: FileTree, entry: string): PciDevice {
  const target = sys.link(`${FOLDER}/${entry}`);
  const folder = posix.join(FOLDER, target);
  const parent = posix.basename(posix.dirname(target));
  const numaNode = sys.attribute(`${folder}/numa_node`);
  const powerState = sys.attribute(`${folder}/power_state`);
  return {
    location: parsePciLocation(posix.basename(target), folder),
    parent: parent.startsWith(ROOT_PREFIX) ? undefined : parsePciLocation(parent, folder),
    ids: {
      vendor: readId(sys, `${folder}/vendor`, 4),
      device: readId(sys, `${folder}/device`, 4),
      subsystemVendor: readId(sys, `${folder}/subsystem_vendor`, 4),
      subsystemDevice: readId(sys, `${folder}/subsystem_device`, 4),
      class: readId(sys, `${folder}/class`, 6),
    },
    revision: readId(sys, `${folder}/revision`, 2),
    numbers: PCI_NUMBERS.map((number) => readNumber(sys, folder, number)),
    powerState: powerState === "" ? undefined : powerState,
    numaNode: numaNode === undefined || numaNode === "" ? NO_NODE : parseInteger(numaNode, `${folder}/numa_node`),
  };
}
