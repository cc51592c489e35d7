import { PartialDataError } from "@sightglass/metrics-registry";
import type { BusConnection } from "../dbus/bus-connection.ts";
import { readProperties } from "../dbus/read-properties.ts";
import type { ListedUnit } from "./parse-units.ts";
import { readManager, SYSTEMD, type ManagerReading } from "./read-manager.ts";
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
  for (const { activeState } of units) counts.set(activeState, (counts.get(activeState) ?? 0) + 1);
  return counts;
}

async function readUnits(
  connection: BusConnection,
  units: readonly ListedUnit[],
  wanted: WantedProperties,
): Promise<readonly UnitReading[]> {
  const choose = createPropertyChoice(wanted);
  const choices = units.map((unit) => ({ path: unit.path, properties: choose(unit) }));
  const asked = choices.filter(({ properties }) => properties.length > 0);
  const answers = await readProperties(connection, SYSTEMD, asked);
  const byObject = new Map(asked.map((object, at) => [object, answers[at]]));
  return units.map((unit, at) =>
    readUnit(unit, byObject.get(choices[at] as (typeof choices)[number]) ?? new Map(), wanted.startTime),
  );
}

/**
 * Reads the manager in one round trip and the wanted units in a second. Gives a PartialDataError when a part is missing
 * without which upstream fails.
 */
export async function readSystemd(
  connection: BusConnection,
  { isWanted, wanted }: SystemdWishes,
): Promise<SystemdData | Error> {
  const manager = await readManager(connection);
  const listed = manager.units;
  if (listed instanceof Error) {
    return new PartialDataError({ manager, summary: new Map(), units: [], isRunning: undefined }, listed);
  }
  const tellsState = manager.version >= MIN_VERSION;
  const { systemState } = manager;
  const data: SystemdData = {
    manager,
    summary: summarize(listed),
    units: await readUnits(connection, listed.filter(isWanted), { ...wanted, lastTrigger: tellsState }),
    isRunning: tellsState && systemState !== undefined ? systemState === "running" : undefined,
  };
  return tellsState && systemState === undefined
    ? new PartialDataError(data, new Error("couldn't get system state"))
    : data;
}
