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

/** A machine has a handful of supplies. */
const MAX_PLANS = 256;

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

/** What to read of a supply, which follows from the listing of its folder. */
interface SupplyPlan {
  readonly listing: readonly string[];
  /** Positions in POWER_SUPPLY_NUMBERS, and the paths of the same. */
  readonly positions: readonly number[];
  readonly numberPaths: readonly string[];
  readonly textLabels: readonly string[];
  readonly textPaths: readonly string[];
}

/** A driver offers a part of the known attributes, so the folder is listed rather than each name tried. */
function planSupply(folder: string, listing: readonly string[]): SupplyPlan {
  const present = new Set(listing);
  const positions: number[] = [];
  for (const [at, { attribute }] of POWER_SUPPLY_NUMBERS.entries()) if (present.has(attribute)) positions.push(at);
  const textLabels = TEXTS.filter((attribute) => present.has(attribute));
  return {
    listing,
    positions,
    numberPaths: positions.map((at) => `${folder}/${POWER_SUPPLY_NUMBERS[at]?.attribute}`),
    textLabels,
    textPaths: textLabels.map((attribute) => `${folder}/${attribute}`),
  };
}

function readSupply(sys: FileTree, name: string, plans: Map<string, SupplyPlan>): Supply {
  const folder = `${CLASS}/${name}`;
  const listing = sys.listIfPresent(folder);
  let plan = plans.get(name);
  // A listing that has not changed is the same array.
  if (plan?.listing !== listing) {
    if (plans.size >= MAX_PLANS) plans.clear();
    plan = planSupply(folder, listing);
    plans.set(name, plan);
  }
  const { positions, numberPaths, textLabels, textPaths } = plan;
  const numbers = new Map<number, number>();
  for (let index = 0; index < positions.length; index += 1) {
    const at = positions[index] as number;
    const value = sys.number(numberPaths[index] as string);
    if (value !== undefined) numbers.set(at, value / (POWER_SUPPLY_NUMBERS[at]?.divisor ?? 1));
  }
  const texts: (readonly [string, string])[] = [["power_supply", name]];
  for (let index = 0; index < textLabels.length; index += 1) {
    const value = sys.attribute(textPaths[index] as string)?.trim();
    if (value !== undefined && value !== "") texts.push([textLabels[index] as string, value]);
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
  isSteady: true,
  options: {
    ignoredSupplies: {
      flag: "collector.powersupply.ignored-supplies",
      type: "regex",
      default: "^$",
      help: "Power supplies to leave out.",
    },
  },
  setup: ({ ignoredSupplies }, _host: Host) => ({ ignoredSupplies, plans: new Map<string, SupplyPlan>() }),
  read: ({ sys }: Host, _signal, { ignoredSupplies, plans }) => {
    const supplies: Supply[] = [];
    for (const name of listClass(sys, CLASS)) {
      if (ignoredSupplies?.test(name) !== true) supplies.push(readSupply(sys, name, plans));
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
