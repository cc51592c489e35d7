import { defineCollector } from "@sightglass/metrics-registry";
import { createAttributePaths } from "../attribute-paths.ts";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";

interface Zone {
  readonly name: string;
  readonly type: string;
  readonly celsius: number;
}

interface CoolingDevice {
  readonly name: string;
  readonly type: string;
  readonly current: number;
  readonly max: number;
}

const CLASS = "class/thermal";
const ZONE = "thermal_zone";
const COOLING_DEVICE = "cooling_device";

const FILES = ["temp", "type", "max_state", "cur_state"];
/** Of a zone or a cooling device, by position in FILES. */
type Paths = readonly [temp: string, type: string, max: string, current: string];

const startsWithDigit = (text: string): boolean => text >= "0" && text < ":";

/** A zone whose driver has no reading at the moment (EINVAL, ENODATA, EAGAIN) is left out: absent is not zero. */
function readZone(sys: FileTree, [tempPath, typePath]: Paths, name: string): Zone | undefined {
  const millidegrees = sys.number(tempPath);
  const type = millidegrees === undefined ? undefined : sys.attribute(typePath);
  if (millidegrees === undefined || type === undefined) return undefined;
  return { name, type, celsius: millidegrees / 1000 };
}

function readCoolingDevice(sys: FileTree, paths: Paths, name: string): CoolingDevice | undefined {
  const [, typePath, maxPath, currentPath] = paths;
  const type = sys.attribute(typePath);
  const max = sys.number(maxPath);
  // -1 is legal: the idle state of Intel's power clamp.
  const current = sys.number(currentPath);
  if (type === undefined || max === undefined || current === undefined) return undefined;
  return { name, type, current, max };
}

/** Temperatures and throttling states of the kernel's thermal framework. */
export const thermalZone = defineCollector({
  name: "thermal_zone",
  help: "Thermal zone temperatures and cooling device states, from /sys/class/thermal.",
  enabledByDefault: true,
  isSteady: true,
  setup: (_options, _host: Host) => createAttributePaths(CLASS, FILES) as (entry: string) => Paths,
  read: ({ sys }: Host, _signal, pathsOf) => {
    const zones: Zone[] = [];
    const coolingDevices: CoolingDevice[] = [];
    for (const entry of sys.listIfPresent(CLASS)) {
      if (entry.startsWith(ZONE) && startsWithDigit(entry.slice(ZONE.length))) {
        const zone = readZone(sys, pathsOf(entry), entry.slice(ZONE.length));
        if (zone !== undefined) zones.push(zone);
      } else if (entry.startsWith(COOLING_DEVICE) && startsWithDigit(entry.slice(COOLING_DEVICE.length))) {
        const device = readCoolingDevice(sys, pathsOf(entry), entry.slice(COOLING_DEVICE.length));
        if (device !== undefined) coolingDevices.push(device);
      }
    }
    return { zones, coolingDevices };
  },
  families: (family) => [
    family({
      name: "node_thermal_zone_temp",
      type: "gauge",
      labels: ["zone", "type"],
      help: "Temperature of the thermal zone in degrees Celsius.",
      samples: ({ zones }, emit) => {
        for (const zone of zones) emit(zone.celsius, zone.name, zone.type);
      },
    }),
    family({
      name: "node_cooling_device_cur_state",
      type: "gauge",
      labels: ["name", "type"],
      help: "State that the cooling device is in; higher cools more, -1 is idle for some drivers.",
      samples: ({ coolingDevices }, emit) => {
        for (const device of coolingDevices) emit(device.current, device.name, device.type);
      },
    }),
    family({
      name: "node_cooling_device_max_state",
      type: "gauge",
      labels: ["name", "type"],
      help: "Highest state that the cooling device can be set to.",
      samples: ({ coolingDevices }, emit) => {
        for (const device of coolingDevices) emit(device.max, device.name, device.type);
      },
    }),
  ],
});
