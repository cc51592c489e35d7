import type { Property, PropertyValues } from "../dbus/read-properties.ts";
import type { ListedUnit } from "./parse-units.ts";

/** Which of the metrics that are off by default are wanted, and whether systemd tells when timers ran. */
export interface WantedProperties {
  readonly restarts: boolean;
  readonly tasks: boolean;
  readonly startTime: boolean;
  readonly lastTrigger: boolean;
}

/** What is known of one unit. What it did not tell, or has not, is undefined. */
export interface UnitReading {
  readonly name: string;
  readonly activeState: string;
  /** Type of a service or mount; empty otherwise. */
  readonly type: string;
  readonly restarts: number | undefined;
  /** Unix time in seconds; 0 when it is not active. */
  readonly startTime: number | undefined;
  readonly tasksCurrent: number | undefined;
  readonly tasksMax: number | undefined;
  readonly lastTrigger: number | undefined;
  readonly accepted: number | undefined;
  readonly connections: number | undefined;
  readonly refused: number | undefined;
}

const PREFIX = "org.freedesktop.systemd1.";
const MICRO = 1_000_000;
/** What systemd says for "no limit" and "not known". */
const UNSET = 2n ** 64n - 1n;

const propertiesOf = (type: string, ...names: readonly string[]): readonly Property[] =>
  names.map((name) => ({ interface: PREFIX + type, name }));

const TYPE = propertiesOf("Service", "Type");
const RESTARTS = propertiesOf("Service", "NRestarts");
const TASKS = propertiesOf("Service", "TasksCurrent", "TasksMax");
const MOUNT = propertiesOf("Mount", "Type");
const SOCKET = propertiesOf("Socket", "NAccepted", "NConnections", "NRefused");
const TIMER = propertiesOf("Timer", "LastTriggerUSec");
const START_TIME = propertiesOf("Unit", "ActiveEnterTimestamp");
const NONE: readonly Property[] = [];

/** Tells which properties to ask a unit for; none when what the list says is all that is needed. */
export function createPropertyChoice(wanted: WantedProperties): (unit: ListedUnit) => readonly Property[] {
  // Lists for units of which nothing else is wanted, and for those whose start is.
  const lists = (properties: readonly Property[]) => ({
    idle: properties,
    active: wanted.startTime ? [...properties, ...START_TIME] : properties,
  });
  const service = lists([...TYPE, ...(wanted.restarts ? RESTARTS : NONE), ...(wanted.tasks ? TASKS : NONE)]);
  const socket = lists(SOCKET);
  const timer = lists(wanted.lastTrigger ? TIMER : NONE);
  const mount = lists(MOUNT);
  const other = lists(NONE);

  function ofType(name: string): ReturnType<typeof lists> {
    if (name.endsWith(".service")) return service;
    if (name.endsWith(".socket")) return socket;
    if (name.endsWith(".timer")) return timer;
    return name.endsWith(".mount") ? mount : other;
  }

  return ({ name, activeState }) => (activeState === "active" ? ofType(name).active : ofType(name).idle);
}

const small = (values: PropertyValues, name: string): number | undefined => {
  const value = values.get(name);
  return typeof value === "number" ? value : undefined;
};

const large = (values: PropertyValues, name: string): number | undefined => {
  const value = values.get(name);
  return typeof value === "bigint" ? Number(value) : undefined;
};

const limit = (values: PropertyValues, name: string): number | undefined =>
  values.get(name) === UNSET ? undefined : large(values, name);

const seconds = (microseconds: number | undefined): number | undefined =>
  microseconds === undefined ? undefined : microseconds / MICRO;

/** Puts together what the list and the unit's own properties tell. */
export function readUnit(unit: ListedUnit, values: PropertyValues, startTimeWanted: boolean): UnitReading {
  const { name, activeState } = unit;
  const type = values.get("Type");
  const accepted = small(values, "NAccepted");
  // Without the first count of a socket upstream gives none of them, and without the second no third.
  const connections = accepted === undefined ? undefined : small(values, "NConnections");
  const active = activeState === "active" ? seconds(large(values, "ActiveEnterTimestamp")) : 0;
  return {
    name,
    activeState,
    type: typeof type === "string" ? type : "",
    restarts: small(values, "NRestarts"),
    startTime: startTimeWanted ? active : undefined,
    tasksCurrent: limit(values, "TasksCurrent"),
    tasksMax: limit(values, "TasksMax"),
    lastTrigger: seconds(large(values, "LastTriggerUSec")),
    accepted,
    connections,
    refused: connections === undefined ? undefined : small(values, "NRefused"),
  };
}
