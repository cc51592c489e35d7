import { expect, test } from "vitest";
import { parseHwmonFileName } from "../../src/sysfs/hwmon-file-name.ts";

test.each([
  ["temp1_input", "temp", 1, "input"],
  ["temp12_crit_alarm", "temp", 12, "crit_alarm"],
  ["temp01_input", "temp", 1, "input"],
  ["pwm1", "pwm", 1, ""],
  ["pwm1_auto_point1_pwm", "pwm", 1, "auto_point1_pwm"],
  ["beep_enable", "beep_enable", 0, ""],
  ["update_interval", "update_interval", 0, ""],
  ["name", "name", 0, ""],
  ["in0_min", "in", 0, "min"],
  ["in_min", "in_min", 0, ""],
  ["temp_foo1bar", "temp", 0, "foo1bar"],
])("%s is type %s, number %i, property %j", (name, type, number, property) => {
  expect(parseHwmonFileName(name)).toEqual({ type, number, property });
});

test.each(["", "1_input", "temp1_", "temp1bar", "7"])("%j has another form", (name) => {
  expect(parseHwmonFileName(name)).toBeUndefined();
});
