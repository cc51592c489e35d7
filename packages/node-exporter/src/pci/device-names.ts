import { parsePciIds, type PciIds, type PciNames } from "./parse-ids.ts";

/** Names of one PCI device; a number of `PciIds` stands in for a name that the database does not have. */
export interface PciDeviceNames {
  readonly vendor: string;
  readonly device: string;
  readonly subsystemVendor: string;
  readonly subsystemDevice: string;
  readonly class: string;
}

function className(classes: PciNames["classes"], code: string): string {
  return (
    classes.get(code) ?? classes.get(code.slice(0, 4)) ?? classes.get(code.slice(0, 2)) ?? `Unknown class (${code})`
  );
}

function namesOf(ids: PciIds, { vendors, devices, subsystems, classes }: PciNames): PciDeviceNames {
  const { vendor, device, subsystemVendor, subsystemDevice } = ids;
  return {
    vendor: vendors.get(vendor) ?? vendor,
    device: devices.get(`${vendor}:${device}`) ?? device,
    subsystemVendor: vendors.get(subsystemVendor) ?? subsystemVendor,
    subsystemDevice: subsystems.get(`${vendor}:${device}:${subsystemVendor}:${subsystemDevice}`) ?? subsystemDevice,
    class: className(classes, ids.class),
  };
}

const keyOf = ({ vendor, device, subsystemVendor, subsystemDevice }: PciIds): string =>
  `${vendor}:${device}:${subsystemVendor}:${subsystemDevice}`;

/**
 * Makes a reader of the names of all of a machine's PCI devices. `read`, which gives the text of pci.ids, is called at
 * first and when a device comes that was not there before: what the machine does not have is not kept in memory.
 */
export function createPciDeviceNames(read: () => string): (devices: readonly PciIds[]) => readonly PciDeviceNames[] {
  let known: ReadonlySet<string> = new Set();
  let names: PciNames | undefined;
  return (devices) => {
    if (names === undefined || devices.some((ids) => !known.has(keyOf(ids)))) {
      names = parsePciIds(read(), devices);
      known = new Set(devices.map(keyOf));
    }
    const found = names;
    return devices.map((ids) => namesOf(ids, found));
  };
}
