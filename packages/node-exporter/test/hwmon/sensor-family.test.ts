import { expect, test } from "vitest";
import { sensorFamily } from "../../src/hwmon/sensor-family.ts";

// Names and units as node_exporter gives them for these files.
test.each([
  ["temp", "input", false, "node_hwmon_temp_celsius", 42_500, 42.5],
  ["temp", "", true, "node_hwmon_temp_celsius", 42_500, 42.5],
  ["temp", "input", true, "node_hwmon_temp_input_celsius", 42_500, 42.5],
  ["temp", "max", false, "node_hwmon_temp_max_celsius", 90_000, 90],
  ["temp", "crit_alarm", false, "node_hwmon_temp_crit_alarm_celsius", 1000, 1],
  ["temp", "type", false, "node_hwmon_temp_type", 4, 4],
  ["temp", "alarm", false, "node_hwmon_temp_alarm", 1, 1],
  ["temp", "fault", false, "node_hwmon_temp_fault", 1, 1],
  ["temp", "beep", false, "node_hwmon_temp_beep_enabled", 1, 1],
  ["in", "input", false, "node_hwmon_in_volts", 1500, 1.5],
  ["cpu", "vid", false, "node_hwmon_cpu_vid_volts", 1500, 1.5],
  ["curr", "max", false, "node_hwmon_curr_max_amps", 500, 0.5],
  ["power", "average", false, "node_hwmon_power_average_watt", 2_000_000, 2],
  ["power", "accuracy", false, "node_hwmon_power_accuracy", 500_000, 0.5],
  ["power", "average_interval_min", false, "node_hwmon_power_average_interval_min_seconds", 1000, 1],
  ["humidity", "input", false, "node_hwmon_humidity", 400_000, 0.4],
  ["fan", "input", false, "node_hwmon_fan_rpm", 1200, 1200],
  ["fan", "target", false, "node_hwmon_fan_target_rpm", 1200, 1200],
  ["fan", "div", false, "node_hwmon_fan_div", 2, 2],
  ["pwm", "", true, "node_hwmon_pwm", 128, 128],
  ["pwm", "auto_point1_pwm", true, "node_hwmon_pwm_auto_point1_pwm", 10, 10],
  ["freq", "input", false, "node_hwmon_freq_freq_mhz", 214_000_000, 214],
  ["freq", "max", false, "node_hwmon_freq_max", 5, 5],
  ["intrusion", "alarm", false, "node_hwmon_intrusion_alarm", 1, 1],
])("%s %j (bare file: %s) is %s", (type, property, hasBare, name, raw, value) => {
  const family = sensorFamily(type, property, hasBare);
  expect(family.name).toBe(name);
  expect(family.type).toBe("gauge");
  expect(family.scale(raw)).toBe(value);
});

test("energy is a counter in joules", () => {
  const family = sensorFamily("energy", "input", false);
  expect([family.name, family.type, family.scale(2_500_000)]).toEqual([
    "node_hwmon_energy_joule_total",
    "counter",
    2.5,
  ]);
});
