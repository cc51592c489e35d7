import type { Matcher } from "@sightglass/metrics-registry";

/** The two patterns by which a collector's devices are chosen. */
export interface DevicePatterns {
  readonly include: Matcher | undefined;
  readonly exclude: Matcher | undefined;
}

/** Whether a device is left out. */
export type DeviceFilter = (device: string) => boolean;

/** Both patterns apply: a device must match `include` when there is one, and must not match `exclude`. */
export function createDeviceFilter({ include, exclude }: DevicePatterns): DeviceFilter {
  return (device) => exclude?.test(device) === true || include?.test(device) === false;
}

/**
 * For collectors whose patterns exclude one another: refuses both, and lets `include` alone set aside an `exclude`
 * that is still the default.
 */
export function createExclusiveDeviceFilter(
  collector: string,
  patterns: DevicePatterns,
  defaultExclude: string,
): DeviceFilter {
  const { include, exclude } = patterns;
  if (include === undefined) return createDeviceFilter(patterns);
  if (exclude !== undefined && exclude.source !== defaultExclude) {
    throw new Error(`collector ${collector}: device-exclude & device-include are mutually exclusive`);
  }
  return createDeviceFilter({ include, exclude: undefined });
}
