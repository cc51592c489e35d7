import { defineCollector, type Matcher } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { labelChips } from "../hwmon/chip.ts";
import { planChip, type ChipPlan, type PlannedValue } from "../hwmon/chip-plan.ts";
import { listClass } from "../list-class.ts";
import { readNumbersOnPool } from "../pooled-numbers.ts";

interface Reading {
  readonly chip: string;
  readonly value: PlannedValue;
  readonly number: number;
}

interface Readings {
  readonly plans: readonly ChipPlan[];
  readonly gauges: Reading[];
  readonly counters: Reading[];
}

interface HwmonState {
  readonly ignoresChip: (label: string) => boolean;
  readonly ignoresSensor: (name: string) => boolean;
  /** Identity of every device that the plans stand for. */
  identity: string;
  plans: readonly ChipPlan[];
  /** Scrapes since the files of the chips were last listed. */
  age: number;
  /** Scrapes in a row in which a chip took long, by its label. */
  readonly slowScrapes: Map<string, number>;
  /** Chips whose read on the pool has not come back. */
  readonly underWay: Set<string>;
}

const CLASS = "class/hwmon";
/**
 * The files of a chip are made when it registers. The few drivers that add some later are caught by listing them again
 * every so many scrapes, instead of at each.
 */
const SCRAPES_BETWEEN_LISTINGS = 10;

/** Longer than the registers of a chip take; one on a slow bus, or with a broken driver, takes this and more. */
const SLOW_MS = 50;
/** One slow scrape may be a busy machine. */
const SLOW_SCRAPES = 2;
/** How long a scrape waits for a slow chip. */
const SLOW_LIMIT_MS = 2000;

const filter =
  (exclude: Matcher | undefined, include: Matcher | undefined) =>
  (name: string): boolean =>
    exclude?.test(name) === true || include?.test(name) === false;

/**
 * What tells that a device is another one than at the last scrape: where its link points, and its driver's name, since
 * a number may be given to the next device.
 */
function identify(sys: FileTree, entries: readonly string[]): string {
  let identity = "";
  for (const entry of entries) {
    let target = "";
    try {
      target = sys.link(`${CLASS}/${entry}`);
    } catch {
      // A folder in place of a link, as copies of sysfs have.
    }
    identity += `${entry} ${target} ${sys.attribute(`${CLASS}/${entry}/name`) ?? ""}\n`;
  }
  return identity;
}

function plansFor(sys: FileTree, state: HwmonState): readonly ChipPlan[] {
  const entries = listClass(sys, CLASS);
  const identity = identify(sys, entries);
  state.age += 1;
  if (identity === state.identity && state.age < SCRAPES_BETWEEN_LISTINGS) return state.plans;
  const chips = labelChips(
    sys,
    entries.map((entry) => `${CLASS}/${entry}`),
  );
  state.plans = chips
    .filter(({ label }) => !state.ignoresChip(label))
    .map((chip) => planChip(sys, chip, state.ignoresSensor));
  if (identity !== state.identity) state.slowScrapes.clear();
  state.identity = identity;
  state.age = 0;
  return state.plans;
}

function add(readings: Readings, chip: string, value: PlannedValue, number: number | undefined): void {
  if (number === undefined) return;
  const list = value.type === "counter" ? readings.counters : readings.gauges;
  list.push({ chip, value, number: value.scale(number) });
}

function readChip(sys: FileTree, { chip, values }: ChipPlan, state: HwmonState, readings: Readings): void {
  const startedAt = performance.now();
  for (const value of values) add(readings, chip.label, value, sys.number(value.path));
  const slow = performance.now() - startedAt > SLOW_MS;
  if (slow) state.slowScrapes.set(chip.label, (state.slowScrapes.get(chip.label) ?? 0) + 1);
  else state.slowScrapes.delete(chip.label);
}

