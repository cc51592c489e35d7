import { UnsupportedError } from "@sightglass/metrics-registry";
import { readUint64 } from "./ioctl-struct.ts";
import { libcFunction } from "./libc.ts";

/** Kinds of events (perf_type_id in linux/perf_event.h). */
export const PERF_TYPE = { hardware: 0, software: 1, tracepoint: 2, cache: 3 } as const;

/** What is to be counted: a kind, and the event's number within it. */
export interface PerfEvent {
  readonly type: number;
  readonly config: number;
}

/** How an event is opened. */
export interface PerfEventOptions {
  /** The event is read together with others, by the descriptor of the first. */
  readonly grouped: boolean;
}

/** PERF_ATTR_SIZE_VER0: later members are zero, and every kernel takes the first form. */
const ATTRIBUTE_BYTES = 64;
const SAMPLE_IDENTIFIER = 1 << 16;
const FORMAT_TOTAL_TIMES = 1 | 2;
const FORMAT_GROUP = 8;
const INHERIT = 1 << 1;
const EXCLUDE_HYPERVISOR = 1 << 6;
const FLAG_CLOEXEC = 8;
/** All processes on one CPU. */
const ANY_PROCESS = -1;

/** Numbers of perf_event_open(2), for which libc has no function. */
const SYSTEM_CALL: Readonly<Record<string, number>> = {
  arm: 364,
  arm64: 241,
  ia32: 336,
  loong64: 241,
  mips64el: 5292,
  mipsel: 4333,
  ppc64: 319,
  riscv64: 241,
  s390x: 331,
  x64: 298,
};

const syscall = libcFunction(
  "long syscall(long number, void *attribute, long pid, long cpu, long group, unsigned long flags)",
);

/** struct perf_event_attr for counting from the moment of opening. */
export function encodePerfEvent({ type, config }: PerfEvent, { grouped }: PerfEventOptions): Buffer {
  const attribute = Buffer.alloc(ATTRIBUTE_BYTES);
  attribute.writeUInt32LE(type, 0);
  attribute.writeUInt32LE(ATTRIBUTE_BYTES, 4);
  attribute.writeBigUInt64LE(BigInt(config), 8);
  attribute.writeBigUInt64LE(BigInt(SAMPLE_IDENTIFIER), 24);
  attribute.writeBigUInt64LE(BigInt(grouped ? FORMAT_TOTAL_TIMES | FORMAT_GROUP : FORMAT_TOTAL_TIMES), 32);
  attribute.writeBigUInt64LE(BigInt(grouped ? EXCLUDE_HYPERVISOR : EXCLUDE_HYPERVISOR | INHERIT), 40);
  return attribute;
}

/**
 * Opens a counter of all that runs on one CPU and returns its descriptor; `group` is the descriptor of the group's
 * first, or -1. Throws SystemError, and UnsupportedError without koffi or on a processor whose call number is not known.
 */
export function openPerfEvent(attribute: Buffer, cpu: number, group: number): number {
  const number = SYSTEM_CALL[process.arch];
  if (number === undefined) throw new UnsupportedError(`perf_event_open is not known for ${process.arch}`);
  return syscall(number, attribute, ANY_PROCESS, cpu, group, FLAG_CLOEXEC);
}

/** Bytes of a single counter's reading: value, time enabled and time running. */
export const COUNTER_BYTES = 24;

/** Bytes of the reading of a group: how many counters, the two times, and each counter's value. */
export const groupBytes = (counters: number): number => 24 + 8 * counters;

/**
 * Value of a single counter out of what read(2) gave; undefined when it gave nothing, as for an event whose CPU is gone.
 * Throws ParseError when it gave a part.
 */
export function decodeCounter(reading: Buffer): number | undefined {
  return reading.length === 0 ? undefined : readUint64(reading, 0);
}

/** Values of a group's counters, in the order in which they were opened; as `decodeCounter`. */
export function decodeGroup(reading: Buffer): readonly number[] {
  if (reading.length === 0) return [];
  const count = readUint64(reading, 0);
  const values: number[] = [];
  for (let index = 0; index < count; index += 1) values.push(readUint64(reading, groupBytes(index)));
  return values;
}
