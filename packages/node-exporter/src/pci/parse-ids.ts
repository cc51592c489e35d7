/** The numbers by which the names of a PCI device are looked up, in four lower case hexadecimal digits, the class in six. */
export interface PciIds {
  readonly vendor: string;
  readonly device: string;
  readonly subsystemVendor: string;
  readonly subsystemDevice: string;
  readonly class: string;
}

/** Names that the database has for some devices. */
export interface PciNames {
  /** By vendor. */
  readonly vendors: ReadonlyMap<string, string>;
  /** By `vendor:device`. */
  readonly devices: ReadonlyMap<string, string>;
  /** By `vendor:device:subsystem vendor:subsystem device`. */
  readonly subsystems: ReadonlyMap<string, string>;
  /** By class, class and subclass, or these and the programming interface: two, four or six digits. */
  readonly classes: ReadonlyMap<string, string>;
}

/** A line's number and name, which two spaces separate; undefined for any other line. */
function entryOf(line: string): readonly [id: string, name: string] | undefined {
  const gap = line.indexOf("  ");
  return gap === -1 ? undefined : [line.slice(0, gap).trim(), line.slice(gap + 2).trim()];
}

const pairOf = (id: string): string | undefined => {
  const [vendor, device, ...more] = id.split(/\s+/);
  return vendor === undefined || device === undefined || more.length > 0 ? undefined : `${vendor}:${device}`;
};

/**
 * Takes from the text of pci.ids (https://pci-ids.ucw.cz) the names of some devices: the whole database has tens of
 * thousands. Vendors begin their line, devices are behind a tab and subsystems, `17aa 5095`, behind two; classes begin
 * with `C `, with subclasses and programming interfaces behind tabs in the same way. Lines of another form are skipped.
 */
export function parsePciIds(text: string, wanted: Iterable<PciIds>): PciNames {
  const vendors = new Map<string, string>();
  const devices = new Map<string, string>();
  const subsystems = new Map<string, string>();
  const classes = new Map<string, string>();
  const wantedVendors = new Set<string>();
  const wantedDevices = new Set<string>();
  const wantedSubsystems = new Set<string>();
  for (const { vendor, device, subsystemVendor, subsystemDevice } of wanted) {
    wantedVendors.add(vendor).add(subsystemVendor);
    wantedDevices.add(`${vendor}:${device}`);
    wantedSubsystems.add(`${vendor}:${device}:${subsystemVendor}:${subsystemDevice}`);
  }
  let inClasses = false;
  let currentClass = "";
  let currentSubclass = "";
  let currentVendor = "";
  let currentDevice = "";

  function addTopLevel(line: string): void {
    const isClass = line.startsWith("C ");
    const entry = entryOf(line);
    if (entry === undefined) return;
    const [id, name] = entry;
    inClasses = isClass;
    if (isClass) {
      currentClass = id.slice(1).trim();
      classes.set(currentClass, name);
      return;
    }
    currentVendor = id;
    currentDevice = "";
    if (wantedVendors.has(id)) vendors.set(id, name);
  }

  function addBelowClass(line: string, depth: 1 | 2): void {
    const entry = entryOf(line);
    const above = depth === 1 ? currentClass : currentSubclass;
    if (entry === undefined || above === "") return;
    const id = `${above}${entry[0]}`;
    if (depth === 1) currentSubclass = id;
    classes.set(id, entry[1]);
  }

  function addBelowVendor(line: string, depth: 1 | 2): void {
    const entry = entryOf(line);
    if (entry === undefined || currentVendor === "") return;
    const [id, name] = entry;
    if (depth === 1) {
      currentDevice = `${currentVendor}:${id}`;
      if (wantedDevices.has(currentDevice)) devices.set(currentDevice, name);
      return;
    }
    const pair = wantedDevices.has(currentDevice) ? pairOf(id) : undefined;
    const key = `${currentDevice}:${pair}`;
    if (wantedSubsystems.has(key)) subsystems.set(key, name);
  }

  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const isBelow = text[start] === "\t";
    // Most lines are of devices that this machine does not have.
    const skip = text[start] === "#" || start === end || (isBelow && !inClasses && !wantedVendors.has(currentVendor));
    if (!skip) {
      const depth = text[start + 1] === "\t" ? 2 : 1;
      const line = text.slice(isBelow ? start + depth : start, end);
      if (!isBelow) addTopLevel(line);
      else if (inClasses) addBelowClass(line, depth);
      else addBelowVendor(line, depth);
    }
    start = end + 1;
  }
  return { vendors, devices, subsystems, classes };
}
