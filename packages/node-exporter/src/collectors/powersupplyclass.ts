import { defineCollector, type MetricFamily } from "@sightglass/metrics-registry";
import type { FileTree } from "../file-tree.ts";
import type { Host } from "../host.ts";
import { listClass } from "../list-class.ts";
import { POWER_SUPPLY_NUMBERS } from "../power-supply/numbers.ts";

interface Supply {
  readonly name: string;
  /** Position in POWER_SUPPLY_NUMBERS and value in that family's unit, by ascending position. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly texts: readonly (readonly [label: string, value: string])[];
}

const CLASS = "class/power_supply";

const TEXTS = [
  "capacity_level",
  "charge_type",
  "health",
  "manufacturer",
  "model_name",
  "scope",
  "serial_number",
  "status",
  "technology",
  "type",
  "usb_type",
] as const;

/** A driver offers a part of the known attributes, so the folder is listed rather than each name tried. */
function readSupply(sys: FileTree, name: string): Supply {
  const folder = `${CLASS}/${name}`;
  const present = new Set(sys.listIfPresent(folder));
  const numbers = new Map<number, number>();
  for (let at = 0; at < POWER_SUPPLY_NUMBERS.length; at += 1) {
    const { attribute, divisor } = POWER_SUPPLY_NUMBERS[at] as (typeof POWER_SUPPLY_NUMBERS)[number];
    if (!present.has(attribute)) continue;
    const value = sys.number(`${folder}/${attribute}`);
    if (value !== undefined) numbers.set(at, value / divisor);
  }
  const texts: (readonly [string, string])[] = [["power_supply", name]];
  for (const attribute of TEXTS) {
    const value = present.has(attribute) ? sys.attribute(`${folder}/${attribute}`)?.trim() : undefined;
    if (value !== undefined && value !== "") texts.push([attribute, value]);
  }
  return { name, numbers, texts };
}

const INFO_HELP = "Kind, maker and state of the power supply as labels, as far as known; the value is always 1.";

const infoFamily = (supplies: readonly Supply[]): MetricFamily => ({
  name: "node_power_supply_info",
  type: "gauge",
  help: INFO_HELP,
  points: supplies.map(({ texts }) => ({ labels: texts, value: 1 })),
});

/** Batteries, mains adapters and USB supplies. */
export const powersupplyclass = defineCollector({
  name: "powersupplyclass",
  help: "Charge, energy, voltage and state of power supplies (and node_power_supply_info), from /sys/class/power_supply.",
  enabledByDefault: true,
  options: {
    ignoredSupplies: {
      flag: "collector.powersupply.ignored-supplies",
      type: "regex",
      default: "^$",
      help: "Power supplies to leave out.",
    },
  },
  read: ({ sys }: Host, _signal, { ignoredSupplies }) => {
    const supplies: Supply[] = [];
    for (const name of listClass(sys, CLASS)) {
      if (ignoredSupplies?.test(name) !== true) supplies.push(readSupply(sys, name));
    }
    return supplies;
  },
  families: (family) => [
    ...POWER_SUPPLY_NUMBERS.map(({ name, help, lintExempt }, at) =>
      family({
        name,
        type: "gauge",
        labels: ["power_supply"],
        help,
        ...(lintExempt === undefined ? {} : { lintExempt }),
        samples: (supplies, emit) => {
          // By index: most machines have no supply, and an iterator for each family is what would be left behind.
          for (let index = 0; index < supplies.length; index += 1) {
            const { name, numbers } = supplies[index] as Supply;
            const value = numbers.get(at);
            if (value !== undefined) emit(value, name);
          }
        },
      }),
    ),
    // Only what a supply states becomes a label, so each has its own label set.
    family.foreign({ help: INFO_HELP, families: (supplies) => (supplies.length === 0 ? [] : [infoFamily(supplies)]) }),
  ],
});
