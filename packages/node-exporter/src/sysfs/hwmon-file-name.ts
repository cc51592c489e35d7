/** A file of a hwmon device by the parts of its name. */
export interface HwmonFileName {
  /** Such as `temp`. */
  readonly type: string;
  /** Number of the sensor, 0 when the name has none. */
  readonly number: number;
  /** Such as `crit_alarm`; empty for a bare `pwm1`. */
  readonly property: string;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Splits the name of a hwmon attribute, TYPE[NUMBER][_PROPERTY] (Documentation/hwmon/sysfs-interface.rst): `temp1_max`
 * is type temp, number 1, property max. A name whose number is followed by letters is split at its last underscore
 * before the number. Undefined for names of another form.
 */
export function parseHwmonFileName(name: string): HwmonFileName | undefined {
  let start = 0;
  while (start < name.length && !isDigit(name.charCodeAt(start))) start += 1;
  if (start === 0) return undefined;
  let end = start;
  while (end < name.length && isDigit(name.charCodeAt(end))) end += 1;
  const type = name.slice(0, start);
  const number = end === start ? 0 : Number(name.slice(start, end));
  if (end === name.length) return { type, number, property: "" };
  if (name[end] === "_" && end + 1 < name.length) return { type, number, property: name.slice(end + 1) };
  const underscore = name.lastIndexOf("_", start - 1);
  if (underscore <= 0) return undefined;
  return { type: name.slice(0, underscore), number: 0, property: name.slice(underscore + 1) };
}
