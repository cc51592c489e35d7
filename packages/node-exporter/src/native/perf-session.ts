import { closeSync, readSync } from "node:fs";
import { PartialDataError } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import {
  COUNTER_BYTES,
  decodeCounter,
  decodeGroup,
  encodePerfEvent,
  groupBytes,
  openPerfEvent,
  PERF_TYPE,
  type PerfEvent,
} from "./perf-event.ts";

/** What is counted: each of the events on each of the CPUs, and the tracepoints together. */
export interface PerfPlan<Event extends PerfEvent> {
  readonly cpus: readonly number[];
  readonly events: readonly Event[];
  /** Numbers of tracepoints. */
  readonly tracepoints: readonly number[];
}

/** One value of an event. */
export interface PerfReading {
  readonly cpu: string;
  readonly value: number;
}

/** One reading of a session. */
export interface PerfReadings {
  /** By position of the event in the plan. */
  readonly events: readonly (readonly PerfReading[])[];
  /** For each CPU, a value for each tracepoint of the plan. */
  readonly tracepoints: readonly { readonly cpu: string; readonly values: readonly number[] }[];
}

/** The kernel's part; tests have another. */
export interface PerfSystem {
  /** Like `openPerfEvent`. */
  open(attribute: Buffer, cpu: number, group: number): number;
  /** Reads from a descriptor into the buffer and returns how much came. */
  read(descriptor: number, buffer: Buffer): number;
  close(descriptor: number): void;
}

/** Counters that are open. */
export interface PerfSession {
  /** Why events could not be opened: the error of the first that was not. */
  readonly refusal: unknown;
  /** How many counters are open. */
  readonly counters: number;
  /** Reads all counters. Throws PartialDataError with those before one that fails. */
  read(): PerfReadings;
  /** Closes all; what is read later is empty. */
  close(): void;
}

const KERNEL: PerfSystem = {
  open: openPerfEvent,
  read: (descriptor, buffer) => readSync(descriptor, buffer, 0, buffer.length, null),
  close: closeSync,
};

interface Counter {
  readonly cpu: string;
  readonly descriptor: number;
}

interface Group {
  readonly cpu: string;
  /** The first is read, and stands for the others. */
  readonly descriptors: readonly number[];
}

/** Nothing that another attempt or event could have: the process is out of descriptors, or has no way to ask. */
const isFinal = (error: unknown): boolean => hasCode(error, "EMFILE", "ENFILE") || !hasSyscall(error);
const hasSyscall = (error: unknown): boolean => error instanceof Error && "syscall" in error;

/**
 * Opens the counters of a plan, which count from then on. Events that a CPU or the kernel does not have are left out.
 * Throws the error of a tracepoint that cannot be opened, and those that concern all events; nothing is left open then.
 */
export function openPerfSession(plan: PerfPlan<PerfEvent>, system: PerfSystem = KERNEL): PerfSession {
  const counters: Counter[][] = plan.events.map(() => []);
  const groups: Group[] = [];
  let refusal: unknown;

  function close(): void {
    for (const { descriptor } of counters.flat()) system.close(descriptor);
    for (const descriptor of groups.flatMap(({ descriptors }) => descriptors)) system.close(descriptor);
    for (const row of counters) row.length = 0;
    groups.length = 0;
  }

  function openGroup(cpu: number): void {
    const descriptors: number[] = [];
    groups.push({ cpu: String(cpu), descriptors });
    for (const config of plan.tracepoints) {
      const attribute = encodePerfEvent({ type: PERF_TYPE.tracepoint, config }, { grouped: true });
      descriptors.push(system.open(attribute, cpu, descriptors[0] ?? -1));
    }
  }

  function openEvent(position: number, cpu: number): void {
    const attribute = encodePerfEvent(plan.events[position] as PerfEvent, { grouped: false });
    try {
      counters[position]?.push({ cpu: String(cpu), descriptor: system.open(attribute, cpu, -1) });
    } catch (error) {
      if (isFinal(error)) throw error;
      refusal ??= error;
    }
  }

  try {
    if (plan.tracepoints.length > 0) for (const cpu of plan.cpus) openGroup(cpu);
    for (const cpu of plan.cpus) {
      for (let position = 0; position < plan.events.length; position += 1) openEvent(position, cpu);
    }
  } catch (error) {
    close();
    throw error;
  }

  const counterBuffer = Buffer.alloc(COUNTER_BYTES);
  const groupBuffer = Buffer.alloc(groupBytes(plan.tracepoints.length));

  function readEvent(position: number, into: PerfReading[]): void {
    const row = counters[position] as readonly Counter[];
    for (let at = 0; at < row.length; at += 1) {
      const { cpu, descriptor } = row[at] as Counter;
      try {
        const length = system.read(descriptor, counterBuffer);
        const value = decodeCounter(length === COUNTER_BYTES ? counterBuffer : counterBuffer.subarray(0, length));
        if (value !== undefined) into.push({ cpu, value });
      } catch (error) {
        // A software event that fails is left out, where another fails the collector: so it is in node_exporter.
        if (plan.events[position]?.type !== PERF_TYPE.software) throw error;
      }
    }
  }

  return {
    refusal,
    get counters() {
      return counters.reduce((sum, row) => sum + row.length, 0) + groups.length;
    },
    read: () => {
      const events: PerfReading[][] = plan.events.map(() => []);
      const tracepoints: { cpu: string; values: readonly number[] }[] = [];
      try {
        for (let position = 0; position < events.length; position += 1) {
          readEvent(position, events[position] as PerfReading[]);
        }
        for (const { cpu, descriptors } of groups) {
          const length = system.read(descriptors[0] as number, groupBuffer);
          tracepoints.push({ cpu, values: decodeGroup(groupBuffer.subarray(0, length)) });
        }
      } catch (error) {
        throw new PartialDataError({ events, tracepoints }, error);
      }
      return { events, tracepoints };
    },
    close,
  };
}
