import { defineCollector } from "@sightglass/metrics-registry";
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

const startsWithDigit = (text: string): boolean => text >= "0" && text < ":";

/** A zone whose driver has no reading at the moment (EINVAL, ENODATA, EAGAIN) is left out: absent is not zero. */
function readZone(sys: FileTree, folder: string, name: string): Zone | undefined {
  const millidegrees = sys.number(`${folder}/temp`);
  const type = millidegrees === undefined ? undefined : sys.attribute(`${folder}/type`);
  if (millidegrees === undefined || type === undefined) return undefined;
  return { name, type, celsius: millidegrees / 1000 };
}

function readCoolingDevice(sys: FileTree, folder: string, name: string): CoolingDevice | undefined {
  const type = sys.attribute(`${folder}/type`);
  const max = sys.number(`${folder}/max_state`);
  // -1 is legal: the idle state of Intel's power clamp.
  const current = sys.number(`${folder}/cur_state`);
  if (type === undefined || max === undefined || current === undefined) return undefined;
  return { name, type, current, max };
}

/** Temperatures and throttling states of the kernel's thermal framework. */
export const thermalZone = defineCollector({
  name: "thermal_zone",
  help: "Thermal zone temperatures and cooling device states, from /sys/class/thermal.",
  enabledByDefault: true,
  read: ({ sys }: Host) => {
    const zones: Zone[] = [];
    const coolingDevices: CoolingDevice[] = [];
    for (const entry of sys.listIfPresent(CLASS)) {
      if (entry.startsWith(ZONE) && startsWithDigit(entry.slice(ZONE.length))) {
        const zone = readZone(sys, `${CLASS}/${entry}`, entry.slice(ZONE.length));
        if (zone !== undefined) zones.push(zone);
      } else if (entry.startsWith(COOLING_DEVICE) && startsWithDigit(entry.slice(COOLING_DEVICE.length))) {
        const device = readCoolingDevice(sys, `${CLASS}/${entry}`, entry.slice(COOLING_DEVICE.length));
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