/** Reads a slow chip on the pool, one file after the other. It has no series while its last read is still under way. */
async function readSlowChip(
  sys: FileTree,
  { chip, values }: ChipPlan,
  state: HwmonState,
  readings: Readings,
): Promise<void> {
  if (state.underWay.has(chip.label)) return;
  state.underWay.add(chip.label);
  const paths = values.map(({ path }) => `${sys.root}/${path}`);
  const numbers = readNumbersOnPool(paths, 1).finally(() => state.underWay.delete(chip.label));
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<readonly undefined[]>((resolve) => {
    timer = setTimeout(() => resolve([]), SLOW_LIMIT_MS);
  });
  const inTime = await Promise.race([numbers, limit]);
  clearTimeout(timer);
  values.forEach((value, at) => add(readings, chip.label, value, inTime[at]));
}

/** Temperatures, voltages, fans and the rest of what lm-sensors shows. */
export const hwmon = defineCollector({
  name: "hwmon",
  help: "Temperatures, voltages, currents, fans and power of monitoring chips, from /sys/class/hwmon.",
  enabledByDefault: true,
  options: {
    chipInclude: { flag: "collector.hwmon.chip-include", type: "regex", default: "", help: "Chips to include." },
    chipExclude: { flag: "collector.hwmon.chip-exclude", type: "regex", default: "", help: "Chips to leave out." },
    sensorInclude: {
      flag: "collector.hwmon.sensor-include",
      type: "regex",
      default: "",
      help: "Sensors to include, matched against CHIP;SENSOR.",
    },
    sensorExclude: {
      flag: "collector.hwmon.sensor-exclude",
      type: "regex",
      default: "",
      help: "Sensors to leave out, matched against CHIP;SENSOR.",
    },
  },
  setup: ({ chipInclude, chipExclude, sensorInclude, sensorExclude }, _host: Host): HwmonState => ({
    ignoresChip: filter(chipExclude, chipInclude),
    ignoresSensor: filter(sensorExclude, sensorInclude),
    identity: "",
    plans: [],
    age: 0,
    slowScrapes: new Map(),
    underWay: new Set(),
  }),
  read: ({ sys }: Host, _signal, state) => {
    const plans = plansFor(sys, state);
    const readings: Readings = { plans, gauges: [], counters: [] };
    const slow: Promise<void>[] = [];
    for (const plan of plans) {
      const isSlow = (state.slowScrapes.get(plan.chip.label) ?? 0) >= SLOW_SCRAPES;
      if (isSlow) slow.push(readSlowChip(sys, plan, state, readings));
      else readChip(sys, plan, state, readings);
    }
    return slow.length === 0 ? readings : Promise.all(slow).then(() => readings);
  },
  families: (family) => [
    family({
      name: "node_hwmon_chip_names",
      type: "gauge",
      labels: ["chip", "chip_name"],
      help: "The driver's name for a chip, to be joined to its other series; the value is always 1.",
      samples: ({ plans }, emit) => {
        for (const { chip } of plans) if (chip.driverName !== undefined) emit(1, chip.label, chip.driverName);
      },
    }),
    family({
      name: "node_hwmon_sensor_label",
      type: "gauge",
      labels: ["chip", "sensor", "label"],
      help: "What the driver calls a sensor, to be joined to its other series; the value is always 1.",
      samples: ({ plans }, emit) => {
        for (const { chip, labels } of plans)
          for (const { sensor, label } of labels) emit(1, chip.label, sensor, label);
      },
    }),
    family.dynamic({
      prefix: "node_hwmon_",
      type: "gauge",
      labels: ["chip", "sensor"],
      help: "What the sensor's file of this name gives, in the unit that the name ends with.",
      lintExempt: "name kept for parity with node_exporter",
      samples: ({ gauges }, emit) => {
        for (const { chip, value, number } of gauges) emit(value.name, number, chip, value.sensor);
      },
    }),
    family.dynamic({
      prefix: "node_hwmon_",
      type: "counter",
      labels: ["chip", "sensor"],
      help: "Energy that the sensor has counted, in joules.",
      lintExempt: "name kept for parity with node_exporter",
      samples: ({ counters }, emit) => {
        for (const { chip, value, number } of counters) emit(value.name, number, chip, value.sensor);
      },
    }),
  ],
});
