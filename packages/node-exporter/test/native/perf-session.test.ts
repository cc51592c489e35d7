import { PartialDataError, UnsupportedError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { openPerfSession, type PerfSystem } from "../../src/native/perf-session.ts";

const errorOf = (code: string): Error => Object.assign(new Error(code), { code, syscall: "syscall" });

const CYCLES = { type: 0, config: 0 };
const FAULTS = { type: 1, config: 2 };
const MISSES = { type: 3, config: 0x1_00_02 };

interface Opened {
  readonly type: number;
  readonly config: number;
  readonly cpu: number;
  readonly group: number;
}

/** A kernel that counts 1000 * event + CPU; `refuse` says with what an event is refused. */
function kernel(refuse: (opened: Opened) => Error | undefined = () => undefined) {
  const open = new Map<number, Opened>();
  const failing = new Map<number, Error>();
  let next = 10;
  const valueOf = ({ config, cpu }: Opened): bigint => BigInt(1000 * config + cpu);
  const system: PerfSystem = {
    open: (attribute, cpu, group) => {
      const opened = { type: attribute.readUInt32LE(0), config: Number(attribute.readBigUInt64LE(8)), cpu, group };
      const error = refuse(opened);
      if (error !== undefined) throw error;
      open.set((next += 1), opened);
      return next;
    },
    read: (descriptor, buffer) => {
      const opened = open.get(descriptor);
      if (opened === undefined) throw errorOf("EBADF");
      const error = failing.get(opened.type);
      if (error !== undefined) throw error;
      if (buffer.length === 24 && opened.type !== 2) {
        buffer.writeBigUInt64LE(valueOf(opened), 0);
        return 24;
      }
      const members = [...open].filter(([own, { group }]) => own === descriptor || group === descriptor);
      buffer.writeBigUInt64LE(BigInt(members.length), 0);
      members.forEach(([, member], at) => buffer.writeBigUInt64LE(valueOf(member), 24 + 8 * at));
      return 24 + 8 * members.length;
    },
    close: (descriptor) => {
      if (!open.delete(descriptor)) throw errorOf("EBADF");
    },
  };
  return { system, open, failing };
}

test("each event is counted on each CPU", () => {
  const { system, open } = kernel();
  const session = openPerfSession({ cpus: [0, 3], events: [FAULTS, CYCLES], tracepoints: [] }, system);
  expect([session.counters, open.size, session.refusal]).toEqual([4, 4, undefined]);
  expect(session.read()).toEqual({
    events: [
      [
        { cpu: "0", value: 2000 },
        { cpu: "3", value: 2003 },
      ],
      [
        { cpu: "0", value: 0 },
        { cpu: "3", value: 3 },
      ],
    ],
    tracepoints: [],
  });
  session.close();
  expect(open.size).toBe(0);
  expect(session.read()).toEqual({ events: [[], []], tracepoints: [] });
});

test("tracepoints of a CPU are one group, read at once", () => {
  const { system, open } = kernel();
  const session = openPerfSession({ cpus: [1, 2], events: [], tracepoints: [7, 5] }, system);
  expect([...open.values()].map(({ group }) => group)).toEqual([-1, 11, -1, 13]);
  expect(session.read().tracepoints).toEqual([
    { cpu: "1", values: [7001, 5001] },
    { cpu: "2", values: [7002, 5002] },
  ]);
  session.close();
  expect(open.size).toBe(0);
});

test("what a CPU or the kernel does not have is left out, and the first refusal remembered", () => {
  const { system } = kernel(({ type, cpu }) => {
    if (type === 0) return errorOf("ENOENT");
    return cpu === 9 ? errorOf("ENODEV") : undefined;
  });
  const session = openPerfSession({ cpus: [0, 9], events: [CYCLES, FAULTS], tracepoints: [] }, system);
  expect(session.read().events).toEqual([[], [{ cpu: "0", value: 2000 }]]);
  expect([session.counters, String(session.refusal)]).toEqual([1, "Error: ENOENT"]);
});

test.each([
  ["a tracepoint that is refused", errorOf("EACCES"), 2],
  ["too many open files", errorOf("EMFILE"), 1],
  ["no koffi", new UnsupportedError("no koffi"), 1],
])("%s leaves nothing open", (_what, error, type) => {
  const { system, open } = kernel((opened) => (opened.type === type && opened.cpu === 1 ? error : undefined));
  expect(() => openPerfSession({ cpus: [0, 1], events: [FAULTS], tracepoints: [7, 5] }, system)).toThrow(error);
  expect(open.size).toBe(0);
});

test("a reading that fails keeps what came before, but a software event is left out alone", () => {
  const { system, failing } = kernel();
  const session = openPerfSession({ cpus: [0], events: [CYCLES, FAULTS, MISSES], tracepoints: [7] }, system);
  failing.set(1, errorOf("EIO"));
  expect(session.read().events.map((row) => row.length)).toEqual([1, 0, 1]);
  failing.set(3, errorOf("EIO"));
  const read = (): unknown => session.read();
  expect(read).toThrow(PartialDataError);
  try {
    read();
  } catch (error) {
    expect((error as PartialDataError).data).toEqual({ events: [[{ cpu: "0", value: 0 }], [], []], tracepoints: [] });
  }
});

test("a counter whose CPU is gone gives no value", () => {
  const { system } = kernel();
  const session = openPerfSession({ cpus: [0], events: [FAULTS], tracepoints: [7] }, { ...system, read: () => 0 });
  expect(session.read()).toEqual({ events: [[]], tracepoints: [{ cpu: "0", values: [] }] });
});
