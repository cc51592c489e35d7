import { metricPart } from "./metric-part.ts";

/** The family that one file of a sensor goes to, and how its number becomes that family's unit. */
export interface SensorFamily {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly scale: (value: number) => number;
}

const plain = (value: number): number => value;
const fromMilli = (value: number): number => value * 0.001;
const fromMicro = (value: number): number => value / 1_000_000;

const FAN_SPEEDS: ReadonlySet<string> = new Set(["input", "min", "max", "target"]);
const POWER_INTERVALS: ReadonlySet<string> = new Set([
  "average_interval",
  "average_interval_min",
  "average_interval_max",
]);

function powerFamily(name: string, property: string): SensorFamily {
  if (property === "accuracy") return { name, type: "gauge", scale: fromMicro };
  if (POWER_INTERVALS.has(property)) return { name: `${name}_seconds`, type: "gauge", scale: fromMilli };
  return { name: `${name}_watt`, type: "gauge", scale: fromMicro };
}

function unitFamily(name: string, type: string, property: string): SensorFamily {
  switch (type) {
    case "in":
    case "cpu":
      return { name: `${name}_volts`, type: "gauge", scale: fromMilli };
    case "temp":
      // tempN_type is the kind of sensor, a code.
      if (property === "type") return { name, type: "gauge", scale: plain };
      return { name: `${name}_celsius`, type: "gauge", scale: fromMilli };
    case "curr":
      return { name: `${name}_amps`, type: "gauge", scale: fromMilli };
    case "energy":
      return { name: `${name}_joule_total`, type: "counter", scale: fromMicro };
    case "power":
      return powerFamily(name, property);
    case "humidity":
      return { name, type: "gauge", scale: fromMicro };
    case "fan":
      return { name: FAN_SPEEDS.has(property) ? `${name}_rpm` : name, type: "gauge", scale: plain };
    case "freq":
      return property === "input"
        ? { name: `${name}_freq_mhz`, type: "gauge", scale: fromMicro }
        : { name, type: "gauge", scale: plain };
    default:
      return { name, type: "gauge", scale: plain };
  }
}

/**
 * Names the family of a sensor's file and its unit, by the rules of Documentation/hwmon/sysfs-interface.rst (millivolts,
 * millidegrees, microwatts …). `hasBare` says that the sensor has a file without property, as `pwm1`: that one then is
 * the value, and `input` keeps its name.
 */
export function sensorFamily(type: string, property: string, hasBare: boolean): SensorFamily {
  const valueItself = property === "" || (property === "input" && !hasBare);
  const name = valueItself ? `node_hwmon_${type}` : `node_hwmon_${type}_${metricPart(property)}`;
  if (property === "fault" || property === "alarm") return { name, type: "gauge", scale: plain };
  if (property === "beep") return { name: `${name}_enabled`, type: "gauge", scale: plain };
  return unitFamily(name, type, property);
}
