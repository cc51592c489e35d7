import type { FileTree } from "../file-tree.ts";
import { parseHwmonFileName } from "../sysfs/hwmon-file-name.ts";
import type { Chip } from "./chip.ts";
import { metricPart } from "./metric-part.ts";
import { sensorFamily, type SensorFamily } from "./sensor-family.ts";

/** A file that is read at every scrape. */
export interface PlannedValue extends SensorFamily {
  readonly path: string;
  readonly sensor: string;
}

/** What to read of one chip: made when it appears, used until its files change. */
export interface ChipPlan {
  readonly chip: Chip;
  readonly values: readonly PlannedValue[];
  readonly labels: readonly { readonly sensor: string; readonly label: string }[];
}

interface Sensor {
  readonly type: string;
  /** Path by property. */
  readonly files: Map<string, string>;
}

const SENSOR_TYPES: ReadonlySet<string> = new Set([
  "vrm",
  "beep_enable",
  "update_interval",
  "in",
  "cpu",
  "fan",
  "pwm",
  "temp",
  "curr",
  "power",
  "energy",
  "humidity",
  "intrusion",
  "freq",
]);

/** Files that are a setting of the whole chip; what they become has nothing to do with their names. */
const CHIP_SETTINGS: Readonly<Record<string, SensorFamily>> = {
  beep_enable: { name: "node_hwmon_beep_enabled", type: "gauge", scale: (value) => (value === 1 ? 1 : 0) },
  vrm: { name: "node_hwmon_voltage_regulator_version", type: "gauge", scale: (value) => value },
  update_interval: { name: "node_hwmon_update_interval_seconds", type: "gauge", scale: (value) => value * 0.001 },
};

/** Sorts files into sensors. `power` is the folder of the device's power management and no sensor. */
function addSensors(folder: string, entries: readonly string[], sensors: Map<string, Sensor>): void {
  for (const entry of entries) {
    if (entry === "power") continue;
    const parts = parseHwmonFileName(entry);
    if (parts === undefined || !SENSOR_TYPES.has(parts.type)) continue;
    const key = `${parts.type}${parts.number}`;
    let sensor = sensors.get(key);
    if (sensor === undefined) {
      sensor = { type: parts.type, files: new Map() };
      sensors.set(key, sensor);
    }
    sensor.files.set(parts.property, `${folder}/${entry}`);
  }
}

function planSensor(key: string, { type, files }: Sensor, label: string | undefined): readonly PlannedValue[] {
  const setting = CHIP_SETTINGS[type];
  const bare = files.get("");
  if (setting !== undefined) return bare === undefined ? [] : [{ ...setting, path: bare, sensor: key }];
  const values: PlannedValue[] = [];
  for (const [property, path] of files) {
    if (property === "label") continue;
    // A frequency is told apart by its label; without one upstream leaves it out.
    const frequency = type === "freq" && property === "input";
    if (frequency && label === undefined) continue;
    const sensor = frequency ? metricPart(label as string) : key;
    values.push({ ...sensorFamily(type, property, bare !== undefined), path, sensor });
  }
  return values;
}

/** Decides what to read of a chip. `isIgnored` gets `CHIP;SENSOR`. */
export function planChip(sys: FileTree, chip: Chip, isIgnored: (name: string) => boolean): ChipPlan {
  const { folder } = chip;
  const own = sys.listIfPresent(folder);
  const sensors = new Map<string, Sensor>();
  addSensors(folder, own, sensors);
  if (own.includes("device")) addSensors(`${folder}/device`, sys.listIfPresent(`${folder}/device`), sensors);
  const values: PlannedValue[] = [];
  const labels: { readonly sensor: string; readonly label: string }[] = [];
  for (const [key, sensor] of sensors) {
    if (isIgnored(`${chip.label};${key}`)) continue;
    const labelPath = sensor.files.get("label");
    const label = labelPath === undefined ? undefined : sys.attribute(labelPath);
    if (label !== undefined) labels.push({ sensor: key, label });
    values.push(...planSensor(key, sensor, label));
  }
  return { chip, values, labels };
}
