import { PartialDataError } from "@sightglass/metrics-registry";
import type { BusConnection } from "../dbus/bus-connection.ts";
import { readProperties, type ObjectProperties, type PropertyValues } from "../dbus/read-properties.ts";
import { createUnitParser, type ListedUnit } from "./parse-units.ts";
import { GETS_FOR_ALL, readManager, SYSTEMD, type ManagerReading } from "./read-manager.ts";
import { createPropertyChoice, readUnit, type UnitReading, type WantedProperties } from "./unit-properties.ts";

/** What to read of systemd. */
export interface SystemdWishes {
  readonly isWanted: (unit: ListedUnit) => boolean;
  readonly wanted: Omit<WantedProperties, "lastTrigger">;
}

/** One reading of systemd. */
export interface SystemdData {
  readonly manager: ManagerReading;
  /** All loaded units by active state; empty when they could not be listed. */
  readonly summary: ReadonlyMap<string, number>;
  readonly units: readonly UnitReading[];
  readonly isRunning: boolean | undefined;
}

/** States of which each unit has exactly one; the summary counts whatever others systemd names, too. */
export const UNIT_STATES = ["active", "activating", "deactivating", "inactive", "failed"] as const;
/** First version that tells the system's state and when timers ran. */
const MIN_VERSION = 212;

function summarize(units: readonly ListedUnit[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(UNIT_STATES.map((state) => [state, 0]));
  for (let at = 0; at < units.length; at += 1) {
    const { activeState } = units[at] as ListedUnit;
    counts.set(activeState, (counts.get(activeState) ?? 0) + 1);
  }
  return counts;
}

/** Units that have series, with what to ask them for. */
interface ChosenUnits {
  readonly of: readonly ListedUnit[];
  readonly tellsState: boolean;
  readonly units: readonly ListedUnit[];
  readonly asked: readonly ObjectProperties[];
  readonly wanted: WantedProperties;
}

const NOTHING: PropertyValues = new Map();

function chooseUnits(of: readonly ListedUnit[], tellsState: boolean, wishes: SystemdWishes): ChosenUnits {
  const wanted = { ...wishes.wanted, lastTrigger: tellsState };
  const choose = createPropertyChoice(wanted);
  const units = of.filter(wishes.isWanted);
  return { of, tellsState, units, asked: units.map((unit) => ({ path: unit.path, properties: choose(unit) })), wanted };
}

async function readUnits(
  connection: BusConnection,
  { units, asked, wanted }: ChosenUnits,
): Promise<readonly UnitReading[]> {
  const answers = await readProperties(connection, SYSTEMD, asked, GETS_FOR_ALL);
  const readings: UnitReading[] = [];
  for (let at = 0; at < units.length; at += 1) {
    readings.push(readUnit(units[at] as ListedUnit, answers[at] ?? NOTHING, wanted.startTime));
  }
  return readings;
}

/**
 * Makes a function that reads the manager in one round trip and the wanted units in a second. It gives a
 * PartialDataError when a part is missing without which upstream fails. While systemd's list of units is the same, so
 * are the units that are asked.
 */
export function createSystemdReader(
  wishes: SystemdWishes,
): (connection: BusConnection) => Promise<SystemdData | Error> {
  const parseList = createUnitParser();
  let chosen: ChosenUnits | undefined;

  return async (connection) => {
    const manager = await readManager(connection, parseList);
    const listed = manager.units;
    if (listed instanceof Error) {
      return new PartialDataError({ manager, summary: new Map(), units: [], isRunning: undefined }, listed);
    }
    const tellsState = manager.version >= MIN_VERSION;
    const { systemState } = manager;
    if (chosen?.of !== listed || chosen.tellsState !== tellsState) chosen = chooseUnits(listed, tellsState, wishes);
    const data: SystemdData = {
      manager,
      summary: summarize(listed),
      units: await readUnits(connection, chosen),
      isRunning: tellsState && systemState !== undefined ? systemState === "running" : undefined,
    };
    return tellsState && systemState === undefined
      ? new PartialDataError(data, new Error("couldn't get system state"))
      : data;
  };
}
