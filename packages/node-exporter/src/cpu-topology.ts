import type { Host } from "./host.ts";

/** A throttle counter: which core or package it is of, and its path below the sysfs root. */
interface ThrottleCounter {
  readonly package: string;
  readonly core: string;
  readonly path: string;
}

/** What sysfs tells of the CPUs, as long as none comes or goes. */
export interface CpuTopology {
  /** Online state by CPU number; empty where the kernel does not tell it. */
  readonly online: readonly (readonly [cpu: string, online: boolean])[];
  readonly coreThrottles: readonly ThrottleCounter[];
  readonly packageThrottles: readonly ThrottleCounter[];
}

const CPUS = "devices/system/cpu";
const ONLINE = `${CPUS}/online`;

const isCpu = (name: string): boolean => {
  const digit = name.charCodeAt(3);
  return name.startsWith("cpu") && digit >= 48 && digit <= 57;
};

/** `cpuN/online` is absent for a CPU that cannot be switched off; where the first has none, nothing is reported. */
function readOnline(host: Host, cpus: readonly string[]): CpuTopology["online"] {
  const [first] = cpus;
  if (first === undefined || !host.sys.exists(`${CPUS}/${first}/online`)) return [];
  return cpus.map((cpu) => [cpu.slice(3), host.sys.attribute(`${CPUS}/${cpu}/online`) === "1"] as const);
}

function readTopology(host: Host, cpus: readonly string[]): CpuTopology {
  const cores = new Map<string, ThrottleCounter>();
  const packages = new Map<string, ThrottleCounter>();
  for (const cpu of cpus) {
    const folder = `${CPUS}/${cpu}`;
    const physicalPackage = host.sys.number(`${folder}/topology/physical_package_id`);
    const coreNumber = host.sys.number(`${folder}/topology/core_id`);
    // Some machines give -1 for a package that is not known.
    if (physicalPackage === undefined || coreNumber === undefined || physicalPackage < 0 || coreNumber < 0) continue;
    const place = { package: String(physicalPackage), core: String(coreNumber) };
    // Siblings share a counter, so the first CPU that has it stands for its core or package.
    const corePath = `${folder}/thermal_throttle/core_throttle_count`;
    const coreKey = `${place.package} ${place.core}`;
    if (!cores.has(coreKey) && host.sys.number(corePath) !== undefined) {
      cores.set(coreKey, { ...place, path: corePath });
    }
    const packagePath = `${folder}/thermal_throttle/package_throttle_count`;
    if (!packages.has(place.package) && host.sys.number(packagePath) !== undefined) {
      packages.set(place.package, { ...place, path: packagePath });
    }
  }
  return {
    online: readOnline(host, cpus),
    coreThrottles: [...cores.values()],
    packageThrottles: [...packages.values()],
  };
}

/** Reads the topology, again only after a CPU has come, gone, or been switched on or off. */
export function createCpuTopologyReader(host: Host): () => CpuTopology {
  let entries: readonly string[] | undefined;
  let online: string | undefined;
  let topology: CpuTopology | undefined;
  return () => {
    // A listing that has not changed is the same array.
    const nowEntries = host.sys.listIfPresent(CPUS);
    const nowOnline = host.sys.attribute(ONLINE);
    if (topology === undefined || nowEntries !== entries || nowOnline !== online) {
      topology = readTopology(host, nowEntries.filter(isCpu));
      entries = nowEntries;
      online = nowOnline;
    }
    return topology;
  };
}
