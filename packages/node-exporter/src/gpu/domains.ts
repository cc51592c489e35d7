import { hasCode } from "../file-errors.ts";
import type { FileTree } from "../file-tree.ts";
import { parseDpmClocks } from "../sysfs/dpm-clocks.ts";
import { DOMAIN_NUMBERS, inBaseUnit } from "./numbers.ts";

/** Numbers of one clock domain, by position in DOMAIN_NUMBERS. */
export interface GpuDomain {
  readonly domain: string;
  readonly numbers: readonly (number | undefined)[];
}

/** Clocks of amdgpu: what the kernel calls them, after which their files are named. */
const AMD_CLOCKS = ["sclk", "mclk"] as const;

/** Files of a graphics tile by position in DOMAIN_NUMBERS: of xe (Documentation/gpu/xe/xe_gt_freq), below its folder. */
const XE_FILES = [
  "freq0/act_freq",
  "freq0/cur_freq",
  "freq0/rpn_freq",
  "freq0/rp0_freq",
  "freq0/min_freq",
  "freq0/max_freq",
  "gtidle/idle_residency_ms",
  "freq0/throttle/status",
] as const;

/** Of i915 since 5.19, below `gt/gtN` of the card. */
const I915_FILES = [
  "rps_act_freq_mhz",
  "rps_cur_freq_mhz",
  "rps_RPn_freq_mhz",
  "rps_RP0_freq_mhz",
  "rps_min_freq_mhz",
  "rps_max_freq_mhz",
  "rc6_residency_ms",
  "throttle_reason_status",
] as const;

/** Of i915 before, below the card itself, for its one tile. */
const OLD_I915_FILES = [
  "gt_act_freq_mhz",
  "gt_cur_freq_mhz",
  "gt_RPn_freq_mhz",
  "gt_RP0_freq_mhz",
  "gt_min_freq_mhz",
  "gt_max_freq_mhz",
  "power/rc6_residency_ms",
] as const;

const TILE = /^tile\d+$/;
const GT = /^gt\d+$/;

/** Errors by which a driver says that it has no such number, or none now. */
const NO_ANSWER = ["ENOENT", "EACCES", "EPERM", "EINVAL", "ENODEV", "ENODATA", "EOPNOTSUPP", "EBUSY", "EIO", "EAGAIN"];

function textIfAnswered(sys: FileTree, path: string): string | undefined {
  try {
    return sys.text(path);
  } catch (error) {
    if (hasCode(error, ...NO_ANSWER)) return undefined;
    throw error;
  }
}

function inBaseUnits(domain: string, raw: readonly (number | undefined)[]): GpuDomain {
  return { domain, numbers: DOMAIN_NUMBERS.map(({ unit }, at) => inBaseUnit(raw[at], unit)) };
}

function readFiles(sys: FileTree, domain: string, folder: string, files: readonly string[]): GpuDomain {
  return inBaseUnits(
    domain,
    files.map((file) => sys.number(`${folder}/${file}`)),
  );
}

/** Engine and memory clock. */
export function readAmdDomains(sys: FileTree, device: string): GpuDomain[] {
  const domains: GpuDomain[] = [];
  for (const clock of AMD_CLOCKS) {
    // Longer than an attribute is read: there is a line for each level.
    const text = textIfAnswered(sys, `${device}/pp_dpm_${clock}`);
    if (text === undefined) continue;
    const { current, minimum, maximum } = parseDpmClocks(text);
    domains.push(inBaseUnits(clock, [current, undefined, minimum, maximum]));
  }
  return domains;
}

/** Graphics tiles of i915, by their number. */
export function readI915Domains(sys: FileTree, card: string): GpuDomain[] {
  const gts = sys.listIfPresent(`${card}/gt`).filter((entry) => GT.test(entry));
  if (gts.length === 0) return [readFiles(sys, "gt0", card, OLD_I915_FILES)];
  return gts.map((gt) => readFiles(sys, gt, `${card}/gt/${gt}`, I915_FILES));
}

/** Graphics tiles of xe; their numbers are the GPU's, whatever the physical tile. */
export function readXeDomains(sys: FileTree, device: string): GpuDomain[] {
  const domains: GpuDomain[] = [];
  for (const tile of sys.listIfPresent(device)) {
    if (!TILE.test(tile)) continue;
    for (const gt of sys.listIfPresent(`${device}/${tile}`)) {
      if (GT.test(gt)) domains.push(readFiles(sys, gt, `${device}/${tile}/${gt}`, XE_FILES));
    }
  }
  return domains;
}
